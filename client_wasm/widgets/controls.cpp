/// Buttons, rows, chips, and the ways of saying how things are.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/format.hpp"
#include "client_wasm/widgets/rich_text.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

struct ButtonColors {
    ImU32 ground;
    ImU32 border;
    ImU32 text;
};

ButtonColors button_colors(const Ui::Core& core, const Button& button, const Hit& hit) {
    const float strength = hit.is_held ? 0.16F : hit.is_hovered ? 0.08F : 0.0F;
    const ImU32 clear = 0;
    if (button.is_disabled) {
        return {core.color(Token::sunken), clear, core.color(Token::muted)};
    }
    if (button.is_toggle && button.is_pressed) {
        return {core.color(Token::primary_soft), core.color(Token::primary),
                core.color(Token::primary)};
    }
    switch (button.style) {
        case ButtonStyle::primary:
            return {core.color(Token::primary), clear, core.color(Token::on_primary)};
        case ButtonStyle::secondary:
            return {core.color(Token::surface), core.color(Token::line), core.color(Token::text)};
        case ButtonStyle::quiet:
            return {core.color(Token::primary, strength), clear, core.color(Token::primary)};
        case ButtonStyle::danger:
            return {core.color(Token::surface), core.color(Token::bad), core.color(Token::bad)};
    }
    return {};
}

Icon sync_icon(SyncState state) {
    switch (state) {
        case SyncState::on_server:
            return Icon::cloud_check;
        case SyncState::on_device:
            return Icon::hard_drive;
        case SyncState::sending:
            return Icon::cloud_upload;
        case SyncState::waiting:
            return Icon::inbox;
        case SyncState::offline:
            return Icon::cloud_off;
        case SyncState::not_saved:
            return Icon::octagon_x;
    }
    return Icon::hard_drive;
}

Tone sync_tone(SyncState state) {
    switch (state) {
        case SyncState::on_server:
            return Tone::ok;
        case SyncState::on_device:
        case SyncState::sending:
            return Tone::primary;
        case SyncState::waiting:
            return Tone::accent;
        case SyncState::offline:
            return Tone::warn;
        case SyncState::not_saved:
            return Tone::bad;
    }
    return Tone::neutral;
}

}  // namespace

bool Ui::button(std::string_view label, ButtonStyle style, Icon icon) {
    Button button;
    button.label = label;
    button.style = style;
    button.icon = icon;
    return this->button(button);
}

