/// Fields: what is typed is edited by the browser's own element, which the mirror shows while it
/// has the focus; the canvas draws the same field at rest.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/format.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

/// The parts around a field's box, the same for every kind.
struct Frame {
    std::string_view label;
    std::string_view help;
    std::string_view error;
    std::string_view saved;
    float width = 0;
    float box_height = 0;
    bool is_required = false;
    bool is_disabled = false;
    bool hides_label = false;
};

struct FieldBox {
    Rect box;
    NodeKey key = 0;
};

Rect place_frame(Ui::Core& core, const Frame& frame) {
    const auto label = core.font(TextSize::caption, Weight::semibold);
    const auto small = core.font(TextSize::caption, Weight::regular);
    const float width =
        frame.width > 0 ? std::min(core.px(frame.width), core.width()) : core.width();
    std::string label_text(frame.label);
    if (frame.is_required) label_text += " *";
    // "Guardado 10:42" stands beside the label where both fit in a line, else only its tick does:
    // a label that is broken for it reads badly, and one that grows moves the fields below.
    const float words_width = core.text_width(small, frame.saved) + core.gap(12);
    const bool has_saved = !frame.saved.empty();
    const bool has_words = has_saved && core.text_width(label, label_text) + words_width <= width;
    const float tick_width = core.px(16) + core.gap(6);
    const float label_width = width - (has_words ? words_width : has_saved ? tick_width : 0.0F);
    const float label_height =
        frame.hides_label ? 0.0F : core.text_height(label, label_text, label_width) + core.gap(4);
    const std::string_view below = frame.error.empty() ? frame.help : frame.error;
    const float icon_room = frame.error.empty() ? 0.0F : core.px(16) + core.gap(6);
    const float below_height =
        below.empty() ? 0.0F : core.text_height(small, below, width - icon_room) + core.gap(4);
    const Rect rect = core.place(width, label_height + frame.box_height + below_height);
    if (!frame.hides_label) {
        core.draw_text(label, {rect.x, rect.y, label_width, 0},
                       core.color(frame.is_disabled ? Token::muted : Token::text), label_text);
        if (has_words) {
            core.draw_line(small, rect.x, rect.y, core.color(Token::ok), frame.saved, rect.width,
                           Align::end);
        } else if (has_saved) {
            core.draw_icon(Icon::check, rect.right() - core.px(8), rect.y + label.line_height / 2,
                           core.px(16), core.color(Token::ok));
        }
    }
    const Rect box{rect.x, rect.y + label_height, rect.width, frame.box_height};
    if (!below.empty()) {
        const float y = box.bottom() + core.gap(4);
        const Token token = frame.error.empty() ? Token::muted : Token::bad;
        if (!frame.error.empty()) {
            core.draw_icon(Icon::circle_alert, rect.x + core.px(8), y + small.line_height / 2,
                           core.px(16), core.color(token));
        }
        core.draw_text(small, {rect.x + icon_room, y, rect.width - icon_room, 0}, core.color(token),
                       below);
    }
    return box;
}

void draw_box(Ui::Core& core, const Rect& box, NodeKey key, const Frame& frame, bool is_hovered) {
    if (!core.is_visible(box)) return;
    const float radius = core.px(8);
    const bool is_focused = core.focus == key;
    core.fill(box, core.color(frame.is_disabled ? Token::sunken : Token::surface), radius);
    Token line = Token::line;
    if (is_hovered) line = Token::text;
    if (!frame.error.empty()) line = Token::bad;
    if (is_focused) line = frame.error.empty() ? Token::primary : Token::bad;
    core.outline(box, core.color(line, frame.is_disabled ? 0.5F : 1.0F), radius,
                 is_focused || !frame.error.empty() ? 2.0F : 1.0F);
    core.focus_ring(key, box, radius);
}

void describe(SemanticNode& node, const Frame& frame) {
    node.description = frame.help;
    node.error = frame.error;
    node.flags.invalid = !frame.error.empty();
    node.flags.required = frame.is_required;
    node.flags.disabled = frame.is_disabled;
}

/// What is typed, from the first keystroke until it is handed over.
struct Edit {
    std::string shown;
    std::optional<std::string> result;
};

Edit follow_edit(Ui::Core& core, NodeKey key, std::string_view value, bool is_live) {
    Edit edit;
    edit.shown = value;
    const auto found = core.actions.find(key);
    const auto memory = core.edits.find(key);
    if (found == core.actions.end() && memory == core.edits.end()) return edit;
    EditMemory& editing = core.edits[key];
    if (found != core.actions.end()) {
        for (const SemanticAction& action : found->second) {
            const bool is_commit = action.kind == ActionKind::commit;
            if (!is_commit && action.kind != ActionKind::set_value) continue;
            editing.text = action.value;
            editing.is_open = !is_commit;
            if (is_commit || is_live) edit.result = action.value;
        }
    }
    if (editing.is_open || edit.result) {
        edit.shown = editing.text;
        if (edit.result) core.wants_frame = true;
    }
    if (!editing.is_open && !editing.is_refused) core.edits.erase(key);
    return edit;
}

