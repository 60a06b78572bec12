/// The parts of the plan in the guide's order, as places to go to, each with the state it is in.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/matrix_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/improvement_areas.hpp"
#include "shared/rules/workload.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

struct Part {
    std::string_view title;
    std::string route;
    Icon icon = Icon::none;
    std::string state;
    Tone tone = Tone::neutral;
};

Part focus_part(const Record& plan) {
    Part part{"Foco estratégico", "plan/foco", Icon::target, {}};
    const FieldMap& fields = plan.fields;
    if (text_of(fields, "focus_what").empty() || text_of(fields, "focus_why").empty()) {
        part.state = "Falta escribir qué y por qué";
        part.tone = Tone::warn;
    } else {
        part.state = boolean_of(fields, "focus_reviewed") ? "Escrito y revisado" : "Sin revisar";
    }
    return part;
}

Part actions_part(AppState& app, const Record& plan) {
    Part part{"Acciones inmediatas", "plan/ami", Icon::list_checks, "Todavía no hay"};
    const auto counts = count_actions(app.children(plan.id, "immediate_action"), app.today());
    if (counts.total == 0) return part;
    part.state = std::to_string(counts.done) + " de " + std::to_string(counts.total) +
                 (counts.total == 1 ? " implementada" : " implementadas");
    if (counts.overdue > 0) {
        part.state += " · " + counted(counts.overdue, "vencida", "vencidas");
        part.tone = Tone::bad;
    }
    return part;
}

Part areas_part(AppState& app, const Record& plan) {
    Part part{"Áreas de mejora", "plan/areas", Icon::layout_grid, "Falta elegirlas"};
    const std::int64_t selected = selected_areas(app.children(plan.id, "improvement_area"));
    if (selected == 0) {
        part.tone = Tone::warn;
        return part;
    }
    part.state = counted(selected, "elegida", "elegidas");
    if (!is_suggested_count(selected)) part.state += " · se sugieren 7 a 9";
    return part;
}

Part matrix_part(AppState& app, const Record& plan) {
    Part part{"Matriz de priorización", "plan/matriz", Icon::table, "Sin criterios todavía"};
    const PriorityMatrix& matrix = matrix_of(app, plan);
    if (matrix.rows.empty()) {
        part.state = "Después de elegir áreas";
    } else if (!matrix.criteria.empty()) {
        const std::int64_t missing = matrix.missing();
        part.state = missing == 0 ? "Completa"
                                  : std::string{missing == 1 ? "Falta " : "Faltan "} +
                                        counted(missing, "puntaje", "puntajes");
    }
    if (matrix.chosen() > 0) {
        part.state += " · " + counted(matrix.chosen(), "incluida", "incluidas");
    }
    return part;
}

Part activities_part(const PlanProgress& progress) {
    Part part{"Actividades", "plan/actividades", Icon::calendar, "Todavía no hay"};
    const ActivityCounts& counts = progress.activities;
    if (counts.total == 0) return part;
    part.state = std::to_string(counts.executed) + " de " + std::to_string(counts.total) +
                 (counts.total == 1 ? " ejecutada" : " ejecutadas");
    if (counts.late > 0) {
        part.state += " · " + counted(counts.late, "atrasada", "atrasadas");
        part.tone = Tone::bad;
    }
    return part;
}

Part rounds_part(const PlanProgress& progress) {
    Part part{"Seguimiento", "plan/seguimiento", Icon::chart_column, "Comienza con las líneas"};
    if (progress.lines.empty()) return part;
    part.state = "Al día";
    if (progress.missing_follow_ups > 0) {
        part.state =
            progress.missing_follow_ups == 1
                ? std::string{"Falta 1 seguimiento"}
                : "Faltan " + std::to_string(progress.missing_follow_ups) + " seguimientos";
        part.tone = Tone::warn;
    }
    return part;
}

Part register_part(const PlanProgress& progress) {
    Part part{"Líneas por área", "plan/lineas", Icon::list, "Todavía no hay"};
    const auto count = static_cast<std::int64_t>(progress.lines.size());
    if (count > 0) part.state = counted(count, "línea de acción", "líneas de acción");
    return part;
}

Part funding_part(AppState& app, const Record& plan) {
    Part part{"Financiamiento", "plan/financiamiento", Icon::coins, "Sin solicitud"};
    const auto& requests = app.children(plan.id, "funding_request");
    if (requests.empty()) return part;
    const Record& request = requests.back();
    part.state =
        app.state_name(request) + " · " + format_money(integer_of(request.fields, "subdere_kclp"));
    const std::string& state = text_of(request.fields, "state");
    if (state == "approved") part.tone = Tone::ok;
    if (state == "rejected") part.tone = Tone::bad;
    return part;
}

Part documents_part(AppState& app) {
    Part part{"Documentos y fotos", "documentos", Icon::file_text, "Actas, decretos y respaldos"};
    const std::int64_t pending = app.files().pending;
    if (pending > 0) {
        part.state = std::to_string(pending) + " por enviar";
        part.tone = Tone::warn;
    }
    return part;
}

}  // namespace

void draw_plan_parts(Ui& ui, AppState& app, const Record& plan) {
    const auto& parts = app.memo<std::vector<Part>>("plan parts " + plan.id.to_text(), [&] {
        return std::vector<Part>{focus_part(plan),
                                 actions_part(app, plan),
                                 areas_part(app, plan),
                                 matrix_part(app, plan),
                                 register_part(progress_of_plan(app, plan)),
                                 activities_part(progress_of_plan(app, plan)),
                                 rounds_part(progress_of_plan(app, plan)),
                                 funding_part(app, plan)};
    });
    std::vector<Part> shown = parts;
    shown.push_back(documents_part(app));
    std::vector<Tile> tiles;
    for (const Part& part : shown) {
        tiles.push_back({.key = part.route,
                         .title = part.title,
                         .state = part.state,
                         .icon = part.icon,
                         .tone = part.tone});
    }
    ui.section("Partes del plan", [&] {
        const auto pressed = ui.tiles({.key = "parts",
                                       .label = "Partes del plan",
                                       .tiles = tiles,
                                       .width_min = ui.is_phone() ? 140.0F : 220.0F});
        if (pressed) app.navigate(shown[static_cast<std::size_t>(*pressed)].route);
    });
}

}  // namespace minga::client