bool Ui::button(const Button& button) {
    Core& core = *core_;
    const Core::Font face =
        core.font(button.is_small ? TextSize::caption : TextSize::body, Weight::semibold);
    const float height =
        button.is_small && !core.input.is_touch ? core.px(32) : core.control_height();
    const float icon_size = core.px(button.is_small ? 16 : 20);
    const float padding = core.gap(button.is_small ? 10 : 16);
    const float icon_room = button.icon == Icon::none ? 0.0F : icon_size + core.gap(8);
    const float text_width = std::ceil(core.text_width(face, button.label));
    float width = 2 * padding + icon_room + text_width;
    if (button.is_icon_only) width = height;
    if (button.is_full_width) width = 0;
    // A label that does not fit on one line takes more of them.
    const float room = width > 0 ? std::min(width, core.width()) : core.width();
    const float text_room = room - 2 * padding - icon_room;
    float full_height = height;
    if (!button.is_icon_only && text_width > text_room + 1) {
        full_height =
            std::max(height, core.text_height(face, button.label, text_room) + core.gap(16));
    }
    const Rect rect = core.place(width, full_height);
    const NodeKey key = core.key(button.key, button.label);
    const Role role = core.file_pick != nullptr ? Role::file_input : Role::button;
    SemanticNode& node = core.emit(key, role, button.label, rect);
    node.description = button.description;
    if (core.file_pick != nullptr) {
        node.placeholder = core.file_pick->accept;
        node.length_max = core.file_pick->edge_max;
        node.flags.captures = core.file_pick->captures;
    }
    core.last_button = node.key;
    node.flags.disabled = button.is_disabled;
    node.flags.is_toggle = button.is_toggle;
    node.flags.checked = button.is_pressed;
    const NodeKey node_key = node.key;
    const Hit hit = core.interact(node_key, rect, button.is_disabled);
    if (core.is_visible(rect)) {
        const ButtonColors colors = button_colors(core, button, hit);
        const float radius = core.px(8);
        core.fill(rect, colors.ground, radius);
        const float strength = hit.is_held ? 0.16F : hit.is_hovered ? 0.08F : 0.0F;
        if (strength > 0 && button.style != ButtonStyle::quiet) {
            core.fill(rect,
                      core.color(button.style == ButtonStyle::primary ? Token::bg : Token::text,
                                 strength),
                      radius);
        }
        if (colors.border != 0) core.outline(rect, colors.border, radius);
        const float middle = rect.y + rect.height / 2;
        if (button.is_icon_only) {
            core.draw_icon(button.icon, rect.x + rect.width / 2, middle, icon_size, colors.text);
        } else if (full_height > height) {
            const Rect box{rect.x + padding + icon_room, rect.y + core.gap(8), text_room, 0};
            if (button.icon != Icon::none) {
                core.draw_icon(button.icon, rect.x + padding + icon_size / 2, middle, icon_size,
                               colors.text);
            }
            core.draw_text(face, box, colors.text, button.label);
        } else {
            const float shown = std::min(icon_room + text_width, rect.width);
            float x = rect.x + (rect.width - shown) / 2;
            if (button.icon != Icon::none) {
                core.draw_icon(button.icon, x + icon_size / 2, middle, icon_size, colors.text);
                x += icon_room;
            }
            core.draw_line(face, x, middle - face.line_height / 2, colors.text, button.label);
        }
    }
    core.focus_ring(node_key, rect, core.px(8));
    return hit.is_clicked;
}

std::optional<PickedFile> Ui::file_button(const Button& button, const FilePick& pick) {
    Core& core = *core_;
    core.file_pick = &pick;
    static_cast<void>(this->button(button));  // the browser itself answers the press
    core.file_pick = nullptr;
    auto found = core.files.extract(core.last_button);
    if (found.empty()) return std::nullopt;
    return std::move(found.mapped());
}

bool Ui::link(std::string_view label, std::string_view route) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::semibold);
    const float width = std::min(std::ceil(core.text_width(face, label)), core.width());
    const float height = std::max(face.line_height, core.px(core.input.is_touch ? 44 : 28));
    const Rect rect = core.place(width, height);
    const NodeKey key = core.key({}, label);
    SemanticNode& node = core.emit(key, Role::link, label, rect);
    node.href = route;
    const NodeKey node_key = node.key;
    const Hit hit = core.interact(node_key, rect);
    const ImU32 color = core.color(Token::primary);
    const float y = rect.y + (height - face.line_height) / 2;
    core.draw_line(face, rect.x, y, color, label, rect.width);
    const float under = y + face.line_height - core.px(2);
    core.draw()->AddLine({rect.x, under}, {rect.right(), under}, color,
                         hit.is_hovered ? 2.0F : 1.0F);
    core.focus_ring(node_key, rect, core.px(4));
    return hit.is_clicked;
}

