#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/screens.hpp"

namespace minga::client {

const LineProgress& progress_of_line(AppState& app, const Record& line) {
    return app.memo<LineProgress>("line progress " + line.id.to_text(), [&] {
        const auto id = Id::parse(text_of(line.fields, "plan"));
        const Record* plan = id ? app.find(*id) : nullptr;
        const bool is_owed = plan != nullptr && is_carried_out(*plan, app.lookup(), app.catalog());
        return line_progress(line, app.children(line.id, "activity"),
                             app.children(line.id, "follow_up"), is_owed, app.today());
    });
}

const std::vector<const Record*>& lines_of(AppState& app, const Record& plan) {
    return app.memo<std::vector<const Record*>>("lines by start " + plan.id.to_text(), [&] {
        return by_start(app.children(plan.id, "action_line"));
    });
}

const std::vector<const Record*>& activities_of(AppState& app, const Record& line) {
    return app.memo<std::vector<const Record*>>("activities by start " + line.id.to_text(), [&] {
        return by_start(app.children(line.id, "activity"));
    });
}

std::string context_of_plan(AppState& app, const Record& plan) {
    std::string context = app.organization_name();
    const auto cycle = Id::parse(text_of(plan.fields, "cycle"));
    const Record* record = cycle ? app.find(*cycle) : nullptr;
    if (record == nullptr) return context;
    return context + " · Ciclo " + std::to_string(integer_of(record->fields, "number"));
}

const PlanProgress& progress_of_plan(AppState& app, const Record& plan) {
    return app.memo<PlanProgress>("plan progress " + plan.id.to_text(), [&] {
        std::vector<LineProgress> lines;
        for (const Record* line : lines_of(app, plan)) {
            lines.push_back(progress_of_line(app, *line));
        }
        return plan_progress(std::move(lines));
    });
}

namespace {

void draw_gone(Ui& ui, AppState& app) {
    static_cast<void>(draw_frame(ui, app, {.title = "Línea de acción", .back = "plan"}, [&] {
        if (ui.empty_state({.icon = Icon::search,
                            .title = "Esta línea de acción no está aquí",
                            .text = "Puede haberse eliminado, o no haber llegado aún a este "
                                    "equipo.",
                            .action = "Ver el plan"})) {
            app.navigate("plan");
        }
    }));
}

/// Opens what the address names below the line, once.
void follow_route(const AppState& app, PlanMemory& memory) {
    const std::string place = app.route().to_text();
    if (memory.seen_route == place) return;
    memory.seen_route = place;
    const std::string_view what = app.route().at(3);
    const Id id = app.route().id_at(4);
    if (what == "actividad" && !id.is_nil()) {
        memory.open(PlanPanel::activity, id);
    } else if (what == "seguimiento" && !id.is_nil()) {
        memory.open(PlanPanel::follow_up, id);
    } else {
        memory.close();
    }
}

}  // namespace

void draw_plan(Ui& ui, AppState& app) {
    auto& memory = app.view<PlanMemory>("plan");
    follow_route(app, memory);
    if (app.route().at(1) == "linea") {
        const Record* line = app.find(app.route().id_at(2));
        const bool is_here = line != nullptr && !line->deleted && line->kind == "action_line";
        return is_here ? draw_line(ui, app, *line) : draw_gone(ui, app);
    }
    const Record* plan = app.plan();
    if (plan == nullptr) return draw_plan_start(ui, app);
    const std::string_view part = app.route().at(1);
    if (part == "foco") return draw_plan_focus(ui, app, *plan);
    if (part == "ami") return draw_immediate_actions(ui, app, *plan);
    if (part == "areas") return draw_areas(ui, app, *plan);
    if (part == "matriz") return draw_matrix(ui, app, *plan);
    if (part == "seguimiento") return draw_plan_rounds(ui, app, *plan);
    if (part == "financiamiento") return draw_funding(ui, app, *plan);
    if (part == "traer") return draw_import(ui, app, *plan);
    if (part == "lineas") return draw_line_register(ui, app, *plan);
    if (part == "actividades") return draw_plan_activities(ui, app, *plan);
    draw_plan_overview(ui, app, *plan);
}

}  // namespace minga::client
