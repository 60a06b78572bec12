/// A way of several steps, drawn as places along a line.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// The line from the middle of one step to that of the next, behind both.
void draw_way(Ui::Core& core, float x, float from, float to, bool is_walked) {
    core.draw()->AddLine({x, from}, {x, to}, core.color(is_walked ? Token::ok : Token::line),
                         core.px(is_walked ? 3 : 1.5F));
}

void draw_place(Ui::Core& core, const Step& step, float x, float y, float radius) {
    const auto face = core.font(TextSize::body, Weight::semibold);
    ImDrawList* list = core.draw();
    const ImVec2 center{x, y};
    if (step.place == StepPlace::done) {
        list->AddCircleFilled(center, radius, core.color(Token::ok));
        core.draw_icon(Icon::check, x, y, core.px(18), core.color(Token::surface));
        return;
    }
    const bool is_here = step.place == StepPlace::here;
    list->AddCircleFilled(center, radius, core.color(is_here ? Token::primary : Token::surface));
    if (!is_here) list->AddCircle(center, radius - 0.5F, core.color(Token::line), 0, 1.5F);
    core.draw_line(face, x - radius, y - face.line_height / 2,
                   core.color(is_here ? Token::on_primary : Token::muted), step.badge, 2 * radius,
                   Align::center);
}

}  // namespace

std::optional<int> Ui::steps(const Steps& steps) {
    Core& core = *core_;
    const Core::Font regular = core.font(TextSize::body, Weight::regular);
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const float padding = core.gap(8);
    const float radius = core.px(15);
    const float indent = padding + 2 * radius + core.gap(12);
    std::optional<int> pressed;
    // Where the place before was, to which the way is drawn back.
    float before = 0;
    list(steps.label, [&] {
        for (std::size_t index = 0; index < steps.steps.size(); ++index) {
            const Step& step = steps.steps[index];
            const bool is_here = step.place == StepPlace::here;
            const Core::Font& face = is_here ? bold : regular;
            const float width = core.width() - indent - core.px(24) - padding;
            const float title = core.text_height(face, step.title, width);
            const float under =
                step.subtitle.empty() ? 0.0F : core.text_height(small, step.subtitle, width);
            const float height = std::max(title + under + core.gap(20), core.px(56));
            const Rect rect = core.place(0, height);
            const NodeKey key = core.key(step.badge, step.title);
            SemanticNode item;
            item.key = hash_key(key, "step");
            item.role = Role::list_item;
            item.rect = rect;
            core.tree.open(std::move(item));
            SemanticNode& node = core.emit(key, Role::button, step.name, rect);
            node.description = step.subtitle;
            node.flags.current = static_cast<int>(index) == steps.selected;
            const NodeKey node_key = node.key;
            core.tree.close();
            const Hit hit = core.interact(node_key, rect);
            if (hit.is_clicked) {
                pressed = static_cast<int>(index);
                core.wants_frame = true;
            }
            const float x = rect.x + padding + radius;
            const float y = rect.y + height / 2;
            if (static_cast<int>(index) == steps.selected) {
                core.fill(rect, core.color(Token::primary_soft), core.px(8));
            } else if (hit.is_hovered) {
                core.fill(rect, core.color(Token::text, 0.05F), core.px(8));
            }
            if (index > 0) {
                draw_way(core, x, before + radius, y - radius, step.place != StepPlace::ahead);
            }
            before = y;
            draw_place(core, step, x, y, radius);
            const float left = rect.x + indent;
            const float top = rect.y + (height - title - under) / 2;
            const Token ink = step.place == StepPlace::ahead ? Token::muted : Token::text;
            core.draw_text(face, {left, top, width, 0}, core.color(ink), step.title);
            core.draw_text(small, {left, top + title, width, 0},
                           core.color(is_here ? Token::primary : Token::muted), step.subtitle);
            core.draw_icon(Icon::chevron_right, rect.right() - padding - core.px(8), y, core.px(18),
                           core.color(Token::muted));
            core.focus_ring(node_key, rect, core.px(8));
        }
    });
    return pressed;
}

}  // namespace minga::client
