/// "Autoevaluación": the elements, what they add up to, and the report.
#include "client_wasm/screens/evaluation_view.hpp"
#include "client_wasm/screens/screens.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

/// Below this the element stands alone.
constexpr float desk_width_min = 920;

enum class Tab : int { elements = 0, results = 1, report = 2 };
constexpr std::array<const char*, 3> tab_routes{"evaluacion", "evaluacion/resultados",
                                                "evaluacion/informe"};

Tab tab_of(const Route& route) {
    if (route.at(1) == "resultados") return Tab::results;
    if (route.at(1) == "informe") return Tab::report;
    return Tab::elements;
}

/// Follows the address once; afterwards the person moves from element to element without leaving a
/// trail of places to go back through.
void follow_route(const AppState& app, const EvaluationModel& model, const Id& assessment,
                  EvaluationMemory& memory) {
    if (memory.assessment != assessment) {
        memory = {};
        memory.assessment = assessment;
        memory.current = next_unfinished(model, -1).value_or(0);
    }
    const std::string place = app.route().to_text();
    if (memory.seen_route == place) return;
    memory.seen_route = place;
    const auto index = index_of_element(model, app.route().at(1));
    if (!index) return;
    memory.is_list_open = false;
    memory.was_moved = memory.current != *index;
    memory.current = *index;
}

/// Which cycle, where there are several.
void draw_cycles(Ui& ui, AppState& app, const Record& present) {
    const auto& cycles = app.cycles();
    if (cycles.size() < 2) return;
    std::vector<std::string> names;
    int selected = -1;
    for (const Entry<Cycle>& cycle : cycles) {
        if (cycle.id == present.id) selected = static_cast<int>(names.size());
        names.push_back("Ciclo " + std::to_string(cycle.fields.number.value_or(0)) + " · " +
                        app.state_name(*cycle.record));
    }
    const auto chosen = ui.select({.key = "cycle",
                                   .label = "Autoevaluación del ciclo",
                                   .options = names,
                                   .selected = selected});
    if (chosen) app.select_cycle(cycles[static_cast<std::size_t>(*chosen)].id);
}

void draw_tabs(EvaluationView& view, Tab tab) {
    static const std::array<std::string, 3> names{"Elementos", "Resultados", "Informe"};
    const auto chosen = view.ui.tabs({.key = "parts",
                                      .label = "Partes de la autoevaluación",
                                      .options = names,
                                      .selected = static_cast<int>(tab)});
    if (chosen) view.app.navigate(tab_routes[static_cast<std::size_t>(*chosen)]);
}

/// The list and the element side by side, each with its own scrolling.
void draw_desk(EvaluationView& view) {
    Ui& ui = view.ui;
    const float height = std::max(ui.height() - 190, 420.0F);
    ui.columns_always(
        {fixed(330), fr(1)},
        [&] {
            ui.scroll_pane({.key = "list",
                            .label = "Elementos por criterio",
                            .height = height,
                            .follows_current = true},
                           [&] { draw_evaluation_list(view); });
        },
        [&] {
            const std::string key = "element " + std::to_string(view.memory.current);
            ui.scroll_pane({.key = key, .label = "Elemento", .height = height},
                           [&] { draw_evaluation_element(view); });
        });
}

void draw_elements(EvaluationView& view) {
    Ui& ui = view.ui;
    if (ui.width() >= desk_width_min) return draw_desk(view);
    bool& is_open = view.memory.is_list_open;
    ui.flow({}, [&] {
        if (ui.button({.label = is_open ? "Volver al elemento" : "Ver la lista de elementos",
                       .style = ButtonStyle::quiet,
                       .icon = is_open ? Icon::arrow_left : Icon::list,
                       .key = is_open ? "close list" : "open list"})) {
            is_open = !is_open;
            ui.scroll_to_top();
            ui.request_frame();
        }
    });
    is_open ? draw_evaluation_list(view) : draw_evaluation_element(view);
}

