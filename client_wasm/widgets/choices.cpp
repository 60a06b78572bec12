/// Choosing among a few: check boxes, cards, segments, tabs.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

/// How wide tabs fade where they go on beyond what is seen.
constexpr float tab_fade = 28;

struct CardLook {
    bool is_chosen = false;
    bool is_included = false;
};

void draw_badge(Ui::Core& core, const RadioCard& card, float x, float y, const CardLook& look) {
    const float radius = core.px(16);
    const auto face = core.font(TextSize::body, Weight::semibold);
    ImDrawList* list = core.draw();
    const ImVec2 center{x, y};
    ImU32 ink = core.color(Token::muted);
    if (look.is_chosen) {
        list->AddCircleFilled(center, radius, core.color(Token::primary));
        ink = core.color(Token::on_primary);
    } else if (look.is_included) {
        list->AddCircleFilled(center, radius, core.color(Token::surface));
        list->AddCircle(center, radius - 1, core.color(Token::primary), 0, 2);
        ink = core.color(Token::primary);
    } else {
        list->AddCircle(center, radius - 0.5F, core.color(Token::line), 0, 1.2F);
    }
    if (card.badge.empty() || look.is_included) {
        if (look.is_chosen || look.is_included) {
            core.draw_icon(Icon::check, x, y, core.px(18), ink);
        }
        return;
    }
    core.draw_line(face, x - radius, y - face.line_height / 2, ink, card.badge, 2 * radius,
                   Align::center);
}

/// Of tabs that scroll: moves the chosen one into view when another was chosen, with room for the
/// fade beside it.
void follow_chosen_tab(Ui::Core& core, const ScrollArea& area, NodeKey key, const Rect& tab) {
    NodeKey& followed = core.followed[area.key];
    if (key == 0 || followed == key) return;
    followed = key;
    ScrollMemory& memory = core.scrolls[area.key];
    const float room = core.gap(tab_fade);
    const float start = tab.x - area.view.x + memory.x;
    const float x_max = std::max(0.0F, memory.content_width - area.view.width);
    float x = std::max(memory.x, start + tab.width + room - area.view.width);
    x = std::clamp(std::min(x, start - room), 0.0F, x_max);
    if (std::fabs(x - memory.x) < 1) return;
    memory.x = x;
    core.command("{\"do\":\"scroll\",\"key\":\"" + key_text(area.key) +
                 "\",\"x\":" + std::to_string(static_cast<int>(std::ceil(x))) + ",\"y\":0}");
    core.wants_frame = true;
}

/// Where tabs go on beyond an end of what is seen of them, they fade into the page.
void draw_tab_fades(Ui::Core& core, const ScrollArea& area) {
    const ScrollMemory& memory = core.scrolls[area.key];
    const Rect& view = area.view;
    const float width = core.gap(tab_fade);
    const ImU32 page = core.color(Token::bg);
    const ImU32 clear = core.color(Token::bg, 0);
    // The line below all of them goes on.
    const float bottom = view.bottom() - 1;
    if (memory.x > 1) {
        core.draw()->AddRectFilledMultiColor({view.x, view.y}, {view.x + width, bottom}, page,
                                             clear, clear, page);
    }
    if (memory.x < memory.content_width - view.width - 1) {
        core.draw()->AddRectFilledMultiColor({view.right() - width, view.y}, {view.right(), bottom},
                                             clear, page, page, clear);
    }
}

}  // namespace

