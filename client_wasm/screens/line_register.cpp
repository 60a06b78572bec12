/// Form 4 of the guide: the action lines of the plan under their improvement areas.
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/improvement_areas.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct RegisterRow {
    std::string area;
    std::string owner;             ///< Of the area, not of the line.
    const Record* line = nullptr;  ///< None where the area has none yet.
};

bool serves(const Record& line, const std::string& subcriterion) {
    if (text_of(line.fields, "main_area") == subcriterion) return true;
    const auto* areas = std::get_if<TextSet>(&value_of(line.fields, "areas"));
    return areas != nullptr &&
           std::find(areas->begin(), areas->end(), subcriterion) != areas->end();
}

/// The chosen areas and those that lines serve all the same, in the order of the model; at the end
/// the lines without an area.
std::vector<RegisterRow> register_rows(AppState& app, const Record& plan) {
    std::vector<RegisterRow> rows;
    std::set<Id> placed;
    const auto& lines = lines_of(app, plan);
    const auto candidates =
        area_candidates({}, app.children(plan.id, "improvement_area"), app.catalog());
    for (const AreaCandidate& one : candidates) {
        const std::string name =
            std::to_string(one.subcriterion->number) + ". " + one.subcriterion->name;
        const std::string owner = one.area == nullptr
                                      ? std::string{}
                                      : person_text(text_of(one.area->fields, "owner"),
                                                    text_of(one.area->fields, "owner_position"));
        const std::size_t before = rows.size();
        for (const Record* line : lines) {
            if (!serves(*line, one.subcriterion->key)) continue;
            rows.push_back({name, owner, line});
            placed.insert(line->id);
        }
        if (rows.size() == before && one.is_selected()) rows.push_back({name, owner, nullptr});
    }
    for (const Record* line : lines) {
        if (!placed.contains(line->id)) rows.push_back({"Sin área de mejora", {}, line});
    }
    return rows;
}

std::string line_name(const RegisterRow& row) {
    return row.line == nullptr ? "Todavía sin línea" : text_of(row.line->fields, "name");
}

void open_row(AppState& app, const RegisterRow& row) {
    app.navigate(row.line == nullptr ? std::string{"plan/areas"}
                                     : "plan/linea/" + row.line->id.to_text());
}

void draw_table(Ui& ui, AppState& app, const std::vector<RegisterRow>& rows) {
    static const std::array<TableColumn, 4> columns{
        TableColumn{.header = "Línea de acción",
                    .width = fr(1.4F),
                    .width_min = 220,
                    .is_row_header = true},
        TableColumn{.header = "Área de mejora", .width = fr(1.2F), .width_min = 180},
        TableColumn{.header = "Responsable del área", .width = fr(1.1F), .width_min = 170},
        TableColumn{.header = "Período", .width = fixed(180)}};
    std::vector<std::string> keys;
    for (const RegisterRow& row : rows) {
        keys.push_back(row.area + (row.line == nullptr ? std::string{} : row.line->id.to_text()));
    }
    const auto events = ui.data_table(
        {.key = "register",
         .label = "Líneas de acción por área de mejora",
         .columns = columns,
         .row_keys = keys,
         .row_count = static_cast<int>(rows.size()),
         .is_clickable = true},
        [&](int index, int column) -> TableCell {
            const RegisterRow& row = rows[static_cast<std::size_t>(index)];
            switch (column) {
                case 0:
                    return {.text = line_name(row),
                            .tone = row.line == nullptr ? Tone::warn : Tone::neutral};
                case 1:
                    return {.text = row.area};
                case 2:
                    return {.text = row.owner.empty() ? "—" : row.owner};
                default:
                    if (row.line == nullptr) return {.text = "—"};
                    return {.text = period_text(text_of(row.line->fields, "start_month"),
                                                text_of(row.line->fields, "end_month"))};
            }
        });
    if (events.clicked_row) open_row(app, rows[static_cast<std::size_t>(*events.clicked_row)]);
}

void draw_rows(Ui& ui, AppState& app, const std::vector<RegisterRow>& rows) {
    ui.card({.key = "register", .padding = 8}, [&] {
        ui.list("Líneas de acción por área de mejora", [&] {
            for (std::size_t index = 0; index < rows.size(); ++index) {
                const RegisterRow& row = rows[index];
                std::string subtitle = row.area;
                if (!row.owner.empty()) subtitle += " · " + row.owner;
                const std::string title = line_name(row);
                const bool is_missing = row.line == nullptr;
                if (ui.list_row({.key = std::to_string(index),
                                 .title = title,
                                 .subtitle = subtitle,
                                 .icon = is_missing ? Icon::circle_alert : Icon::chart_gantt,
                                 .tone = is_missing ? Tone::warn : Tone::primary})) {
                    open_row(app, row);
                }
            }
        });
    });
}

void draw_content(Ui& ui, AppState& app, const Record& plan) {
    const auto& rows = app.memo<std::vector<RegisterRow>>("line register " + plan.id.to_text(),
                                                          [&] { return register_rows(app, plan); });
    if (rows.empty()) {
        if (ui.empty_state({.icon = Icon::list,
                            .title = "Todavía no hay áreas ni líneas de acción",
                            .text = "Aquí se ve qué línea atiende cada área de mejora.",
                            .action = "Ver las áreas de mejora"})) {
            app.navigate("plan/areas");
        }
        return;
    }
    ui.caption("Cada línea aparece bajo todas las áreas que atiende.");
    if (ui.width() >= 720) {
        draw_table(ui, app, rows);
    } else {
        draw_rows(ui, app, rows);
    }
}

}  // namespace

void draw_line_register(Ui& ui, AppState& app, const Record& plan) {
    const std::string context = context_of_plan(app, plan);
    static_cast<void>(draw_frame(ui, app,
                                 {.title = "Líneas por área", .back = "plan", .context = context},
                                 [&] { draw_content(ui, app, plan); }));
}

}  // namespace minga::client