void draw_content(EvaluationView& view, Tab tab, const Record& cycle) {
    Ui& ui = view.ui;
    draw_tabs(view, tab);
    if (view.model.count() == 0) {
        ui.empty_state({.icon = Icon::clipboard_check,
                        .title = "Falta el instrumento",
                        .text = "Esta autoevaluación usa un instrumento que todavía no está en "
                                "este equipo. Llegará con la próxima sincronización."});
        return;
    }
    const MayDo& may = view.app.may_create("answer", view.assessment.id);
    const bool is_own_word = !may.reason.empty() && tab == Tab::elements;
    if (is_own_word) {
        const EvaluationItem& item = view.current();
        const Record* answer = item.answer.is_nil() ? nullptr : view.app.find(item.answer);
        const bool may_edit = answer != nullptr && view.app.may(Action::edit, *answer).is_allowed;
        if (!may_edit) {
            ui.banner({.tone = Tone::neutral, .text = may.reason, .key = "read only"});
        }
    }
    switch (tab) {
        case Tab::elements:
            draw_elements(view);
            break;
        case Tab::results:
            draw_evaluation_results(view);
            break;
        case Tab::report:
            draw_evaluation_report(view);
            break;
    }
    if (tab != Tab::elements) draw_cycles(ui, view.app, cycle);
}

void draw_absent(Ui& ui, AppState& app, const Record* cycle) {
    static_cast<void>(draw_frame(ui, app, {.title = "Autoevaluación", .back = "mas"}, [&] {
        if (cycle != nullptr) {
            draw_cycles(ui, app, *cycle);
            draw_no_evaluation(ui, app, *cycle);
            return;
        }
        ui.empty_state({.icon = Icon::clipboard_check,
                        .title = "Todavía no hay un ciclo",
                        .text = "La autoevaluación pertenece a un ciclo del programa. Cuando "
                                "exista, aparecerá aquí."});
    }));
}

void listen_keys(EvaluationView& view) {
    const bool goes_back = view.ui.shortcut("ArrowLeft");
    const bool goes_on = view.ui.shortcut("ArrowRight");
    if (goes_back) go_to_element(view, view.memory.current - 1);
    if (goes_on) go_to_element(view, view.memory.current + 1);
}

}  // namespace

void go_to_element(EvaluationView& view, int index) {
    if (index < 0 || index >= view.model.count()) return;
    view.memory.wanted = index;
    view.memory.is_list_open = false;
    view.ui.request_frame();
}

void draw_evaluation(Ui& ui, AppState& app) {
    const Record* cycle = app.cycle();
    const Record* assessment =
        cycle != nullptr ? self_assessment_of(app.children(cycle->id, "assessment")) : nullptr;
    if (assessment == nullptr) return draw_absent(ui, app, cycle);
    const auto& model = app.memo<EvaluationModel>("evaluation " + assessment->id.to_text(), [&] {
        return make_evaluation_model(*assessment, app.children(assessment->id, "answer"),
                                     app.catalog(), &app.actor());
    });
    auto& memory = app.view<EvaluationMemory>("evaluation");
    follow_route(app, model, assessment->id, memory);
    if (const auto wanted = std::exchange(memory.wanted, std::nullopt)) {
        memory.current = std::min(*wanted, std::max(model.count() - 1, 0));
        memory.was_moved = true;
    }
    // The records were read again since: they know better.
    memory.made.clear();
    EvaluationView view{ui, app, *assessment, model, memory};
    const Tab tab = tab_of(app.route());
    const bool is_writing = tab == Tab::elements && model.count() > 0;
    if (is_writing) listen_keys(view);
    if (memory.was_moved) {
        if (ui.width() < desk_width_min) ui.scroll_to_top();
        memory.was_moved = false;
    }
    const Button next{.label = "Siguiente",
                      .style = ButtonStyle::primary,
                      .icon = Icon::arrow_right,
                      .key = "next"};
    const bool has_next =
        is_writing && ui.is_phone() && !memory.is_list_open && memory.current + 1 < model.count();
    const auto events = draw_frame(ui, app,
                                   {.title = "Autoevaluación",
                                    .back = "mas",
                                    .main_action = has_next ? &next : nullptr,
                                    .width_max = 1320},
                                   [&] { draw_content(view, tab, *cycle); });
    if (events.is_main_action_pressed) go_to_element(view, memory.current + 1);
}

}  // namespace minga::client