bool Ui::list_row(const ListRow& row) {
    Core& core = *core_;
    const Core::Font title = core.font(TextSize::body, Weight::regular);
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const float padding = core.gap(8);
    const float icon_room = row.icon == Icon::none ? 0.0F : core.px(20) + core.gap(12);
    const float chevron_room = row.is_static ? 0.0F : core.px(20) + core.gap(4);
    const float trailing_width =
        row.trailing.empty() ? 0.0F : std::ceil(core.text_width(bold, row.trailing)) + core.gap(8);
    const float text_width = core.width() - 2 * padding - icon_room - chevron_room - trailing_width;
    const float title_height = core.text_height(title, row.title, text_width);
    const float subtitle_height =
        row.subtitle.empty() ? 0.0F : core.text_height(small, row.subtitle, text_width);
    const RichText detail = lay_out_runs(core, row.detail, TextSize::caption, text_width);
    const float bar_height = row.progress ? core.px(4) + core.gap(8) : 0.0F;
    const float content = title_height + subtitle_height + detail.height + bar_height;
    const float height = std::max(content + core.gap(20), core.px(core.input.is_touch ? 56 : 48));
    const Rect rect = core.place(0, height);

    std::string name(row.title);
    if (!row.trailing.empty()) name.append(", ").append(row.trailing);
    if (!row.name.empty()) name = row.name;
    const NodeKey key = core.key(row.key, row.title);
    SemanticNode item;
    item.key = hash_key(key, "row");
    item.role = Role::list_item;
    item.rect = rect;
    core.tree.open(std::move(item));
    SemanticNode& node = core.emit(key, row.is_static ? Role::text : Role::button, name, rect);
    node.description = row.subtitle;
    if (!row.detail.empty() && !node.description.empty()) node.description += ". ";
    for (const TextRun& run : row.detail) node.description += run.text;
    node.flags.current = row.is_selected;
    const NodeKey node_key = node.key;
    core.tree.close();
    const Hit hit = row.is_static ? Hit{} : core.interact(node_key, rect);
    if (core.is_visible(rect)) {
        if (row.is_selected) {
            core.fill(rect, core.color(Token::primary_soft), core.px(8));
            core.edge(rect, Token::primary, core.px(8));
        } else if (hit.is_hovered) {
            core.fill(rect, core.color(Token::text, hit.is_held ? 0.09F : 0.05F), core.px(8));
        }
        const float middle = rect.y + rect.height / 2;
        float x = rect.x + padding;
        if (row.icon != Icon::none) {
            core.draw_icon(
                row.icon, x + core.px(10), middle, core.px(20),
                core.color(row.tone == Tone::neutral ? Token::muted : tone_token(row.tone)));
            x += icon_room;
        }
        float y = rect.y + (rect.height - content) / 2;
        const Rect title_box{x, y, text_width, 0};
        y += core.draw_text(title, title_box, core.color(Token::text), row.title);
        if (!row.subtitle.empty()) {
            const Rect subtitle_box{x, y, text_width, 0};
            y += core.draw_text(small, subtitle_box, core.color(Token::muted), row.subtitle);
        }
        draw_runs(core, detail, {x, y, text_width, detail.height});
        y += detail.height;
        if (row.progress) {
            const Rect track{x, y + core.gap(8), text_width, core.px(4)};
            core.fill(track, core.color(Token::sunken), core.px(2));
            const float share = std::clamp(*row.progress, 0.0F, 1.0F);
            if (share > 0) {
                core.fill(
                    {track.x, track.y, std::max(track.width * share, core.px(4)), track.height},
                    core.color(row.tone == Tone::neutral ? Token::primary : tone_token(row.tone)),
                    core.px(2));
            }
        }
        if (!row.trailing.empty()) {
            core.draw_line(bold, rect.right() - padding - chevron_room - trailing_width,
                           middle - bold.line_height / 2, core.color(tone_token(row.tone)),
                           row.trailing, trailing_width, Align::end);
        }
        if (!row.is_static) {
            core.draw_icon(Icon::chevron_right, rect.right() - padding - core.px(8), middle,
                           core.px(18), core.color(Token::muted));
        }
    }
    core.focus_ring(node_key, rect, core.px(8));
    return hit.is_clicked;
}

