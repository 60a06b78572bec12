/// The priority matrix: a grid for the keyboard on a laptop, a card a tool on a phone.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/matrix_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// A criterion's column needs this much to be read.
constexpr float column_width_min = 84;

std::string tool_name(const MatrixView& view, const MatrixRow& row) {
    const Tool* tool = view.app.catalog().find_tool(row.tool);
    return tool != nullptr ? tool->name : row.tool;
}

const MatrixRow* open_row(const MatrixView& view) {
    for (const MatrixRow& row : view.matrix.rows) {
        if (row.tool == view.memory.tool) return &row;
    }
    return nullptr;
}

void draw_summary(MatrixView& view) {
    const PriorityMatrix& matrix = view.matrix;
    const std::int64_t cells = matrix.cells();
    const std::int64_t done = cells - matrix.missing();
    const std::string text = std::to_string(done) + " de " + counted(cells, "puntaje", "puntajes");
    const std::string criteria =
        counted(static_cast<std::int64_t>(matrix.criteria.size()), "criterio", "criterios");
    const std::string chosen =
        counted(matrix.chosen(), "herramienta incluida", "herramientas incluidas");
    view.ui.card({.key = "summary", .label = "Avance de la matriz"}, [&] {
        if (cells > 0) {
            view.ui.progress_bar({.label = "Puntajes asignados",
                                  .value = static_cast<float>(done) / static_cast<float>(cells),
                                  .text = text});
        }
        view.ui.flow({.gap = 8}, [&] {
            view.ui.chip(chosen, matrix.chosen() > 0 ? Tone::ok : Tone::neutral,
                         Icon::circle_check);
            view.ui.chip(criteria, Tone::neutral, Icon::list);
            if (view.ui.button({.label = "Ver los criterios",
                                .style = ButtonStyle::quiet,
                                .icon = Icon::pencil,
                                .key = "criteria",
                                .is_small = true})) {
                view.memory.open_criteria();
            }
        });
    });
}

void draw_grid(MatrixView& view) {
    const PriorityMatrix& matrix = view.matrix;
    std::vector<std::string> columns;
    for (const Record* criterion : matrix.criteria) {
        columns.push_back(text_of(criterion->fields, "name"));
    }
    std::vector<std::string> texts;
    texts.reserve(3 * matrix.rows.size());
    std::vector<ScoreRow> rows;
    int selected = -1;
    for (const MatrixRow& row : matrix.rows) {
        texts.push_back(tool_name(view, row));
        texts.push_back(row.total > 0 ? std::to_string(row.total) : "—");
        texts.push_back(row.place > 0 ? std::to_string(row.place) + ".º" : "—");
        const std::size_t last = texts.size();
        if (view.memory.panel == MatrixPanel::tool && row.tool == view.memory.tool) {
            selected = static_cast<int>(rows.size());
        }
        rows.push_back({.key = row.tool,
                        .name = texts[last - 3],
                        .scores = row.scores,
                        .total = texts[last - 2],
                        .place = texts[last - 1],
                        .is_marked = row.is_chosen});
    }
    const bool may = may_score(view).is_allowed;
    const auto events = view.ui.score_grid({.key = "grid",
                                            .label = "Matriz de priorización",
                                            .row_header = "Herramienta",
                                            .columns = columns,
                                            .rows = rows,
                                            .minimum = priority_score_min,
                                            .maximum = priority_score_max,
                                            .selected_row = selected,
                                            .is_read_only = !may});
    if (events.opened_row) {
        view.memory.open_tool(matrix.rows[static_cast<std::size_t>(*events.opened_row)].tool);
    }
    if (events.edit) {
        const MatrixRow& row = matrix.rows[static_cast<std::size_t>(events.edit->row)];
        const Record& criterion = *matrix.criteria[static_cast<std::size_t>(events.edit->column)];
        store_score(view, row.tool, criterion.id, events.edit->score);
    }
    if (may) {
        view.ui.caption(
            "7 es la condición más favorable y 1 la más desfavorable. Muévase con las flechas, "
            "escriba de 1 a 7, borre con Supr. El nombre de la herramienta abre su ficha.");
    }
}

/// The tools by priority, each leading to its scores and to what was decided.
void draw_order(MatrixView& view) {
    view.ui.section("Orden de prioridad", [&] {
        view.ui.caption("La matriz orienta; la decisión es del Comité de Mejora.");
        view.ui.card({.key = "order", .padding = 8}, [&] {
            view.ui.list("Orden de prioridad", [&] {
                for (const MatrixRow* row : view.matrix.by_total()) {
                    const std::string name = tool_name(view, *row);
                    std::string subtitle = row_words(view.matrix, *row);
                    if (row->is_chosen) {
                        subtitle += " · incluida en el plan";
                    } else if (row->is_decided) {
                        subtitle += " · no se incluye en este ciclo";
                    }
                    const std::string total =
                        row->total > 0 ? std::to_string(row->total) : std::string{};
                    if (view.ui.list_row(
                            {.key = row->tool,
                             .title = name,
                             .subtitle = subtitle,
                             .trailing = total,
                             .icon = row->is_chosen ? Icon::circle_check : Icon::circle,
                             .tone = row->is_chosen ? Tone::ok : Tone::neutral,
                             .is_selected = view.memory.panel == MatrixPanel::tool &&
                                            view.memory.tool == row->tool})) {
                        view.memory.open_tool(row->tool);
                    }
                }
            });
        });
    });
}

