/// What the plan is built on: its focus, the improvement areas, the priority matrix, its money.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/improvement_areas.hpp"
#include "shared/rules/priority_matrix.hpp"
#include "shared/rules/progress.hpp"

#include <array>

namespace minga::client {
namespace {

constexpr int criteria_by_hand = 5;
constexpr int tools_by_hand = 9;

std::string_view source_of_scores(AreaScoreSource source) {
    switch (source) {
        case AreaScoreSource::none:
            return "El ciclo todavía no tiene puntajes.";
        case AreaScoreSource::diagnosis:
            return "Puntajes del diagnóstico.";
        case AreaScoreSource::own:
            return "Puntajes de la autoevaluación.";
        case AreaScoreSource::validated:
            return "Puntajes validados de la autoevaluación.";
    }
    return {};
}

std::string decision_of(const AreaCandidate& candidate) {
    if (candidate.is_selected()) return "Elegida";
    return candidate.area != nullptr ? "Para otro ciclo" : "";
}

std::string reasons_of(const Record& area) {
    std::string text;
    const auto add = [&](std::string_view key, std::string_view label) {
        const std::string& words = text_of(area.fields, key);
        if (words.empty()) return;
        if (!text.empty()) text += '\n';
        text += std::string{label} + words;
    };
    add("relevance", "Relevancia: ");
    add("pertinence", "Pertinencia: ");
    add("feasibility", "Factibilidad: ");
    add("reason", "Motivo: ");
    return text;
}

std::string decision_of(const MatrixRow& row) {
    if (row.is_chosen) return "Incluida";
    return row.is_decided ? "No incluida" : "";
}

/// The names of the criteria; by hand they are numbered.
std::vector<std::string> criteria_names(const PriorityMatrix& matrix) {
    std::vector<std::string> names;
    for (const Record* one : matrix.criteria) names.push_back(text_of(one->fields, "name"));
    if (!names.empty()) return names;
    for (int index = 1; index <= criteria_by_hand; ++index) {
        names.push_back("Criterio " + std::to_string(index));
    }
    return names;
}

std::vector<std::string> matrix_cells(const PaperSource& source, const MatrixRow& row,
                                      std::size_t criteria) {
    std::vector<std::string> cells{name_of_tool(source.catalog, row.tool)};
    for (std::size_t index = 0; index < criteria; ++index) {
        const bool is_scored = index < row.scores.size() && row.scores[index].has_value();
        cells.push_back(is_scored ? std::to_string(*row.scores[index]) : std::string{});
    }
    cells.push_back(row.is_scored() ? std::to_string(row.total) : std::string{});
    cells.push_back(row.place > 0 ? std::to_string(row.place) + ".º" : std::string{});
    cells.push_back(decision_of(row));
    return cells;
}

void write_reasons(HtmlWriter& html, const PaperSource& source, const PriorityMatrix& matrix) {
    static const std::array columns{
        PaperColumn{.header = "Herramienta", .width = 35, .is_row_header = true},
        PaperColumn{.header = "Motivo"},
    };
    PaperTable table{.caption = "Motivos de la decisión", .columns = columns};
    for (const MatrixRow& row : matrix.rows) {
        if (!row.reason.empty()) {
            table.rows.push_back({name_of_tool(source.catalog, row.tool), row.reason});
        }
    }
    if (!table.rows.empty()) html.table(table);
}

}  // namespace

PaperPart focus_sheet(const PaperSource&, const Record& plan) {
    const FieldMap& fields = plan.fields;
    HtmlWriter html;
    html.passage("Qué se mejorará", text_of(fields, "focus_what"), 5);
    html.passage("Por qué", text_of(fields, "focus_why"), 5);
    html.passage("Objetivos estratégicos", text_of(fields, "strategic_objectives"), 3);
    html.passage("Objetivos del PLADECO", text_of(fields, "pladeco_objectives"), 3);
    html.passage("Principales oportunidades de mejora", text_of(fields, "main_opportunities"), 4);
    return {.title = "Foco estratégico del plan", .html = html.text()};
}

PaperPart areas_sheet(const PaperSource& source, const Record& plan) {
    static const std::array columns{
        PaperColumn{.header = "Subcriterio", .width = 21, .is_row_header = true},
        PaperColumn{.header = "Puntaje", .width = 8},
        PaperColumn{.header = "% de logro", .width = 7, .is_number = true},
        PaperColumn{.header = "Decisión", .width = 10},
        PaperColumn{.header = "Responsable", .width = 14},
        PaperColumn{.header = "Fundamentos"},
    };
    const AreaScores scores =
        is_blank(plan) ? AreaScores{} : area_scores(plan, source.records, source.catalog);
    const bool has_scores = scores.source != AreaScoreSource::none;
    const auto areas = records_under(source, plan, "improvement_area");
    PaperTable table{.caption = "Áreas de mejora", .columns = columns};
    for (const AreaCandidate& one : area_candidates(scores, areas, source.catalog)) {
        std::string owner;
        if (one.area != nullptr) {
            owner = person_text(text_of(one.area->fields, "owner"),
                                text_of(one.area->fields, "owner_position"));
        }
        table.rows.push_back({subcriterion_name(source.catalog, one.subcriterion->key),
                              has_scores ? points_of(one.score) : std::string{},
                              has_scores ? percent_of(one.score) : std::string{}, decision_of(one),
                              owner, one.area != nullptr ? reasons_of(*one.area) : std::string{}});
    }
    HtmlWriter html;
    // Above, so that it is never what is left for a page of its own.
    if (!is_blank(plan)) html.note(source_of_scores(scores.source));
    html.table(table);
    return {.title = "Áreas de mejora", .html = html.text(), .is_wide = true};
}

PaperPart priority_sheet(const PaperSource& source, const Record& plan) {
    const auto areas = records_under(source, plan, "improvement_area");
    const auto criteria = records_under(source, plan, "priority_criterion");
    const auto scores = records_under(source, plan, "priority_score");
    const auto choices = records_under(source, plan, "tool_choice");
    const PriorityMatrix matrix = priority_matrix(
        {.areas = areas, .criteria = criteria, .scores = scores, .choices = choices},
        source.catalog);
    const std::vector<std::string> names = criteria_names(matrix);
    std::vector<PaperColumn> columns{{.header = "Herramienta", .width = 26, .is_row_header = true}};
    for (const std::string& name : names) columns.push_back({.header = name, .is_number = true});
    columns.push_back({.header = "Total", .width = 7, .is_number = true});
    columns.push_back({.header = "Lugar", .width = 7, .is_number = true});
    columns.push_back({.header = "Decisión", .width = 11});
    PaperTable table{.caption = "Matriz de priorización", .columns = columns};
    for (const MatrixRow* row : matrix.by_total()) {
        table.rows.push_back(matrix_cells(source, *row, names.size()));
    }
    if (table.rows.empty()) table.rows_min = tools_by_hand;
    HtmlWriter html;
    html.table(table);
    html.note(
        "De 1 a 7 en cada criterio: 7 es la condición más favorable y 1 la más desfavorable. La "
        "matriz orienta; la decisión es del Comité de Mejora.");
    write_reasons(html, source, matrix);
    return {.title = "Matriz de priorización", .html = html.text(), .is_wide = true};
}

PaperPart resources_sheet(const PaperSource& source, const Record& plan) {
    static const std::array columns{
        PaperColumn{.header = "Línea de acción", .width = 34, .is_row_header = true},
        PaperColumn{.header = "Período", .width = 20},
        PaperColumn{.header = "Propios", .group = "Recursos M$", .is_number = true},
        PaperColumn{.header = "SUBDERE", .group = "Recursos M$", .is_number = true},
        PaperColumn{.header = "Total", .group = "Recursos M$", .is_number = true},
    };
    const auto lines = records_under(source, plan, "action_line");
    PaperTable table{.caption = "Recursos del plan", .columns = columns};
    Funds sum;
    for (const Record* line : by_start(lines)) {
        if (text_of(line->fields, "status") == "cancelled") continue;
        const Funds funds = funds_of(records_under(source, *line, "activity"));
        sum = sum + funds;
        table.rows.push_back(
            {text_of(line->fields, "name"),
             period_text(text_of(line->fields, "start_month"), text_of(line->fields, "end_month")),
             format_integer(funds.own.kclp), format_integer(funds.subdere.kclp),
             format_integer(funds.total().kclp)});
    }
    table.totals = {"Totales", "", format_integer(sum.own.kclp), format_integer(sum.subdere.kclp),
                    format_integer(sum.total().kclp)};
    HtmlWriter html;
    html.table(table);
    html.note("M$: miles de pesos. Las líneas anuladas no se suman.");
    return {.title = "Recursos del plan", .html = html.text()};
}

}  // namespace minga::client
