/// Forms 3 and 4 of the guide: the action lines.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/improvement_areas.hpp"
#include "shared/rules/progress.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace minga::client {
namespace {

std::string line_period(const FieldMap& fields) {
    const std::string& start = text_of(fields, "start_month");
    const std::string& end = text_of(fields, "end_month");
    return start.empty() && end.empty() ? std::string{} : period_text(start, end);
}

/// Its name, and the tool where that is called otherwise.
std::string line_and_tool(const PaperSource& source, const Record& line) {
    const std::string& name = text_of(line.fields, "name");
    const std::string& key = text_of(line.fields, "tool");
    if (key.empty()) return name;
    const std::string tool = name_of_tool(source.catalog, key);
    if (name.empty() || tool == name) return tool;
    return name + "\nHerramienta: " + tool;
}

/// The main area first.
std::string areas_of_line(const PaperSource& source, const Record& line) {
    const std::string& main = text_of(line.fields, "main_area");
    TextSet others = set_of(line.fields, "areas");
    others.erase(std::remove(others.begin(), others.end(), main), others.end());
    std::string text = main.empty() ? std::string{} : subcriterion_name(source.catalog, main);
    const std::string rest = subcriteria_text(source.catalog, others);
    if (!text.empty() && !rest.empty()) text += '\n';
    return text + rest;
}

std::string actors_of_line(const PaperSource& source, const Record& line) {
    std::string text;
    for (const Record& actor : records_under(source, line, "line_actor")) {
        if (!text.empty()) text += '\n';
        text += person_text(text_of(actor.fields, "name"), text_of(actor.fields, "position"));
    }
    return text;
}

std::string scores_of_line(const FieldMap& fields) {
    std::string text;
    const auto add = [&](std::string_view key, std::string_view words) {
        const auto* score = std::get_if<std::int64_t>(&value_of(fields, key));
        if (score == nullptr) return;
        text += (text.empty() ? "" : " · ") + std::string{words} + std::to_string(*score);
    };
    add("validated_score", "Validado: ");
    add("expected_score", "Esperado: ");
    return text;
}

std::string month_of(const FieldMap& fields, std::string_view key) {
    const std::string& month = text_of(fields, key);
    return month.empty() ? std::string{} : format_month(month);
}

std::string amount_of(const FieldMap& fields, std::string_view key) {
    const auto* amount = std::get_if<std::int64_t>(&value_of(fields, key));
    return amount == nullptr ? std::string{} : format_integer(*amount);
}

void write_activities(HtmlWriter& html, const PaperSource& source, const Record& line) {
    static const std::array columns{
        PaperColumn{.header = "Actividad", .width = 32, .is_row_header = true},
        PaperColumn{.header = "Inicio", .width = 11, .group = "Ejecución"},
        PaperColumn{.header = "Término", .width = 11, .group = "Ejecución"},
        PaperColumn{.header = "Propios", .width = 11, .group = "Recursos M$", .is_number = true},
        PaperColumn{.header = "SUBDERE", .width = 11, .group = "Recursos M$", .is_number = true},
        PaperColumn{.header = "Responsable"},
    };
    const auto activities = records_under(source, line, "activity");
    PaperTable table{.caption = "Actividades", .columns = columns, .rows_min = 3};
    if (is_blank(line)) table.rows_min = 8;
    for (const Record* one : by_start(activities)) {
        const FieldMap& fields = one->fields;
        table.rows.push_back(
            {text_of(fields, "name"), month_of(fields, "start_month"),
             month_of(fields, "end_month"), amount_of(fields, "own_kclp"),
             amount_of(fields, "subdere_kclp"),
             person_text(text_of(fields, "owner"), text_of(fields, "owner_position"))});
    }
    const Funds funds = funds_of(activities);
    table.totals = activities.empty() ? std::vector<std::string>{"Totales", "", "", "", "", ""}
                                      : std::vector<std::string>{"Totales",
                                                                 "",
                                                                 "",
                                                                 format_integer(funds.own.kclp),
                                                                 format_integer(funds.subdere.kclp),
                                                                 ""};
    html.table(table);
}

std::string last_measurement(const PaperSource& source, const Record& indicator,
                             std::string_view unit) {
    std::string text;
    std::string last;
    for (const Record& one : records_under(source, indicator, "measurement")) {
        const std::string& date = text_of(one.fields, "date");
        if (!text.empty() && date < last) continue;
        const auto measured = schema::decode<Measurement>(one.fields);
        if (!measured.value) continue;
        last = date;
        text = decimal_words(*measured.value);
        if (!unit.empty()) text.append(" ").append(unit);
        if (!date.empty()) text += " (" + format_date(date) + ")";
    }
    return text;
}

void write_indicators(HtmlWriter& html, const PaperSource& source, const Record& line) {
    static const std::array columns{
        PaperColumn{.header = "Indicador", .width = 24, .is_row_header = true},
        PaperColumn{.header = "Fórmula", .width = 24},
        PaperColumn{.header = "Medio de verificación", .width = 22},
        PaperColumn{.header = "Meta", .width = 12},
        PaperColumn{.header = "Última medición"},
    };
    PaperTable table{
        .caption = "Indicadores", .columns = columns, .rows_min = is_blank(line) ? 4 : 1};
    for (const Record& one : records_under(source, line, "indicator")) {
        const auto indicator = schema::decode<Indicator>(one.fields);
        std::string target = indicator.target ? decimal_words(*indicator.target) : std::string{};
        if (!target.empty() && !indicator.unit.empty()) target += " " + indicator.unit;
        table.rows.push_back({indicator.name, indicator.formula, indicator.verification_means,
                              target, last_measurement(source, one, indicator.unit)});
    }
    html.table(table);
}

std::string causes_and_measures(const Record& follow_up) {
    const std::string& causes = text_of(follow_up.fields, "observations");
    const std::string& measures = text_of(follow_up.fields, "recommendations");
    if (measures.empty()) return causes;
    return causes + (causes.empty() ? "" : "\n") + "Recomendaciones: " + measures;
}

void write_follow_ups(HtmlWriter& html, const PaperSource& source, const Record& line) {
    static const std::array columns{
        PaperColumn{.header = "Fecha de seguimiento", .width = 18, .is_row_header = true},
        PaperColumn{.header = "Estado de seguimiento (%)", .width = 20, .is_number = true},
        PaperColumn{.header = "Observaciones y/o recomendaciones"},
    };
    PaperTable table{.caption = "Seguimiento", .columns = columns, .rows_min = 4};
    auto follow_ups = records_under(source, line, "follow_up");
    std::stable_sort(follow_ups.begin(), follow_ups.end(), [](const Record& a, const Record& b) {
        return text_of(a.fields, "date") < text_of(b.fields, "date");
    });
    for (const Record& one : follow_ups) {
        table.rows.push_back({format_date(text_of(one.fields, "date")),
                              capitalized(execution_of(one).in_words()), causes_and_measures(one)});
    }
    html.table(table);
}

struct RegisterEntry {
    std::string area;
    std::string owner;
    std::string line;
};

bool is_for(const Record& line, const std::string& subcriterion) {
    const TextSet& areas = set_of(line.fields, "areas");
    return text_of(line.fields, "main_area") == subcriterion ||
           std::find(areas.begin(), areas.end(), subcriterion) != areas.end();
}

/// The chosen areas and those that lines serve all the same, in the order of the model.
std::vector<RegisterEntry> register_entries(const PaperSource& source, const Record& plan) {
    std::vector<RegisterEntry> entries;
    std::set<Id> placed;
    const auto lines = records_under(source, plan, "action_line");
    const auto areas = records_under(source, plan, "improvement_area");
    for (const AreaCandidate& one : area_candidates({}, areas, source.catalog)) {
        const std::string area = subcriterion_name(source.catalog, one.subcriterion->key);
        const std::string owner = one.area == nullptr
                                      ? std::string{}
                                      : person_text(text_of(one.area->fields, "owner"),
                                                    text_of(one.area->fields, "owner_position"));
        const std::size_t before = entries.size();
        for (const Record* line : by_start(lines)) {
            if (!is_for(*line, one.subcriterion->key)) continue;
            entries.push_back({area, owner, text_of(line->fields, "name")});
            placed.insert(line->id);
        }
        if (entries.size() == before && one.is_selected()) entries.push_back({area, owner, {}});
    }
    for (const Record& line : lines) {
        if (placed.contains(line.id)) continue;
        entries.push_back({"Sin área de mejora", {}, text_of(line.fields, "name")});
    }
    return entries;
}

}  // namespace