void Ui::chip(std::string_view text, Tone tone, Icon icon) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::caption, Weight::semibold);
    const bool has_icon = icon != Icon::none;
    const float icon_room = has_icon ? core.px(16) + core.gap(6) : 0.0F;
    const float padding = core.gap(10);
    const float width =
        std::min(std::ceil(core.text_width(face, text)) + icon_room + 2 * padding, core.width());
    // Large text goes on in another line, rather than being cut.
    const float text_width = width - icon_room - 2 * padding;
    const float text_height = core.text_height(face, text, text_width);
    const float radius = core.px(14);
    const Rect rect = core.place(width, text_height - face.line_height + 2 * radius);
    core.emit(core.key({}, text), Role::text, text, rect);
    if (!core.is_visible(rect)) return;
    const ImU32 color = core.color(tone_token(tone));
    core.fill(rect, core.color(tone_ground(tone)), radius);
    core.edge(rect, tone_token(tone), radius);
    float x = rect.x + padding;
    if (has_icon) {
        core.draw_icon(icon, x + core.px(8), rect.y + rect.height / 2, core.px(16), color);
        x += icon_room;
    }
    core.draw_text(face, {x, rect.y + (rect.height - text_height) / 2, text_width, 0}, color, text);
}

bool Ui::sync_chip(const SyncChip& chip) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::caption, Weight::semibold);
    const std::string_view text = chip_text(chip, core.is_phone());
    const float padding = core.gap(12);
    const float icon_room = core.px(18) + core.gap(6);
    const float height = core.px(core.input.is_touch ? 44 : 34);
    const float width =
        std::min(std::ceil(core.text_width(face, text)) + icon_room + 2 * padding, core.width());
    const Rect rect = core.place(width, height);
    SemanticNode& node = core.emit(core.key("sync chip", {}), Role::button,
                                   "Sincronización: " + std::string(chip.text), rect);
    node.description = chip.description;
    const NodeKey node_key = node.key;
    const Hit hit = core.interact(node_key, rect);
    const Tone tone = sync_tone(chip.state);
    const ImU32 color = core.color(tone_token(tone));
    const Rect pill{rect.x, rect.y + (height - core.px(34)) / 2, rect.width, core.px(34)};
    core.fill(pill, core.color(tone_ground(tone)), pill.height / 2);
    core.edge(pill, tone_token(tone), pill.height / 2);
    if (hit.is_hovered) core.outline(pill, color, pill.height / 2);
    core.draw_icon(sync_icon(chip.state), pill.x + padding + core.px(9), pill.y + pill.height / 2,
                   core.px(18), color);
    const float x = pill.x + padding + icon_room;
    core.draw_line(face, x, pill.y + (pill.height - face.line_height) / 2, color, text,
                   pill.right() - padding - x);
    core.focus_ring(node_key, pill, pill.height / 2);
    return hit.is_clicked;
}

void Ui::stat(const Stat& stat) {
    Core& core = *core_;
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    Core::Font large = core.font(TextSize::display, Weight::semibold);
    if (core.text_width(large, stat.value) > core.width()) {
        large = core.font(TextSize::title, Weight::semibold);
    }
    const float width = core.layout().kind == Layout::Kind::flow
                            ? std::ceil(std::max({core.text_width(small, stat.label),
                                                  core.text_width(large, stat.value),
                                                  core.text_width(small, stat.caption)})) +
                                  8
                            : 0.0F;
    const float inner = width > 0 ? width : core.width();
    const float label_height = core.text_height(small, stat.label, inner);
    const float caption_height =
        stat.caption.empty() ? 0.0F : core.text_height(small, stat.caption, inner);
    const float value_height = core.text_height(large, stat.value, inner);
    const Rect rect = core.place(width, label_height + value_height + caption_height);
    core.draw_text(small, rect, core.color(Token::muted), stat.label);
    core.draw_text(large, {rect.x, rect.y + label_height, rect.width, value_height},
                   core.color(tone_token(stat.tone)), stat.value);
    if (!stat.caption.empty()) {
        const Rect box{rect.x, rect.y + label_height + value_height, rect.width, 0};
        core.draw_text(small, box, core.color(Token::muted), stat.caption);
    }
    std::string name(stat.label);
    name.append(": ").append(stat.value);
    if (!stat.caption.empty()) name.append(", ").append(stat.caption);
    core.emit(core.key({}, stat.label), Role::text, name, rect);
}