std::optional<bool> Ui::checkbox(const CheckBox& box) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::regular);
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const float square = core.px(22);
    const float indent = square + core.gap(12);
    const bool is_in_flow = core.layout().kind == Layout::Kind::flow;
    const float width =
        is_in_flow ? indent + std::ceil(core.text_width(face, box.label)) + core.gap(8) : 0.0F;
    const float text_width = (width > 0 ? width : core.width()) - indent;
    const float label_height = core.text_height(face, box.label, text_width);
    const float help_height =
        box.help.empty() ? 0.0F : core.text_height(small, box.help, text_width);
    const float content = label_height + help_height;
    const float height = std::max(content + core.gap(8), core.px(core.input.is_touch ? 48 : 36));
    const Rect rect = core.place(width, height);
    const NodeKey key = core.key(box.key, box.label);
    SemanticNode& node = core.emit(key, Role::check_box, box.label, rect);
    node.description = box.help;
    node.flags.checked = box.is_checked;
    node.flags.disabled = box.is_disabled;
    const NodeKey node_key = node.key;
    const Hit hit = core.interact(node_key, rect, box.is_disabled);
    if (hit.is_clicked) core.wants_frame = true;
    if (core.is_visible(rect)) {
        const float top = rect.y + (rect.height - content) / 2;
        const Rect mark{rect.x, top + (face.line_height - square) / 2, square, square};
        if (box.is_checked) {
            core.fill(mark, core.color(box.is_disabled ? Token::muted : Token::primary),
                      core.px(6));
            core.draw_icon(Icon::check, mark.x + square / 2, mark.y + square / 2, core.px(18),
                           core.color(Token::on_primary));
        } else {
            core.fill(mark, core.color(Token::surface), core.px(6));
            core.outline(mark, core.color(hit.is_hovered ? Token::text : Token::line), core.px(6),
                         1.5F);
        }
        core.draw_text(face, {rect.x + indent, top, text_width, 0},
                       core.color(box.is_disabled ? Token::muted : Token::text), box.label);
        if (!box.help.empty()) {
            core.draw_text(small, {rect.x + indent, top + label_height, text_width, 0},
                           core.color(Token::muted), box.help);
        }
        core.focus_ring(node_key, mark, core.px(6));
    }
    if (!hit.is_clicked) return std::nullopt;
    return !box.is_checked;
}

std::optional<int> Ui::radio_cards(const RadioCards& group) {
    Core& core = *core_;
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const Core::Font small = core.font(TextSize::caption, Weight::semibold);
    const NodeKey group_key = core.key(group.key, group.label);
    const Rect start = core.place(0, 0);
    SemanticNode node;
    node.key = group_key;
    node.role = Role::radio_group;
    node.name = group.label;
    node.error = group.error;
    node.rect = start;
    node.flags.vertical = true;
    const std::size_t group_node = core.tree.open(std::move(node));
    core.push_layout(start.x, start.y, start.width, core.gap(10));

    std::size_t chosen_index = group.cards.size();
    for (std::size_t index = 0; index < group.cards.size(); ++index) {
        if (group.selected && group.cards[index].value == *group.selected) chosen_index = index;
    }
    std::optional<int> result;
    for (std::size_t index = 0; index < group.cards.size(); ++index) {
        const RadioCard& card = group.cards[index];
        CardLook look;
        look.is_chosen = index == chosen_index;
        look.is_included = group.is_cumulative && !card.stands_alone &&
                           chosen_index < group.cards.size() && index < chosen_index;
        const float padding = core.gap(14);
        const float indent = core.px(32) + core.gap(14);
        // The words stand beside the title. Without one they would take the text's room on a
        // phone, where the badges tell by their shape.
        const bool has_title = !card.title.empty();
        const bool has_words = has_title || !core.is_phone();
        const std::string_view word = !has_words         ? ""
                                      : look.is_chosen   ? "Elegida"
                                      : look.is_included ? "Incluida"
                                                         : "";
        const float word_room = std::ceil(core.text_width(small, "Incluida")) + core.gap(12);
        const float room = core.width() - 2 * padding - indent;
        const float text_width = room - (has_title || !has_words ? 0 : word_room);
        const float title_width = room - word_room;
        const float title_height =
            card.title.empty() ? 0.0F : core.text_height(bold, card.title, title_width);
        const float text_height =
            card.text.empty() ? 0.0F : core.text_height(body, card.text, text_width);
        const float height = std::max(title_height + text_height, core.px(32)) + 2 * padding;
        const Rect rect = core.place(0, height);
        std::string name(card.badge);
        if (!name.empty()) name += ": ";
        name += card.title.empty() ? card.text : card.title;
        if (!card.name.empty()) name = card.name;
        const NodeKey key = hash_key(group_key, std::to_string(card.value));
        SemanticNode& radio = core.emit(key, Role::radio, name, rect);
        if (!card.title.empty() && card.name.empty()) radio.description = card.text;
        radio.flags.checked = look.is_chosen;
        radio.flags.disabled = group.is_disabled;
        const Hit hit = core.interact(key, rect, group.is_disabled);
        if (hit.is_clicked) {
            result = card.value;
            core.wants_frame = true;
        }
        if (!core.is_visible(rect)) continue;
        const float radius = core.px(12);
        const Token ground = look.is_chosen ? Token::primary_soft : Token::surface;
        core.fill(rect, core.color(ground), radius);
        if (hit.is_hovered && !look.is_chosen) {
            core.fill(rect, core.color(Token::primary, hit.is_held ? 0.12F : 0.05F), radius);
        }
        Token line = Token::line;
        if (look.is_chosen || look.is_included) line = Token::primary;
        core.outline(rect, core.color(line, look.is_included ? 0.7F : 1.0F), radius,
                     look.is_chosen ? 2.5F : 1.0F);
        draw_badge(core, card, rect.x + padding + core.px(16), rect.y + padding + core.px(16),
                   look);
        const float x = rect.x + padding + indent;
        float y = rect.y + padding;
        const float content = title_height + text_height;
        if (content < core.px(32)) y += (core.px(32) - content) / 2;
        if (!card.title.empty()) {
            y += core.draw_text(bold, {x, y, title_width, 0}, core.color(Token::text), card.title);
        }
        core.draw_text(body, {x, y, text_width, 0}, core.color(Token::text), card.text);
        if (!word.empty()) {
            core.draw_line(small, rect.x, rect.y + padding + core.px(16) - small.line_height / 2,
                           core.color(Token::primary), word, rect.width - padding, Align::end);
        }
        core.focus_ring(key, rect, radius);
    }
    const float bottom = core.pop_layout();
    core.tree.at(group_node).rect.height = bottom - start.y;
    core.tree.close();
    core.layout().y = bottom;
    if (!group.error.empty()) caption(group.error, Tone::bad);
    return result;
}

