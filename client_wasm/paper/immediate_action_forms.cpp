/// Forms 1 and 2 of the guide: the immediate actions.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>

namespace minga::client {
namespace {

std::string keeper_of(const Record& action) {
    return person_text(text_of(action.fields, "maintenance_owner"),
                       text_of(action.fields, "maintenance_position"));
}

std::string maker_of(const Record& action) {
    return person_text(text_of(action.fields, "implementation_owner"),
                       text_of(action.fields, "implementation_position"));
}

/// "2. Personas / 4. Capacitación", one a line.
std::string criteria_and_subcriteria(const Catalog& catalog, const TextSet& keys) {
    std::string text;
    for (const Subcriterion& one : catalog.model().subcriteria()) {
        if (std::find(keys.begin(), keys.end(), one.key) == keys.end()) continue;
        if (!text.empty()) text += '\n';
        text += criteria_text(catalog, {one.key}) + " / " + subcriterion_name(catalog, one.key);
    }
    return text;
}

}  // namespace

std::vector<Record> actions_by_date(const PaperSource& source, const Record& plan) {
    auto actions = records_under(source, plan, "immediate_action");
    const auto day = [](const Record& action) {
        const std::string& date = text_of(action.fields, "due_date");
        return date.empty() ? std::string{"9999"} : date;
    };
    std::stable_sort(actions.begin(), actions.end(),
                     [&](const Record& a, const Record& b) { return day(a) < day(b); });
    return actions;
}

PaperPart immediate_action_form(const PaperSource& source, const Record& action) {
    const FieldMap& fields = action.fields;
    const TextSet& subcriteria = set_of(fields, "subcriteria");
    const std::array rows{
        PaperField{.label = "Nombre de la AMI", .value = text_of(fields, "name"), .lines = 2},
        PaperField{.label = "Implementación",
                   .value = maker_of(action),
                   .group = "Responsable",
                   .lines = 2},
        PaperField{
            .label = "Mantención", .value = keeper_of(action), .group = "Responsable", .lines = 2},
        PaperField{.label = "Caracterización (qué se hará)",
                   .value = text_of(fields, "characterization"),
                   .lines = 8},
        PaperField{.label = "Criterio(s)",
                   .value = criteria_text(source.catalog, subcriteria),
                   .lines = 2},
        PaperField{.label = "Subcriterio(s)",
                   .value = subcriteria_text(source.catalog, subcriteria),
                   .lines = 2},
        PaperField{.label = "Medio de verificación",
                   .value = text_of(fields, "verification_means"),
                   .lines = 3},
        PaperField{.label = "Plazo de ejecución",
                   .value = format_date(text_of(fields, "due_date"))},
    };
    HtmlWriter html;
    html.fields("Acción de mejora inmediata (AMI)", rows);
    return {.title = "Planilla 1. Acción de mejora inmediata (AMI)", .html = html.text()};
}

PaperPart immediate_actions_summary(const PaperSource& source, const Record& plan) {
    static const std::array columns{
        PaperColumn{.header = "Nombre de la AMI", .width = 28, .is_row_header = true},
        PaperColumn{.header = "Criterio(s) / Subcriterio(s)", .width = 26},
        PaperColumn{.header = "Implementación", .width = 17, .group = "Responsable"},
        PaperColumn{.header = "Mantención", .width = 17, .group = "Responsable"},
        PaperColumn{.header = "Plazo de ejecución"},
    };
    PaperTable table{
        .caption = "Resumen de acciones de mejora inmediata", .columns = columns, .rows_min = 5};
    for (const Record& action : actions_by_date(source, plan)) {
        table.rows.push_back(
            {text_of(action.fields, "name"),
             criteria_and_subcriteria(source.catalog, set_of(action.fields, "subcriteria")),
             maker_of(action), keeper_of(action), format_date(text_of(action.fields, "due_date"))});
    }
    HtmlWriter html;
    html.table(table);
    return {.title = "Planilla 2. Resumen de acciones de mejora inmediata",
            .html = html.text(),
            .is_wide = true};
}

}  // namespace minga::client
