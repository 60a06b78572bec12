#include "client_wasm/widgets/crumbs.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::string_view separator = "›";
constexpr float crumb_width_max = 260;
constexpr float crumb_width_min = 40;
/// What a pointer must be able to hit (WCAG 2.2, 2.5.8).
constexpr float target_height = 24;

/// How wide a crumb may be so that all of them find room: long names give way, short ones stay
/// whole.
float width_max(std::span<const float> widths, float room) {
    constexpr float step = 4;
    float most = crumb_width_max;
    while (most > crumb_width_min) {
        float total = 0;
        for (const float width : widths) total += std::min(width, most);
        if (total <= room) break;
        most -= step;
    }
    return most;
}

}  // namespace

std::optional<int> draw_crumbs(Ui::Core& core, std::span<const Crumb> crumbs, const Rect& room) {
    std::optional<int> pressed;
    const auto face = core.font(TextSize::caption, Weight::semibold);
    const float height = std::max(core.px(target_height), face.line_height);
    const float top = room.y + (face.line_height - height) / 2;
    const float gap = core.gap(8);
    const float mark = core.text_width(face, separator) + 2 * gap;
    SemanticNode nav;
    nav.key = hash_key(core.scopes.front(), "crumbs");
    nav.role = Role::navigation;
    nav.name = "Ruta";
    nav.rect = {room.x, top, std::max(room.width, 1.0F), height};
    const NodeKey nav_key = nav.key;
    core.tree.open(std::move(nav));
    std::vector<float> widths;
    for (const Crumb& crumb : crumbs) {
        widths.push_back(std::ceil(core.text_width(face, crumb.label)) + 1);
    }
    const float marks = mark * static_cast<float>(crumbs.size() - 1);
    const float most = width_max(widths, room.width - marks);
    float x = room.x;
    for (std::size_t index = 0; index < crumbs.size(); ++index) {
        const Crumb& crumb = crumbs[index];
        const bool is_last = index + 1 == crumbs.size();
        const float width = std::min(widths[index], most);
        const Rect box{x, top, width, height};
        const NodeKey key = hash_key(nav_key, std::to_string(index));
        SemanticNode& node = core.emit(key, Role::link, crumb.label, box);
        node.href = crumb.route;
        node.flags.current = is_last;
        const Hit hit = core.interact(key, box);
        if (hit.is_clicked && !is_last) pressed = static_cast<int>(index);
        core.draw_line(face, x, room.y, core.color(is_last ? Token::text : Token::primary),
                       crumb.label, width);
        if (hit.is_hovered && !is_last) {
            core.fill({x, room.y + face.line_height - core.px(2), width, 1},
                      core.color(Token::primary));
        }
        core.focus_ring(key, box, core.px(4));
        x += width;
        if (is_last) break;
        core.draw_line(face, x + gap, room.y, core.color(Token::muted), separator);
        x += mark;
    }
    core.tree.close();
    return pressed;
}

}  // namespace minga::client