std::optional<int> Ui::segmented(const Choice& choice) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::semibold);
    const float padding = core.gap(14);
    const float height = core.control_height();
    float needed = 0;
    std::vector<float> widths;
    for (const std::string& option : choice.options) {
        widths.push_back(std::ceil(core.text_width(face, option)) + 2 * padding);
        needed += widths.back();
    }
    const float inset = core.px(3);
    needed += 2 * inset;
    const bool is_stacked = needed > core.width() + 0.5F;
    const std::size_t count = choice.options.size();
    const float total_height = is_stacked ? height * static_cast<float>(count) + 2 * inset : height;
    const bool is_full = choice.is_full_width || is_stacked;
    if (choice.shows_label) {
        const Core::Font label = core.font(TextSize::caption, Weight::semibold);
        const bool is_in_flow = core.layout().kind == Layout::Kind::flow;
        const Rect above =
            core.place(is_in_flow ? std::ceil(core.text_width(label, choice.label)) + 1 : 0.0F,
                       label.line_height);
        core.draw_line(label, above.x, above.y, core.color(Token::text), choice.label, above.width);
        if (!is_in_flow) core.layout().y += core.gap(4) - core.layout().gap;
    }
    const Rect track = core.place(is_full ? 0.0F : needed, total_height);
    const NodeKey group_key = core.key(choice.key, choice.label);
    SemanticNode node;
    node.key = group_key;
    node.role = Role::radio_group;
    node.name = choice.label;
    node.rect = track;
    core.tree.open(std::move(node));
    core.fill(track, core.color(Token::sunken), core.px(10));
    core.outline(track, core.color(Token::line, 0.6F), core.px(10));
    const float stretch =
        is_full && !is_stacked
            ? (track.width - needed) / static_cast<float>(std::max(count, std::size_t{1}))
            : 0.0F;
    std::optional<int> result;
    float x = track.x + inset;
    float y = track.y + inset;
    for (std::size_t index = 0; index < count; ++index) {
        const bool is_chosen = static_cast<int>(index) == choice.selected;
        const Rect cell = is_stacked
                              ? Rect{x, y, track.width - 2 * inset, height}
                              : Rect{x, y, widths[index] + stretch, track.height - 2 * inset};
        if (is_stacked) {
            y += height;
        } else {
            x += cell.width;
        }
        // What is pressed is as high as the track, which is what a finger aims at.
        const Rect target = is_stacked ? cell : Rect{cell.x, track.y, cell.width, track.height};
        const NodeKey key = hash_key(group_key, choice.options[index]);
        SemanticNode& radio = core.emit(key, Role::radio, choice.options[index], target);
        radio.flags.checked = is_chosen;
        const NodeKey node_key = radio.key;
        const Hit hit = core.interact(node_key, target);
        if (hit.is_clicked) {
            result = static_cast<int>(index);
            core.wants_frame = true;
        }
        if (is_chosen) {
            core.fill(cell, core.color(Token::surface), core.px(8));
            core.outline(cell, core.color(Token::primary), core.px(8), 1.5F);
        } else if (hit.is_hovered) {
            core.fill(cell, core.color(Token::text, 0.06F), core.px(8));
        }
        core.draw_line(face, cell.x, cell.y + (cell.height - face.line_height) / 2,
                       core.color(is_chosen ? Token::primary : Token::text), choice.options[index],
                       cell.width, Align::center);
        core.focus_ring(node_key, cell, core.px(8));
    }
    core.tree.close();
    return result;
}