bool Ui::banner(const Banner& banner) {
    Core& core = *core_;
    bool is_pressed = false;
    const Core::Font bold = core.font(TextSize::body, Weight::semibold);
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const float padding = core.gap(12);
    const float icon_room = core.px(22) + core.gap(12);
    const bool is_narrow = core.is_phone() || core.width() < core.px(520);
    const Core::Font action_face = core.font(TextSize::body, Weight::semibold);
    float action_width = 0;
    if (!banner.action.empty()) {
        action_width = std::ceil(core.text_width(action_face, banner.action)) + 2 * core.gap(16);
    }
    const float text_width = core.width() - 2 * padding - icon_room -
                             (is_narrow || action_width == 0 ? 0 : action_width + core.gap(12));
    const float title_height =
        banner.title.empty() ? 0.0F : core.text_height(bold, banner.title, text_width);
    const float body_height =
        banner.text.empty() ? 0.0F : core.text_height(body, banner.text, text_width);
    float height = title_height + body_height;
    float action_height = core.control_height();
    // A label that is wider than the text goes below the icon, too, and takes more lines.
    const bool is_wide = is_narrow && action_width > text_width;
    if (is_wide) {
        action_width = std::min(action_width, core.width() - 2 * padding);
        const float label_width = action_width - 2 * core.gap(16);
        action_height =
            std::max(action_height,
                     core.text_height(action_face, banner.action, label_width) + core.gap(16));
    }
    if (action_width > 0) {
        height = is_narrow ? height + core.gap(8) + action_height : std::max(height, action_height);
    }
    height += 2 * padding;
    const Rect rect = core.place(0, height);
    const ImU32 color = core.color(tone_token(banner.tone));
    const float strip = core.px(4);
    core.fill(rect, core.color(tone_ground(banner.tone)), core.px(8));
    core.clip({rect.x, rect.y, strip, rect.height});
    core.fill(rect, color, core.px(8));
    core.unclip();
    core.edge(rect, tone_token(banner.tone), core.px(8));
    core.draw_icon(tone_icon(banner.tone), rect.x + padding + core.px(13),
                   rect.y + padding + bold.line_height / 2, core.px(22), color);
    const float x = rect.x + padding + icon_room;
    float y = rect.y + padding;
    if (!is_narrow) y = rect.y + (rect.height - title_height - body_height) / 2;
    if (!banner.title.empty()) {
        y += core.draw_text(bold, {x, y, text_width, 0}, color, banner.title);
    }
    if (!banner.text.empty()) {
        y += core.draw_text(body, {x, y, text_width, 0}, core.color(Token::text), banner.text);
    }
    SemanticNode node;
    node.key = core.key(banner.key, banner.title.empty() ? banner.text : banner.title);
    node.role = banner.tone == Tone::bad ? Role::alert : Role::status;
    node.rect = rect;
    node.name = banner.title;
    if (!node.name.empty() && !banner.text.empty()) {
        const char last = node.name.back();
        node.name += last == '.' || last == ':' || last == '?' ? " " : ". ";
    }
    node.name += banner.text;
    const NodeKey key = node.key;
    core.tree.add(std::move(node));
    if (action_width > 0) {
        const float button_y =
            is_narrow ? y + core.gap(8) : rect.y + (rect.height - action_height) / 2;
        const float button_x = is_wide ? rect.x + padding : x;
        core.push_layout(is_narrow ? button_x : rect.right() - padding - action_width, button_y,
                         action_width, 0);
        core.scopes.push_back(key);
        Button button;
        button.label = banner.action;
        button.style = ButtonStyle::secondary;
        is_pressed = this->button(button);
        core.scopes.pop_back();
        core.pop_layout();
    }
    return is_pressed;
}

