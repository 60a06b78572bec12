#include "client_wasm/screens/record_form.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/base/text.hpp"

#include <algorithm>

namespace minga::client {

FieldView RecordForm::view(std::string_view key) const {
    return record_ != nullptr ? app_.field(*record_, key) : app_.draft_field(form_, key);
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
    if (is_read_only(field)) return read(look.label, field.text);
    look.key = key;
    look.value = field.text;
    look.error = field.error;
    look.saved = field.saved;
    if (auto typed = ui_.text_field(look)) store(key, Value{std::string{trim(*typed)}});
}

void RecordForm::whole_number(std::string_view key, TextField look) {
    const FieldView field = view(key);
    if (is_read_only(field)) {
        return read(look.label, field.number ? format_integer(*field.number) : field.text);
    }
    look.key = key;
    look.value = field.text;
    look.error = field.error;
    look.saved = field.saved;
    look.hint = InputHint::numeric;
    look.length_max = 20;
    const auto typed = ui_.text_field(look);
    if (!typed) return;
    const std::string_view written = trim(*typed);
    if (written.empty()) return store(key, {});
    // What is no number is stored as it was typed: the rules refuse it in words and keep it here.
    if (const auto number = parse_integer(written)) return store(key, Value{*number});
    store(key, Value{std::string{written}});
}

void RecordForm::money(std::string_view key, MoneyField look) {
    const FieldView field = view(key);
    if (is_read_only(field)) {
        return read(look.label, field.number ? format_money(*field.number) : std::string{});
    }
    look.key = key;
    look.value = field.number;
    look.error = field.error;
    look.saved = field.saved;
    if (const auto edit = ui_.money_field(look)) {
        store(key, edit->value ? Value{*edit->value} : Value{});
    }
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

std::string group_saved_text(AppState& app, const Record& record,
                             std::span<const std::string_view> keys) {
    std::string latest;
    for (const std::string_view key : keys) {
        const FieldView field = app.field(record, key);
        if (field.saved > latest) latest = field.saved;
    }
    return latest;
}

void draw_read_only_reason(Ui& ui, const MayDo& may) {
    if (may.is_allowed || may.reason.empty()) return;
    ui.banner({.tone = Tone::neutral, .text = may.reason, .key = "read only"});
}

}  // namespace minga::client