void draw_content(MatrixView& view) {
    Ui& ui = view.ui;
    const PriorityMatrix& matrix = view.matrix;
    const MayDo& may = may_score(view);
    draw_read_only_reason(ui, may);
    if (matrix.rows.empty()) {
        if (ui.empty_state({.icon = Icon::table,
                            .title = "Todavía no hay herramientas que priorizar",
                            .text = "Son las asociadas a las áreas de mejora que el Comité elija.",
                            .action = "Ver las áreas de mejora"})) {
            view.app.navigate("plan/areas");
        }
        return;
    }
    draw_summary(view);
    if (matrix.criteria.empty() && may) {
        if (ui.banner({.tone = Tone::warn,
                       .title = "Faltan los criterios con que se comparará",
                       .text = "Establézcalos antes de asignar puntajes.",
                       .action = "Elegir criterios",
                       .key = "no criteria"})) {
            view.memory.open_criteria();
        }
    }
    const float needed = 360 + column_width_min * static_cast<float>(std::max<std::size_t>(
                                                      matrix.criteria.size(), 1));
    if (!matrix.criteria.empty() && !ui.is_phone() && ui.width() >= std::min(needed, 900.0F)) {
        ui.section("Puntajes", [&] { draw_grid(view); });
    }
    draw_order(view);
}

}  // namespace

const PriorityMatrix& matrix_of(AppState& app, const Record& plan) {
    return app.memo<PriorityMatrix>("matrix " + plan.id.to_text(), [&] {
        return priority_matrix(
            {app.children(plan.id, "improvement_area"), app.children(plan.id, "priority_criterion"),
             app.children(plan.id, "priority_score"), app.children(plan.id, "tool_choice")},
            app.catalog());
    });
}

const MayDo& may_score(MatrixView& view) {
    return view.app.may_create("priority_score", view.plan.id);
}

void store_score(MatrixView& view, const std::string& tool, const Id& criterion,
                 std::optional<std::int64_t> score) {
    const Value value = score ? Value{*score} : Value{};
    for (const Record& record : view.app.children(view.plan.id, "priority_score")) {
        if (text_of(record.fields, "tool") != tool ||
            text_of(record.fields, "criterion") != criterion.to_text()) {
            continue;
        }
        if (value_of(record.fields, "score") == value) return;
        static_cast<void>(view.app.edit(record.id, "score", value));
        return;
    }
    if (!score) return;
    static_cast<void>(view.app.create("priority_score", {{"plan", view.plan.id.to_text()},
                                                         {"tool", tool},
                                                         {"criterion", criterion.to_text()},
                                                         {"score", value}}));
}

void store_choice(AppState& app, const Record& plan, const std::string& tool, FieldMap changes) {
    for (const Record& record : app.children(plan.id, "tool_choice")) {
        if (text_of(record.fields, "tool") != tool) continue;
        static_cast<void>(app.edit(record.id, std::move(changes)));
        return;
    }
    changes.emplace("plan", plan.id.to_text());
    changes.emplace("tool", tool);
    static_cast<void>(app.create("tool_choice", std::move(changes)));
}

std::string row_words(const PriorityMatrix& matrix, const MatrixRow& row) {
    if (matrix.criteria.empty()) return "Sin criterios todavía";
    if (row.missing > 0) {
        return row.missing == 1 ? std::string{"Falta 1 puntaje"}
                                : "Faltan " + std::to_string(row.missing) + " puntajes";
    }
    return std::to_string(row.total) + " de " + std::to_string(matrix.maximum()) + " · lugar " +
           std::to_string(row.place);
}

void draw_matrix(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<MatrixMemory>("matrix " + plan.id.to_text());
    MatrixView view{ui, app, plan, matrix_of(app, plan), memory};
    const MatrixRow* row = open_row(view);
    if (memory.panel == MatrixPanel::tool && row == nullptr) memory.close();
    const bool is_tool = memory.panel == MatrixPanel::tool;
    const auto body = [&] { is_tool ? draw_matrix_tool(view, *row) : draw_matrix_criteria(view); };
    const std::string key = is_tool ? "tool " + memory.tool : "criteria";
    const Panel panel{
        .key = key, .title = is_tool ? "Herramienta" : "Criterios de priorización", .body = body};
    const std::string context = context_of_plan(app, plan);
    const auto events = draw_frame(ui, app,
                                   {.title = "Matriz de priorización",
                                    .back = "plan",
                                    .panel = memory.panel != MatrixPanel::none ? &panel : nullptr,
                                    .context = context},
                                   [&] { draw_content(view); });
    if (events.is_panel_closed) memory.close();
}

}  // namespace minga::client
