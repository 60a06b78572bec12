#include "client_wasm/screens/subcriteria_field.hpp"

#include <algorithm>

namespace minga::client {
namespace {

bool holds(const TextSet& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string numbered(const Subcriterion& subcriterion) {
    return std::to_string(subcriterion.number) + ". " + subcriterion.name;
}

void append(std::string& text, const std::string& part) {
    if (!text.empty()) text += ", ";
    text += part;
}

void draw_boxes(Ui& ui, AppState& app, RecordForm& form, std::string_view key,
                const TextSet& chosen) {
    const Model& model = app.catalog().model();
    for (const Criterion& criterion : model.criteria()) {
        ui.caption(criterion.name);
        for (const Subcriterion& one : model.subcriteria()) {
            if (one.criterion != criterion.key) continue;
            const std::string name = numbered(one);
            const auto checked =
                ui.checkbox({.key = one.key, .label = name, .is_checked = holds(chosen, one.key)});
            if (!checked) continue;
            TextSet changed = chosen;
            changed.erase(std::remove(changed.begin(), changed.end(), one.key), changed.end());
            if (*checked) changed.push_back(one.key);
            form.store(key, changed.empty() ? Value{} : Value{normalized_set(changed)});
        }
    }
}

}  // namespace

std::string subcriteria_text(const TextSet& keys, const Model& model) {
    std::string text;
    for (const Subcriterion& one : model.subcriteria()) {
        if (holds(keys, one.key)) append(text, numbered(one));
    }
    return text;
}

std::string criteria_text(const TextSet& keys, const Model& model) {
    std::string text;
    for (const Criterion& criterion : model.criteria()) {
        const auto& all = model.subcriteria();
        const bool is_in = std::any_of(all.begin(), all.end(), [&](const Subcriterion& one) {
            return one.criterion == criterion.key && holds(keys, one.key);
        });
        if (is_in) append(text, criterion.name);
    }
    return text;
}

void draw_subcriteria_field(Ui& ui, AppState& app, RecordForm& form, std::string_view key,
                            bool& is_open) {
    const Model& model = app.catalog().model();
    const FieldView field = form.view(key);
    TextSet chosen;
    if (const auto* held = std::get_if<TextSet>(&field.value)) chosen = *held;
    const std::string words = subcriteria_text(chosen, model);
    const std::string criteria = criteria_text(chosen, model);
    ui.stack(6, [&] {
        ui.key_value("Subcriterios", words.empty() ? "—" : words);
        if (!criteria.empty()) ui.key_value("Criterios", criteria);
        if (!form.may_edit() || !field.is_editable) return;
        ui.flow({}, [&] {
            if (ui.button({.label = is_open ? "Cerrar la lista" : "Elegir subcriterios",
                           .icon = is_open ? Icon::chevron_up : Icon::chevron_down,
                           .key = "choose subcriteria",
                           .is_small = true})) {
                is_open = !is_open;
                ui.request_frame();
            }
        });
        if (is_open) draw_boxes(ui, app, form, key, chosen);
        if (!field.error.empty()) ui.caption(field.error, Tone::bad);
    });
}

}  // namespace minga::client