PaperPart action_line_form(const PaperSource& source, const Record& line) {
    const FieldMap& fields = line.fields;
    const std::array rows{
        PaperField{.label = "Línea de acción (herramienta)", .value = line_and_tool(source, line)},
        PaperField{.label = "Área de mejora", .value = areas_of_line(source, line)},
        PaperField{.label = "Período de ejecución", .value = line_period(fields)},
        PaperField{
            .label = "Responsable de la línea de acción",
            .value = person_text(text_of(fields, "owner"), text_of(fields, "owner_position"))},
        PaperField{.label = "Actores internos", .value = actors_of_line(source, line), .lines = 3},
        PaperField{.label = "Puntaje del subcriterio", .value = scores_of_line(fields)},
    };
    HtmlWriter html;
    html.fields("Registro de línea de acción", rows);
    html.passage("Descripción de la línea de acción", text_of(fields, "description"), 5);
    html.passage("Diagnóstico que la justifica", text_of(fields, "diagnosis"), 4);
    write_activities(html, source, line);
    write_indicators(html, source, line);
    write_follow_ups(html, source, line);
    return {.title = "Planilla 3. Registro de línea de acción", .html = html.text()};
}

PaperPart line_register(const PaperSource& source, const Record& plan) {
    static const std::array columns{
        PaperColumn{.header = "Área de mejora", .width = 34, .is_row_header = true},
        PaperColumn{.header = "Responsable", .width = 30},
        PaperColumn{.header = "Línea de acción"},
    };
    PaperTable table{
        .caption = "Líneas de acción", .columns = columns, .merged = 2, .rows_min = 12};
    for (RegisterEntry& entry : register_entries(source, plan)) {
        table.rows.push_back(
            {std::move(entry.area), std::move(entry.owner), std::move(entry.line)});
    }
    if (!table.rows.empty()) table.rows_min = 0;
    HtmlWriter html;
    html.table(table);
    return {.title = "Planilla 4. Registro de líneas de acción", .html = html.text()};
}

}  // namespace minga::client
