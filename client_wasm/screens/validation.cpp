/// "Validación": who looks at the self-assessment and the plan from outside, and what they say.
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/screens/validation_view.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

struct Part {
    std::string_view route;
    std::string_view name;
    void (*draw)(ValidationView&) = nullptr;
};
constexpr std::array parts{
    Part{"validacion/personas", "Quién valida", draw_validation_people},
    Part{"validacion/puntajes", "Puntajes", draw_validation_scores},
    Part{"validacion/revisiones", "Revisiones", draw_validation_reviews},
    Part{"validacion/retroalimentacion", "Retroalimentación", draw_validation_feedback},
};
constexpr int list_part = -1;

/// Whether the person works for more organizations than their own.
bool looks_over_others(const AppState& app) {
    const auto& roles = app.actor().roles;
    return std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& held) {
        const minga::Role* role = app.catalog().roles().find(held.role);
        return role != nullptr && role->all_organizations;
    });
}

int part_of(const AppState& app, bool has_list) {
    const std::string place = app.route().to_text();
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (place.starts_with(parts[index].route)) return static_cast<int>(index);
    }
    return has_list ? list_part : 0;
}

void draw_tabs(Ui& ui, AppState& app, bool has_list, int present) {
    std::vector<std::string> names;
    if (has_list) names.emplace_back("Municipalidades");
    for (const Part& part : parts) names.emplace_back(part.name);
    const int first = has_list ? 1 : 0;
    const auto chosen = ui.tabs({.key = "parts",
                                 .label = "Partes de la validación",
                                 .options = names,
                                 .selected = present + first});
    if (!chosen) return;
    const int index = *chosen - first;
    app.navigate(index < 0 ? std::string{"validacion"}
                           : std::string{parts[static_cast<std::size_t>(index)].route});
}

const Record* newest_plan(AppState& app, const Record& cycle) {
    const auto& plans = app.children(cycle.id, "plan");
    const auto newest =
        std::max_element(plans.begin(), plans.end(), [](const Record& a, const Record& b) {
            return integer_of(a.fields, "version", 1) < integer_of(b.fields, "version", 1);
        });
    return newest == plans.end() ? nullptr : &*newest;
}

ValidationView view_of(Ui& ui, AppState& app, const Record& cycle) {
    ValidationView view{
        .ui = ui, .app = app, .cycle = cycle, .memory = app.view<ValidationMemory>("validation")};
    view.assessment = self_assessment_of(app.children(cycle.id, "assessment"));
    view.plan = newest_plan(app, cycle);
    if (view.assessment == nullptr) return view;
    view.model = &app.memo<EvaluationModel>("evaluation " + view.assessment->id.to_text(), [&] {
        return make_evaluation_model(*view.assessment, app.children(view.assessment->id, "answer"),
                                     app.catalog(), &app.actor());
    });
    return view;
}

void draw_none(Ui& ui) {
    ui.empty_state({.icon = Icon::clipboard_check,
                    .title = "Todavía no hay un ciclo que validar",
                    .text = "La validación comienza cuando el alcalde o la alcaldesa presenta la "
                            "autoevaluación."});
}

}  // namespace

void draw_validation(Ui& ui, AppState& app) {
    const bool has_list = looks_over_others(app);
    const Record* cycle = app.cycle();
    const int part = cycle == nullptr && has_list ? list_part : part_of(app, has_list);
    auto& memory = app.view<ValidationMemory>("validation");
    const std::string place = app.route().to_text();
    if (std::exchange(memory.place, place) != place) memory.subcriterion.clear();
    if (cycle == nullptr || part == list_part) {
        static_cast<void>(
            draw_frame(ui, app, {.title = "Validación", .back = "mas", .width_max = 1100}, [&] {
                if (cycle != nullptr) draw_tabs(ui, app, has_list, part);
                has_list ? draw_validation_list(ui, app) : draw_none(ui);
            }));
        return;
    }
    ValidationView view = view_of(ui, app, *cycle);
    const Subcriterion* open = app.catalog().model().find_subcriterion(memory.subcriterion);
    const auto body = [&] { draw_feedback_of(view, *open); };
    const std::string title =
        open != nullptr ? std::to_string(open->number) + ". " + open->name : std::string{};
    const Panel panel{.key = memory.subcriterion, .title = title, .body = body};
    const auto events = draw_frame(ui, app,
                                   {.title = "Validación",
                                    .back = has_list ? "validacion" : "mas",
                                    .panel = open != nullptr ? &panel : nullptr,
                                    .width_max = 1100},
                                   [&] {
                                       draw_tabs(ui, app, has_list, part);
                                       parts[static_cast<std::size_t>(part)].draw(view);
                                   });
    if (events.is_panel_closed) memory.subcriterion.clear();
}

}  // namespace minga::client