bool Ui::empty_state(const EmptyState& state) {
    Core& core = *core_;
    const Core::Font bold = core.font(TextSize::section, Weight::semibold);
    const Core::Font body = core.font(TextSize::body, Weight::regular);
    const float width = std::min(core.width() - core.gap(32), core.px(420));
    const float title_height = core.text_height(bold, state.title, width);
    const float text_height = core.text_height(body, state.text, width);
    const float badge = core.px(64);
    const float height = core.gap(32) + badge + core.gap(16) + title_height + core.gap(4) +
                         text_height + core.gap(16);
    const Rect rect = core.place(0, height);
    const float middle = rect.x + rect.width / 2;
    float y = rect.y + core.gap(32);
    core.draw()->AddCircleFilled({middle, y + badge / 2}, badge / 2,
                                 core.color(Token::primary_soft));
    core.draw_icon(state.icon, middle, y + badge / 2, core.px(30), core.color(Token::primary));
    y += badge + core.gap(16);
    const float x = middle - width / 2;
    const Rect title_rect{x, y, width, title_height};
    core.draw_text(bold, title_rect, core.color(Token::text), state.title, Align::center);
    core.emit(core.key(state.key, state.title), Role::text, state.title, title_rect);
    y += title_height + core.gap(4);
    const Rect text_rect{x, y, width, text_height};
    core.draw_text(body, text_rect, core.color(Token::muted), state.text, Align::center);
    core.emit(core.key({}, state.text), Role::text, state.text, text_rect);
    bool is_pressed = false;
    if (!state.action.empty()) {
        flow({.align = Align::center},
             [&] { is_pressed = button(state.action, ButtonStyle::primary); });
        space(16);
    }
    return is_pressed;
}

void Ui::progress_bar(const ProgressBar& bar) {
    Core& core = *core_;
    const Core::Font small = core.font(TextSize::caption, Weight::regular);
    const Core::Font bold = core.font(TextSize::caption, Weight::semibold);
    std::string text(bar.text);
    if (text.empty()) {
        text = format_percent(bar.value);
        if (bar.expected) text += " · previsto " + format_percent(*bar.expected);
    }
    const float text_width = core.text_width(bold, text);
    // Side by side if there is room, otherwise one above the other.
    const bool is_stacked =
        core.text_width(small, bar.label) + text_width + core.gap(12) > core.width();
    const float label_height =
        bar.hides_label ? 0.0F : small.line_height * (is_stacked ? 2.0F : 1.0F) + core.gap(4);
    const float track_height = core.px(10);
    const float mark = bar.expected ? core.px(3) : 0.0F;
    const Rect rect = core.place(0, label_height + track_height + 2 * mark);
    if (!bar.hides_label) {
        core.draw_line(small, rect.x, rect.y, core.color(Token::muted), bar.label, rect.width);
        core.draw_line(bold, rect.x, rect.y + (is_stacked ? small.line_height : 0),
                       core.color(Token::text), text, rect.width,
                       is_stacked ? Align::start : Align::end);
    }
    const Rect track{rect.x, rect.y + label_height + mark, rect.width, track_height};
    const float share = std::clamp(bar.value, 0.0F, 1.0F);
    core.fill(track, core.color(Token::sunken), track_height / 2);
    core.outline(track, core.color(Token::line, 0.55F), track_height / 2);
    if (share > 0) {
        core.fill({track.x, track.y, std::max(track.width * share, track_height), track_height},
                  core.color(tone_token(bar.tone)), track_height / 2);
    }
    if (bar.expected) {
        const float x = track.x + track.width * std::clamp(*bar.expected, 0.0F, 1.0F);
        core.fill({x - core.px(2), track.y - mark, core.px(4), track_height + 2 * mark},
                  core.color(Token::surface));
        core.fill({x - core.px(1), track.y - mark, core.px(2), track_height + 2 * mark},
                  core.color(Token::text));
    }
    SemanticNode& node = core.emit(core.key({}, bar.label), Role::progress_bar, bar.label, rect);
    node.value = text;
    node.minimum = std::round(share * 100);
    node.maximum = 100;
}

}  // namespace minga::client
