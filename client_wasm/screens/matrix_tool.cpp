/// One tool of the matrix in the panel: its scores, and what the committee decided about it.
#include "client_wasm/screens/matrix_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

const std::vector<std::string>& digits() {
    static const std::vector<std::string> names{"1", "2", "3", "4", "5", "6", "7"};
    return names;
}

const Record* choice_of(MatrixView& view, const std::string& tool) {
    for (const Record& record : view.app.children(view.plan.id, "tool_choice")) {
        if (text_of(record.fields, "tool") == tool) return &record;
    }
    return nullptr;
}

void draw_scores(MatrixView& view, const MatrixRow& row) {
    Ui& ui = view.ui;
    const bool may = may_score(view).is_allowed;
    ui.heading(3, "Puntajes");
    if (view.matrix.criteria.empty()) {
        ui.text("Primero se eligen los criterios.", {.tone = Tone::muted});
        return;
    }
    for (std::size_t index = 0; index < view.matrix.criteria.size(); ++index) {
        const Record& criterion = *view.matrix.criteria[index];
        const std::string& name = text_of(criterion.fields, "name");
        const auto& score = row.scores[index];
        if (!may) {
            ui.key_value(name, score ? std::to_string(*score) : std::string{"—"});
            continue;
        }
        const auto chosen = ui.segmented({.key = criterion.id.to_text(),
                                          .label = name,
                                          .options = digits(),
                                          .selected = score ? static_cast<int>(*score) - 1 : -1,
                                          .is_full_width = true,
                                          .shows_label = true});
        if (!chosen) continue;
        // The same once more takes it back.
        const std::int64_t value = *chosen + 1;
        const bool is_same = score && *score == value;
        store_score(view, row.tool, criterion.id,
                    is_same ? std::nullopt : std::optional<std::int64_t>{value});
    }
    if (may) {
        ui.caption(
            "7 es lo más favorable y 1 lo más desfavorable. Elija el mismo otra vez para "
            "borrarlo.");
    }
    const std::string words = row_words(view.matrix, row);
    ui.card({.key = "total", .label = "Total", .padding = 12, .is_flat = true},
            [&] { ui.key_value("Total", words); });
}

/// Whether it is taken into the plan, and why. The first word about it makes the record.
void draw_decision(MatrixView& view, const MatrixRow& row) {
    Ui& ui = view.ui;
    const Record* choice = choice_of(view, row.tool);
    ui.heading(3, "Decisión del Comité");
    const bool may = choice != nullptr
                         ? view.app.may(Action::edit, *choice).is_allowed
                         : view.app.may_create("tool_choice", view.plan.id).is_allowed;
    if (!may) {
        ui.key_value("En el plan", row.is_chosen ? "Incluida" : "No incluida");
        ui.key_value("Motivo", row.reason.empty() ? "—" : row.reason);
        return;
    }
    const auto checked = ui.checkbox({.key = "selected",
                                      .label = "Incluir esta herramienta en el plan",
                                      .is_checked = row.is_chosen});
    if (checked) store_choice(view.app, view.plan, row.tool, {{"selected", Value{*checked}}});
    const FieldView field =
        choice != nullptr ? view.app.field(*choice, "justification") : FieldView{};
    const auto typed = ui.text_field({.key = "justification",
                                      .label = "Motivo de la decisión",
                                      .value = field.text,
                                      .help = "Sobre todo cuando se aparta del orden de la matriz.",
                                      .error = field.error,
                                      .saved = field.saved,
                                      .length_max = 2000,
                                      .rows = 3,
                                      .is_multiline = true});
    if (!typed || *typed == field.text) return;
    store_choice(view.app, view.plan, row.tool,
                 {{"justification", typed->empty() ? Value{} : Value{*typed}}});
}

/// From the tool to the line that puts it to work.
void draw_line_of(MatrixView& view, const MatrixRow& row) {
    Ui& ui = view.ui;
    AppState& app = view.app;
    for (const Record* line : lines_of(app, view.plan)) {
        if (text_of(line->fields, "tool") != row.tool) continue;
        const std::string title = text_of(line->fields, "name");
        ui.heading(3, "Línea de acción");
        ui.list("Línea de acción", [&] {
            if (ui.list_row({.key = "line", .title = title, .icon = Icon::chart_gantt})) {
                app.navigate("plan/linea/" + line->id.to_text());
            }
        });
        return;
    }
    if (!row.is_chosen || !app.may_create("action_line", view.plan.id)) return;
    ui.flow({}, [&] {
        if (!ui.button({.label = "Crear su línea de acción", .icon = Icon::plus, .key = "line"})) {
            return;
        }
        app.set_draft("line " + view.plan.id.to_text(), "tool", Value{row.tool});
        app.navigate("plan");
        auto& plan = app.view<PlanMemory>("plan");
        plan.seen_route = "plan";
        plan.open(PlanPanel::new_line);
    });
}

}  // namespace

void draw_matrix_tool(MatrixView& view, const MatrixRow& row) {
    Ui& ui = view.ui;
    const Tool* tool = view.app.catalog().find_tool(row.tool);
    ui.scope(row.tool, [&] {
        if (tool != nullptr) {
            const Subcriterion* area =
                view.app.catalog().model().find_subcriterion(tool->subcriterion);
            ui.stack(4, [&] {
                ui.text(tool->name, {.size = TextSize::section, .is_semibold = true});
                if (area != nullptr) {
                    ui.caption(std::to_string(area->number) + ". " + area->name +
                               (row.is_of_area ? "" : " (no es un área elegida)"));
                }
                ui.text(tool->description);
            });
        }
        draw_scores(view, row);
        draw_decision(view, row);
        draw_line_of(view, row);
        ui.divider();
        ui.flow({}, [&] {
            if (ui.button({.label = "Listo",
                           .style = ButtonStyle::primary,
                           .icon = Icon::check,
                           .key = "done"})) {
                view.memory.close();
                ui.request_frame();
            }
        });
    });
}

}  // namespace minga::client