std::optional<int> Ui::tabs(const Choice& choice) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::semibold);
    const float padding = core.gap(14);
    const float height = core.control_height() + core.px(4);
    const Rect bar = core.place(0, height);
    float needed = 0;
    std::vector<float> widths;
    for (const std::string& option : choice.options) {
        widths.push_back(std::ceil(core.text_width(face, option)) + 2 * padding);
        needed += widths.back();
    }
    const NodeKey group_key = core.key(choice.key, choice.label);
    core.fill({bar.x, bar.bottom() - 1, bar.width, 1}, core.color(Token::hairline));
    // More tabs than fit scroll sideways.
    const bool scrolls = needed > bar.width + 0.5F;
    ScrollArea area;
    float x = bar.x;
    if (scrolls) {
        area = core.begin_scroll(hash_key(group_key, "scroll"), Role::scroll, choice.label, bar, 0,
                                 0, needed);
        x = core.layout().x;
    }
    SemanticNode node;
    node.key = group_key;
    node.role = Role::tab_list;
    node.name = choice.label;
    node.rect = {x, bar.y, std::max(needed, bar.width), height};
    core.tree.open(std::move(node));
    struct {
        NodeKey key = 0;
        Rect rect;
    } chosen;
    std::optional<int> result;
    for (std::size_t index = 0; index < choice.options.size(); ++index) {
        const bool is_chosen = static_cast<int>(index) == choice.selected;
        const Rect cell{x, bar.y, widths[index], height};
        x += widths[index];
        const NodeKey key = hash_key(group_key, choice.options[index]);
        SemanticNode& tab = core.emit(key, Role::tab, choice.options[index], cell);
        tab.flags.selected = is_chosen;
        const NodeKey node_key = tab.key;
        if (is_chosen) chosen = {node_key, cell};
        const Hit hit = core.interact(node_key, cell);
        if (hit.is_clicked) {
            result = static_cast<int>(index);
            core.wants_frame = true;
        }
        if (hit.is_hovered && !is_chosen) {
            core.fill({cell.x, cell.y + core.px(4), cell.width, cell.height - core.px(8)},
                      core.color(Token::text, 0.05F), core.px(8));
        }
        core.draw_line(face, cell.x, cell.y + (cell.height - face.line_height) / 2,
                       core.color(is_chosen ? Token::primary : Token::muted), choice.options[index],
                       cell.width, Align::center);
        if (is_chosen) {
            core.fill({cell.x + padding - core.px(4), cell.bottom() - core.px(3),
                       cell.width - 2 * (padding - core.px(4)), core.px(3)},
                      core.color(Token::primary), core.px(1.5F));
        }
        const Rect ring{cell.x + 3, cell.y + 3, cell.width - 6, cell.height - 6};
        core.focus_ring(node_key, ring, core.px(6));
    }
    core.tree.close();
    if (scrolls) {
        core.scrolls[area.key].content_width = needed;
        draw_tab_fades(core, area);
        follow_chosen_tab(core, area, chosen.key, chosen.rect);
        core.layout().y = bar.bottom();
        core.end_scroll(area, 0);
    }
    return result;
}

}  // namespace minga::client
