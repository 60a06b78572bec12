#include "client_wasm/widgets/crumbs.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::string_view separator = "›";
constexpr std::string_view given_up = "…";
constexpr float crumb_width_max = 260;
/// A longer name is cut, but not to less: what is left of it must still say something.
constexpr float crumb_width_min = 110;
/// What a pointer must be able to hit (WCAG 2.2, 2.5.8).
constexpr float target_size = 24;

/// How wide a crumb may be so that all of them find room: long names give way, short ones stay
/// whole. None where they find none.
std::optional<float> width_max(const Ui::Core& core, std::span<const float> widths, float room) {
    constexpr float step = 4;
    for (float most = crumb_width_max; most >= crumb_width_min; most -= step) {
        float total = 0;
        for (const float width : widths) total += std::min(width, core.px(most));
        if (total <= room) return core.px(most);
    }
    return std::nullopt;
}

/// Which crumbs are shown, and how wide each may be: those that lead up to them give way first.
struct Shown {
    std::size_t first = 0;
    float width_max = 0;
};
std::optional<Shown> shown_of(const Ui::Core& core, std::span<const float> widths, float mark,
                              float room) {
    for (std::size_t first = 0; first < widths.size(); ++first) {
        float left = room - mark * static_cast<float>(widths.size() - 1 - first);
        if (first > 0) left -= core.px(target_size) + mark;
        if (const auto most = width_max(core, widths.subspan(first), left)) return {{first, *most}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<int> draw_crumbs(Ui::Core& core, std::span<const Crumb> crumbs, const Rect& room) {
    const auto face = core.font(TextSize::caption, Weight::semibold);
    const float gap = core.gap(8);
    const float mark = core.text_width(face, separator) + 2 * gap;
    std::vector<float> widths;
    for (const Crumb& crumb : crumbs) {
        widths.push_back(std::ceil(core.text_width(face, crumb.label)) + 1);
    }
    const auto shown = shown_of(core, widths, mark, room.width);
    if (!shown) return std::nullopt;

    std::optional<int> pressed;
    const float height = std::max(core.px(target_size), face.line_height);
    const float top = room.y + (face.line_height - height) / 2;
    SemanticNode nav;
    nav.key = hash_key(core.scopes.front(), "crumbs");
    nav.role = Role::navigation;
    nav.name = "Ruta";
    nav.rect = {room.x, top, std::max(room.width, 1.0F), height};
    const NodeKey nav_key = nav.key;
    core.tree.open(std::move(nav));
    float x = room.x;
    // The nearest of those that gave way is still a link, under an ellipsis.
    for (std::size_t index = std::max(shown->first, std::size_t{1}) - 1; index < crumbs.size();
         ++index) {
        const Crumb& crumb = crumbs[index];
        const bool is_last = index + 1 == crumbs.size();
        const bool is_shown = index >= shown->first;
        const float width =
            is_shown ? std::min(widths[index], shown->width_max) : core.px(target_size);
        const Rect box{x, top, width, height};
        const NodeKey key = hash_key(nav_key, std::to_string(index));
        SemanticNode& node = core.emit(key, Role::link, crumb.label, box);
        node.href = crumb.route;
        node.flags.current = is_last;
        const Hit hit = core.interact(key, box);
        if (hit.is_clicked && !is_last) pressed = static_cast<int>(index);
        core.draw_line(face, x, room.y, core.color(is_last ? Token::text : Token::primary),
                       is_shown ? crumb.label : given_up, width,
                       is_shown ? Align::start : Align::center);
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
