#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// The selected row among the nodes of this frame from `first` on, or nullptr.
const SemanticNode* find_current(const SemanticTree& tree, std::size_t first) {
    const auto& nodes = tree.nodes();
    for (std::size_t index = first; index < nodes.size(); ++index) {
        if (nodes[index].flags.current) return &nodes[index];
    }
    return nullptr;
}

/// Scrolls so that `rect` is in view, with some room around it.
void reveal(Ui::Core& core, const ScrollArea& area, const Rect& rect) {
    ScrollMemory& memory = core.scrolls[area.key];
    const float room = std::min(core.gap(72), area.view.height / 4);
    const float top = rect.y - area.view.y + memory.y;
    float y = memory.y;
    if (top - room < y) y = top - room;
    if (top + rect.height + room > y + area.view.height) {
        y = top + rect.height + room - area.view.height;
    }
    y = std::clamp(y, 0.0F, std::max(0.0F, memory.content_height - area.view.height));
    if (y == memory.y) return;
    memory.y = y;
    core.command("{\"do\":\"scroll\",\"key\":\"" + key_text(area.key) +
                 "\",\"x\":0,\"y\":" + std::to_string(static_cast<int>(y)) + "}");
    core.wants_frame = true;
}

}  // namespace

void Ui::scroll_pane(const ScrollPane& pane, FunctionRef<void()> body) {
    Core& core = *core_;
    const Rect view = core.place(0, core.px(pane.height));
    const NodeKey key = core.key(pane.key, pane.label);
    const std::size_t first = core.tree.nodes().size() + 1;
    const ScrollArea area =
        core.begin_scroll(key, Role::scroll, pane.label, view, core.px(4), core.px(4));
    core.scopes.push_back(key);
    body();
    core.scopes.pop_back();
    core.end_scroll(area, core.px(4));
    if (!pane.follows_current) return;
    const SemanticNode* current = find_current(core.tree, first);
    if (current == nullptr) return;
    NodeKey& followed = core.followed[key];
    if (followed == current->key) return;
    followed = current->key;
    reveal(core, area, current->rect);
}

}  // namespace minga::client
