#include "client_wasm/screens/record_form.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/base/rut.hpp"
#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/rules/validate.hpp"

#include <algorithm>

namespace minga::client {

Value number_typed(std::string_view text) {
    std::string_view written = trim(text);
    if (written.empty()) return {};
    constexpr std::string_view long_minus = "−";
    const bool is_long = written.starts_with(long_minus);
    const bool is_negative = is_long || written.front() == '-';
    if (is_negative) written.remove_prefix(is_long ? long_minus.size() : 1);
    const auto number = parse_integer(trim(written));
    if (!number) return Value{std::string{trim(text)}};
    return Value{is_negative ? -*number : *number};
}

namespace {

std::string number_shown(const FieldView& field) {
    return field.number && *field.number >= 0 ? format_integer(*field.number) : field.text;
}

}  // namespace

FieldView RecordForm::view(std::string_view key) const {
    if (record_ != nullptr) return app_.field(*record_, key);
    FieldView field = app_.draft_field(form_, key);
    const schema::FieldInfo* info = info_ == nullptr ? nullptr : info_->find(key);
    if (info == nullptr || !field.error.empty() || is_empty(field.value)) return field;
    const auto checked = checked_value(*info, field.value);
    if (!checked) field.error = checked.error().message;
    return field;
}

void RecordForm::store(std::string_view key, Value value) {
    if (record_ != nullptr) {
        static_cast<void>(app_.edit(record_->id, key, std::move(value)));
    } else {
        app_.set_draft(form_, key, std::move(value));
    }
}

void RecordForm::read(std::string_view label, std::string_view value) {
    ui_.key_value(label, value.empty() ? "—" : value);
}

void RecordForm::text(std::string_view key, TextField look) {
    const FieldView field = view(key);
    const schema::FieldInfo* info = info_ == nullptr ? nullptr : info_->find(key);
    const bool is_rut = info != nullptr && info->options.format == schema::TextFormat::rut;
    const std::string shown = is_rut ? shown_rut(field.text) : field.text;
    if (is_read_only(field)) return read(look.label, shown);
    look.key = key;
    look.value = shown;
    look.error = field.error;
    look.saved = field.saved;
    if (is_rut) look.hint = InputHint::rut;
    const auto typed = ui_.text_field(look);
    if (!typed) return;
    Value written{std::string{trim(*typed)}};
    if (is_rut) written = value_from_text(*info, trim(*typed)).value_or(written);
    store(key, std::move(written));
}

void RecordForm::whole_number(std::string_view key, TextField look) {
    const FieldView field = view(key);
    const std::string shown = number_shown(field);
    if (is_read_only(field)) return read(look.label, shown);
    look.key = key;
    look.value = shown;
    look.error = field.error;
    look.saved = field.saved;
    look.hint = InputHint::numeric;
    look.length_max = 20;
    if (const auto typed = ui_.text_field(look)) store(key, number_typed(*typed));
}

void RecordForm::money(std::string_view key, std::string_view label) {
    const FieldView field = view(key);
    if (is_read_only(field)) {
        return read(label, field.number ? format_money(*field.number) : std::string{});
    }
    whole_number(key, {.label = label, .prefix = "M$"});
}

void RecordForm::month(std::string_view key, MonthField look) {
    const FieldView field = view(key);
    if (is_read_only(field)) return read(look.label, format_month_long(field.text));
    look.key = key;
    look.value = field.text;
    look.error = field.error;
    look.saved = field.saved;
    if (const auto month = ui_.month_field(look)) store(key, Value{*month});
}

void RecordForm::date(std::string_view key, DateField look) {
    const FieldView field = view(key);
    if (is_read_only(field)) return read(look.label, format_date(field.text));
    look.key = key;
    look.value = field.text;
    look.error = field.error;
    look.saved = field.saved;
    if (const auto date = ui_.date_field(look)) {
        store(key, date->empty() ? Value{} : Value{*date});
    }
}

void RecordForm::choice(std::string_view key, std::span<const std::string> keys, Select look) {
    const FieldView field = view(key);
    const auto found = std::find(keys.begin(), keys.end(), field.text);
    const int selected = found == keys.end() ? -1 : static_cast<int>(found - keys.begin());
    if (is_read_only(field)) {
        const bool is_known = selected >= 0;
        return read(look.label,
                    is_known ? std::string_view{look.options[static_cast<std::size_t>(selected)]}
                             : std::string_view{field.text});
    }
    look.key = key;
    look.selected = selected;
    look.error = field.error;
    look.saved = field.saved;
    if (const auto chosen = ui_.select(look)) {
        const std::string& stored = keys[static_cast<std::size_t>(*chosen)];
        store(key, stored.empty() ? Value{} : Value{stored});
    }
}

void RecordForm::yes_no(std::string_view key, CheckBox look) {
    const FieldView field = view(key);
    const bool* held = std::get_if<bool>(&field.value);
    look.key = key;
    look.is_checked = held != nullptr && *held;
    if (is_read_only(field)) return read(look.label, look.is_checked ? "Sí" : "No");
    if (const auto checked = ui_.checkbox(look)) store(key, Value{*checked});
}

void draw_read_only_reason(Ui& ui, const MayDo& may) {
    if (may.is_allowed || may.reason.empty()) return;
    ui.banner({.tone = Tone::neutral, .text = may.reason, .key = "read only"});
}

}  // namespace minga::client
