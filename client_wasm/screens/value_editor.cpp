#include "client_wasm/screens/value_editor.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/base/rut.hpp"
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

/// What may be chosen for a field: its own alternatives, or the programme's.
struct Options {
    std::vector<std::string> keys;
    std::vector<std::string> names;

    void add(std::string_view key, std::string_view name) {
        keys.emplace_back(key);
        names.emplace_back(name);
    }
};

Options options_of(const schema::FieldInfo& field, const Catalog& catalog) {
    Options options;
    for (const schema::ChoiceInfo& choice : field.choices) options.add(choice.key, choice.label);
    if (field.key == "tool") {
        for (const Tool& tool : catalog.tools()) options.add(tool.key, tool.name);
    }
    return options;
}

void draw_choice(Ui& ui, AppState& app, const std::string& form, const FieldView& view,
                 const Options& options, const Select& look) {
    Select select = look;
    select.options = options.names;
    for (std::size_t index = 0; index < options.keys.size(); ++index) {
        if (options.keys[index] == view.text) select.selected = static_cast<int>(index);
    }
    if (auto chosen = ui.select(select)) {
        app.set_draft(form, draft_key, options.keys[static_cast<std::size_t>(*chosen)]);
    }
}

}  // namespace

bool is_writable_here(std::string_view kind, std::string_view field_key) {
    const schema::FieldInfo* field = find_field(kind, field_key);
    if (field == nullptr) return false;
    if (field->options.merge == schema::Merge::transition) return false;
    if (field->options.names_blob) return false;
    switch (field->kind) {
        case schema::Kind::none:
        case schema::Kind::id:
        case schema::Kind::text_set:
        case schema::Kind::instant:
            return false;
        case schema::Kind::text:
        case schema::Kind::integer:
        case schema::Kind::money:
        case schema::Kind::month:
        case schema::Kind::date:
        case schema::Kind::boolean:
        case schema::Kind::choice:
        case schema::Kind::decimal:
            return true;
    }
    return false;
}

void draw_value_editor(Ui& ui, AppState& app, const std::string& form, std::string_view kind,
                       std::string_view field_key, std::string_view label, std::string_view error) {
    const schema::FieldInfo* field = find_field(kind, field_key);
    if (field == nullptr) return;
    const Options options = options_of(*field, app.catalog());
    const FieldView view = app.draft_field(form, draft_key);
    const std::string text = typed_text(view, *field);
    if (!options.keys.empty()) {
        draw_choice(ui, app, form, view, options, {.key = form, .label = label, .error = error});
        return;
    }
    switch (field->kind) {
        case schema::Kind::month:
            if (auto month =
                    ui.month_field({.key = form, .label = label, .value = text, .error = error})) {
                app.set_draft(form, draft_key, *month);
            }
            return;
        case schema::Kind::date:
            if (auto date =
                    ui.date_field({.key = form, .label = label, .value = text, .error = error})) {
                app.set_draft(form, draft_key, *date);
            }
            return;
        case schema::Kind::money:
            if (auto money = ui.money_field(
                    {.key = form, .label = label, .value = view.number, .error = error})) {
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
    const bool is_rut = field->options.format == schema::TextFormat::rut;
    const std::string shown = is_rut ? shown_rut(text) : text;
    if (auto typed = ui.text_field(
            {.key = form,
             .label = label,
             .value = shown,
             .error = error,
             .hint = is_number ? InputHint::decimal
                     : is_rut  ? InputHint::rut
                               : InputHint::text,
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
