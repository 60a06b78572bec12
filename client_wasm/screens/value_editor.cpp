#include "client_wasm/screens/value_editor.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/codec/value_json.hpp"

#include <vector>

namespace minga::client {
namespace {

constexpr std::uint32_t one_line_max = 300;
constexpr std::string_view draft_key = "value";

const schema::FieldInfo* find_field(std::string_view kind, std::string_view field) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    return info != nullptr ? info->find(field) : nullptr;
}

std::string typed_text(const FieldView& view, const schema::FieldInfo& field) {
    if (!view.text.empty() || is_empty(view.value)) return view.text;
    return value_to_text(field, view.value, {.plain = true});
}

void draw_choice(Ui& ui, AppState& app, const std::string& form, const FieldView& view,
                 const schema::FieldInfo& field, std::string_view label) {
    std::vector<std::string> options;
    int selected = -1;
    for (const schema::ChoiceInfo& choice : field.choices) {
        if (choice.key == view.text) selected = static_cast<int>(options.size());
        options.emplace_back(choice.label);
    }
    if (auto chosen =
            ui.select({.key = form, .label = label, .options = options, .selected = selected})) {
        app.set_draft(form, draft_key,
                      std::string{field.choices[static_cast<std::size_t>(*chosen)].key});
    }
}

}  // namespace

void draw_value_editor(Ui& ui, AppState& app, const std::string& form, std::string_view kind,
                       std::string_view field_key, std::string_view label) {
    const schema::FieldInfo* field = find_field(kind, field_key);
    if (field == nullptr) return;
    const FieldView view = app.draft_field(form, draft_key);
    const std::string text = typed_text(view, *field);
    switch (field->kind) {
        case schema::Kind::month:
            if (auto month = ui.month_field({.key = form, .label = label, .value = text})) {
                app.set_draft(form, draft_key, *month);
            }
            return;
        case schema::Kind::date:
            if (auto date = ui.date_field({.key = form, .label = label, .value = text})) {
                app.set_draft(form, draft_key, *date);
            }
            return;
        case schema::Kind::money:
            if (auto money = ui.money_field({.key = form, .label = label, .value = view.number})) {
                app.set_draft(form, draft_key, money->value ? Value{*money->value} : Value{});
            }
            return;
        case schema::Kind::boolean: {
            const auto* is_so = std::get_if<bool>(&view.value);
            if (auto checked = ui.checkbox(
                    {.key = form, .label = label, .is_checked = is_so != nullptr && *is_so})) {
                app.set_draft(form, draft_key, *checked);
            }
            return;
        }
        case schema::Kind::choice:
            draw_choice(ui, app, form, view, *field, label);
            return;
        case schema::Kind::none:
        case schema::Kind::text:
        case schema::Kind::integer:
        case schema::Kind::id:
        case schema::Kind::text_set:
        case schema::Kind::instant:
        case schema::Kind::decimal:
            break;
    }
    const bool is_number =
        field->kind == schema::Kind::integer || field->kind == schema::Kind::decimal;
    if (auto typed = ui.text_field(
            {.key = form,
             .label = label,
             .value = text,
             .hint = is_number ? InputHint::decimal : InputHint::text,
             .length_max = static_cast<std::int32_t>(field->options.length_max),
             .is_multiline = !is_number && field->options.length_max > one_line_max})) {
        app.set_draft(form, draft_key, *typed);
    }
}

Value edited_value(AppState& app, const std::string& form, std::string_view kind,
                   std::string_view field_key) {
    const Value& held = value_of(app.draft(form), draft_key);
    const schema::FieldInfo* field = find_field(kind, field_key);
    const auto* text = std::get_if<std::string>(&held);
    if (field == nullptr || text == nullptr) return held;
    auto read = value_from_text(*field, *text);
    return read ? std::move(*read) : held;
}

}  // namespace minga::client