std::string masked(std::string_view text) {
    std::string dots;
    for (const char character : text) {
        if ((static_cast<unsigned char>(character) & 0xC0) != 0x80) dots += "•";
    }
    return dots;
}

}  // namespace

std::optional<std::string> Ui::text_field(const TextField& field) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::regular);
    const float padding = core.gap(12);
    const NodeKey key = core.key(field.key, field.label);
    const Edit edit = follow_edit(core, key, field.value, field.is_live);
    const float prefix_room =
        field.prefix.empty() ? 0.0F : core.text_width(face, field.prefix) + core.gap(8);
    const bool is_search = field.hint == InputHint::search;
    const float icon_room = is_search ? core.px(20) + core.gap(8) : 0.0F;

    Frame frame{field.label, field.help,        field.error,       field.saved,      field.width,
                0,           field.is_required, field.is_disabled, field.hides_label};
    frame.box_height = core.control_height();
    if (field.is_multiline) {
        const float width = field.width > 0 ? core.px(field.width) : core.width();
        const std::size_t lines_max = 14;
        const std::size_t lines =
            std::clamp(core.wrap(face, edit.shown, width - 2 * padding).size(),
                       static_cast<std::size_t>(std::max(field.rows, 1)), lines_max);
        frame.box_height = static_cast<float>(lines) * face.line_height + 2 * core.gap(10);
    }
    const Rect box = place_frame(core, frame);
    const float left = padding + prefix_room + icon_room;

    SemanticNode& node = core.emit(key, Role::text_box, field.label, box);
    node.value = edit.shown;
    describe(node, frame);
    node.placeholder = field.placeholder;
    node.hint = field.hint;
    node.length_max = field.length_max;
    node.font_size = core.px(16);
    node.padding = left;
    node.level = static_cast<std::int32_t>(face.line_height);
    if (field.is_multiline) node.minimum = core.gap(10);
    node.flags.multiline = field.is_multiline;
    node.flags.read_only = field.is_read_only;
    node.flags.live = field.is_live;
    node.flags.auto_focus = field.takes_focus && !core.input.is_touch;
    const NodeKey node_key = node.key;
    const Hit hit = core.interact(node_key, box, field.is_disabled);
    draw_box(core, box, node_key, frame, hit.is_hovered);
    if (!core.is_visible(box)) return edit.result;

    const float y =
        box.y + (field.is_multiline ? core.gap(10) : (box.height - face.line_height) / 2);
    if (is_search) {
        core.draw_icon(Icon::search, box.x + padding + core.px(10), box.y + box.height / 2,
                       core.px(20), core.color(Token::muted));
    }
    if (!field.prefix.empty()) {
        core.draw_line(face, box.x + padding, y, core.color(Token::muted), field.prefix);
    }
    if (core.focus == node_key) return edit.result;
    const Rect inner{box.x + left, y, box.width - left - padding, box.height - core.gap(8)};
    const ImU32 color = core.color(field.is_disabled ? Token::muted : Token::text);
    if (edit.shown.empty()) {
        core.note_text(field.placeholder);
        core.draw_line(face, inner.x, inner.y, core.color(Token::muted), field.placeholder,
                       inner.width);
    } else if (field.is_multiline) {
        core.clip({box.x, box.y + 2, box.width, box.height - 4});
        core.draw_text(face, inner, color, edit.shown);
        core.unclip();
    } else if (field.hint == InputHint::password) {
        core.draw_line(face, inner.x, inner.y, color, masked(edit.shown), inner.width);
    } else {
        core.draw_line(face, inner.x, inner.y, color, edit.shown, inner.width);
    }
    return edit.result;
}

std::optional<int> Ui::select(const Select& select) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::regular);
    const float padding = core.gap(12);
    const NodeKey key = core.key(select.key, select.label);
    Frame frame{select.label,       select.help,        select.error,
                select.saved,       select.width,       0,
                select.is_required, select.is_disabled, select.hides_label};
    frame.box_height = core.control_height();
    const Rect box = place_frame(core, frame);
    SemanticNode& node = core.emit(key, Role::combo_box, select.label, box);
    describe(node, frame);
    node.options.assign(select.options.begin(), select.options.end());
    node.placeholder = select.placeholder;
    node.font_size = core.px(16);
    int selected = select.selected;
    const int count = static_cast<int>(select.options.size());
    std::optional<int> result;
    const NodeKey node_key = node.key;
    if (const SemanticAction* chosen = core.action(node_key, ActionKind::commit)) {
        const auto index = parse_integer(chosen->value);
        if (index && *index < count && !select.is_disabled) {
            result = static_cast<int>(*index);
            selected = *result;
            core.wants_frame = true;
        }
    }
    if (selected >= count) selected = -1;
    if (selected >= 0) node.value = std::to_string(selected);
    const Hit hit = core.interact(node_key, box, select.is_disabled);
    draw_box(core, box, node_key, frame, hit.is_hovered);
    if (!core.is_visible(box)) return result;
    const float y = box.y + (box.height - face.line_height) / 2;
    const float room = box.width - 2 * padding - core.px(24);
    const bool is_chosen = selected >= 0;
    const std::string_view shown =
        is_chosen ? std::string_view(select.options[static_cast<std::size_t>(selected)])
                  : select.placeholder;
    core.draw_line(face, box.x + padding, y,
                   core.color(is_chosen && !select.is_disabled ? Token::text : Token::muted), shown,
                   room);
    core.draw_icon(Icon::chevron_down, box.right() - padding - core.px(8), box.y + box.height / 2,
                   core.px(20), core.color(Token::muted));
    return result;
}

std::optional<std::string> Ui::month_field(const MonthField& field) {
    const int value = month_index(field.value);
    const int today =
        month_index(core_->today.size() >= 7 ? std::string_view(core_->today).substr(0, 7)
                                             : std::string_view("2026-01"));
    const int around = value >= 0 ? value : today;
    int first = month_index(field.minimum);
    int last = month_index(field.maximum);
    if (first < 0) first = around - 24;
    if (last < 0) last = std::max(around, first) + 48;
    if (last < first) last = first;
    // A value outside of the limits is still shown, so that nothing is hidden or lost.
    const bool is_outside = value >= 0 && (value < first || value > last);
    std::vector<std::string> options;
    if (is_outside) options.push_back(format_month(field.value));
    for (int month = first; month <= last; ++month) {
        options.push_back(format_month(month_text(month)));
    }
    int selected = -1;
    if (value >= 0) selected = is_outside ? 0 : value - first;
    const auto chosen = select({.key = field.key,
                                .label = field.label,
                                .options = options,
                                .selected = selected,
                                .placeholder = "Elija un mes",
                                .help = field.help,
                                .error = field.error,
                                .saved = field.saved,
                                .is_required = field.is_required,
                                .is_disabled = field.is_disabled,
                                .width = field.width});
    if (!chosen || (is_outside && *chosen == 0)) return std::nullopt;
    return month_text(first + *chosen - (is_outside ? 1 : 0));
}

std::optional<std::string> Ui::date_field(const DateField& field) {
    Core& core = *core_;
    const Core::Font face = core.font(TextSize::body, Weight::regular);
    const float padding = core.gap(12);
    const NodeKey key = core.key(field.key, field.label);
    const Edit edit = follow_edit(core, key, field.value, false);
    Frame frame{field.label, field.help,        field.error,       field.saved, field.width,
                0,           field.is_required, field.is_disabled, false};
    frame.box_height = core.control_height();
    const Rect box = place_frame(core, frame);
    SemanticNode& node = core.emit(key, Role::text_box, field.label, box);
    describe(node, frame);
    node.value = edit.shown;
    node.hint = InputHint::date;
    node.font_size = core.px(16);
    node.padding = padding;
    const NodeKey node_key = node.key;
    const Hit hit = core.interact(node_key, box, field.is_disabled);
    draw_box(core, box, node_key, frame, hit.is_hovered);
    if (!core.is_visible(box) || core.focus == node_key) return edit.result;
    const float y = box.y + (box.height - face.line_height) / 2;
    const bool is_empty = edit.shown.empty();
    const std::string shown = is_empty ? "dd-mm-aaaa" : format_date(edit.shown);
    core.draw_line(face, box.x + padding, y,
                   core.color(is_empty || field.is_disabled ? Token::muted : Token::text), shown,
                   box.width - padding);
    if (core.text_width(face, shown) > box.width - 2 * padding - core.px(24)) return edit.result;
    core.draw_icon(Icon::calendar, box.right() - padding - core.px(9), box.y + box.height / 2,
                   core.px(18), core.color(Token::muted));
    return edit.result;
}

std::optional<MoneyEdit> Ui::money_field(const MoneyField& field) {
    Core& core = *core_;
    const NodeKey key = core.key(field.key, field.label);
    std::string value = field.value ? format_integer(*field.value) : std::string();
    bool is_refused = false;
    if (const auto memory = core.edits.find(key);
        memory != core.edits.end() && memory->second.is_refused) {
        is_refused = true;
        value = memory->second.text;
    }
    const auto typed = text_field(
        {.key = field.key,
         .label = field.label,
         .value = value,
         .help = field.help,
         .error = is_refused ? "Escriba un número entero de miles de pesos, sin signo ni decimales "
                               "(por ejemplo 1.200). Lo escrito aquí todavía no se guarda."
                             : field.error,
         .prefix = "M$",
         .saved = field.saved,
         .hint = InputHint::numeric,
         .length_max = 20,
         .is_required = field.is_required,
         .is_disabled = field.is_disabled,
         .width = field.width});
    if (!typed) return std::nullopt;
    const std::size_t start = typed->find_first_not_of(" ");
    if (start == std::string::npos) {
        core.edits.erase(key);
        return MoneyEdit{};
    }
    const auto number = parse_integer(*typed);
    if (!number) {
        core.edits[key] = {*typed, false, true};
        return std::nullopt;
    }
    core.edits.erase(key);
    return MoneyEdit{number};
}

}  // namespace minga::client
