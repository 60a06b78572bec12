#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/diagnosis_view.hpp"
#include "client_wasm/screens/screens.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace minga::client {
namespace {

/// Below this the question stands alone.
constexpr float desk_width_min = 920;

enum class Tab : int { questions = 0, results = 1, act = 2 };

constexpr std::array<const char*, 3> tab_routes{"diagnostico", "diagnostico/resultados",
                                                "diagnostico/acta"};

Tab tab_of(const Route& route) {
    if (route.at(1) == "resultados") return Tab::results;
    if (route.at(1) == "acta") return Tab::act;
    return Tab::questions;
}

std::optional<std::int64_t> question_number_of(const Route& route) {
    std::int64_t number = 0;
    for (const char digit : route.at(1)) {
        if (digit < '0' || digit > '9' || number > 999) return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number > 0 ? std::optional{number} : std::nullopt;
}

/// Follows the address once; afterwards the person moves from question to question without
/// leaving a trail of places to go back through.
void follow_route(const AppState& app, const DiagnosisModel& model, const Id& assessment,
                  DiagnosisMemory& memory) {
    const std::string place = app.route().to_text();
    if (memory.assessment != assessment) {
        memory.assessment = assessment;
        memory.current = next_missing(model, -1).value_or(0);
        memory.seen_route.clear();
    }
    if (memory.seen_route == place) return;
    memory.seen_route = place;
    const auto number = question_number_of(app.route());
    const auto index = number ? index_of_question(model, *number) : std::nullopt;
    if (!index) return;
    memory.is_list_open = false;
    memory.was_moved = memory.current != *index;
    memory.current = *index;
}

std::string cycle_name(AppState& app, const Entry<Assessment>& diagnosis) {
    const auto* cycle = app.get<Cycle>(diagnosis.fields.cycle);
    std::string name = "Ciclo";
    if (cycle != nullptr && cycle->fields.number) {
        name += " " + std::to_string(*cycle->fields.number);
    }
    if (cycle != nullptr && cycle->fields.year) {
        name += " · " + std::to_string(*cycle->fields.year);
    }
    return name + " · " + app.state_name(*diagnosis.record);
}

/// "Puerto Varas · Ciclo 1": the cycle of this diagnosis, which need not be the latest.
std::string context_of(AppState& app, const Record& assessment) {
    std::string context = app.organization_name();
    const auto cycle = Id::parse(text_of(assessment.fields, "cycle"));
    const Record* record = cycle ? app.find(*cycle) : nullptr;
    if (record == nullptr) return context;
    return context + " · Ciclo " + std::to_string(integer_of(record->fields, "number"));
}

/// Which diagnosis, where there are several cycles; one that has none can be chosen to begin it.
void draw_chooser(DiagnosisView& view) {
    const auto& cycles = view.app.cycles();
    if (cycles.size() < 2) return;
    const auto& diagnoses = view.app.diagnoses();
    std::vector<std::string> names;
    std::vector<const Entry<Cycle>*> without;
    int selected = -1;
    for (const auto& diagnosis : diagnoses) {
        if (diagnosis.id == view.assessment.id) selected = static_cast<int>(names.size());
        names.push_back(cycle_name(view.app, diagnosis));
    }
    for (const Entry<Cycle>& cycle : cycles) {
        const bool has_one = std::any_of(diagnoses.begin(), diagnoses.end(), [&](const auto& one) {
            return one.fields.cycle == cycle.id;
        });
        if (has_one) continue;
        without.push_back(&cycle);
        names.push_back("Ciclo " + std::to_string(cycle.fields.number.value_or(0)) +
                        " · Sin diagnóstico");
    }
    const auto chosen = view.ui.select({.key = "which",
                                        .label = "Diagnóstico del ciclo",
                                        .options = names,
                                        .selected = selected,
                                        .hides_label = !view.ui.is_phone()});
    if (!chosen) return;
    const auto index = static_cast<std::size_t>(*chosen);
    if (index < diagnoses.size()) return view.app.select_diagnosis(diagnoses[index].id);
    view.app.select_cycle(without[index - diagnoses.size()]->id);
}

void draw_tabs(DiagnosisView& view, Tab tab) {
    static const std::array<std::string, 3> names{"Preguntas", "Resultados", "Acta"};
    const auto draw = [&] {
        const auto chosen = view.ui.tabs({.key = "parts",
                                          .label = "Partes del diagnóstico",
                                          .options = names,
                                          .selected = static_cast<int>(tab)});
        if (chosen) view.app.navigate(tab_routes[static_cast<std::size_t>(*chosen)]);
    };
    if (view.ui.is_phone() || view.app.cycles().size() < 2) return draw();
    view.ui.columns_always({fr(1), fixed(330)}, draw, [&] { draw_chooser(view); });
}

/// The list, the question and the results side by side, each with its own scrolling.
void draw_desk(DiagnosisView& view) {
    Ui& ui = view.ui;
    const float height = std::max(ui.height() - 190, 420.0F);
    ui.columns_always(
        {fixed(264), fr(1), fixed(324)},
        [&] {
            ui.scroll_pane({.key = "list",
                            .label = "Preguntas por ámbito",
                            .height = height,
                            .follows_current = true},
                           [&] { draw_diagnosis_list(view); });
        },
        [&] {
            const std::string key = "question " + std::to_string(view.memory.current);
            ui.scroll_pane({.key = key, .label = "Pregunta", .height = height},
                           [&] { draw_diagnosis_question(view); });
        },
        [&] {
            ui.scroll_pane({.key = "live", .label = "Resultados al momento", .height = height},
                           [&] { draw_diagnosis_live(view); });
        });
}

void draw_questions(DiagnosisView& view) {
    if (view.ui.width() >= desk_width_min) return draw_desk(view);
    if (view.memory.is_list_open) return draw_diagnosis_list(view);
    draw_diagnosis_question(view);
    draw_diagnosis_map(view);
    if (view.ui.is_phone()) draw_chooser(view);
}

void draw_content(DiagnosisView& view, Tab tab) {
    Ui& ui = view.ui;
    draw_tabs(view, tab);
    if (view.model.instrument == nullptr) {
        ui.empty_state({.icon = Icon::clipboard_check,
                        .title = "Falta el instrumento",
                        .text = "Este diagnóstico usa un instrumento que todavía no está en este "
                                "equipo. Llegará con la próxima sincronización."});
        return;
    }
    if (!view.may_answer && !view.may_answer.reason.empty() && tab != Tab::results) {
        ui.banner({.tone = Tone::neutral, .text = view.may_answer.reason, .key = "read only"});
    }
    switch (tab) {
        case Tab::questions:
            draw_questions(view);
            break;
        case Tab::results:
            draw_diagnosis_results(view);
            break;
        case Tab::act:
            draw_diagnosis_act(view);
            break;
    }
}

}  // namespace

void go_to_question(DiagnosisView& view, int index, bool by_keyboard) {
    if (index < 0 || index >= view.model.count() || index == view.memory.current) return;
    view.memory.current = index;
    view.memory.is_help_open = false;
    view.memory.is_list_open = false;
    view.memory.wants_focus = by_keyboard;
    view.memory.was_moved = true;
    view.ui.request_frame();
}

void draw_diagnosis(Ui& ui, AppState& app) {
    const Record* assessment = app.diagnosis();
    if (assessment == nullptr) return draw_diagnosis_start(ui, app);
    const auto& model = app.memo<DiagnosisModel>("diagnosis " + assessment->id.to_text(), [&] {
        return make_diagnosis_model(*assessment, app.children(assessment->id, "answer"),
                                    app.catalog());
    });
    auto& memory = app.view<DiagnosisMemory>("diagnosis");
    follow_route(app, model, assessment->id, memory);
    DiagnosisView view{ui,    app,    *assessment,
                       model, memory, app.may_create("answer", assessment->id)};
    const Tab tab = tab_of(app.route());
    const bool is_asking = tab == Tab::questions && model.count() > 0;
    if (is_asking) listen_diagnosis_keys(view);
    if (memory.was_moved) {
        if (ui.is_phone()) ui.scroll_to_top();
        memory.was_moved = false;
    }
    const bool is_last = memory.current + 1 >= model.count();
    const Button next{.label = is_last ? "Ver resultados" : "Siguiente",
                      .style = ButtonStyle::primary,
                      .icon = Icon::arrow_right,
                      .key = "next"};
    const bool has_next = is_asking && ui.is_phone() && !memory.is_list_open;
    const std::string context = context_of(app, *assessment);
    const auto events = draw_frame(ui, app,
                                   {.title = "Diagnóstico",
                                    .main_action = has_next ? &next : nullptr,
                                    .width_max = 1320,
                                    .context = context},
                                   [&] { draw_content(view, tab); });
    if (!events.is_main_action_pressed) return;
    if (is_last) {
        app.navigate("diagnostico/resultados");
    } else {
        go_to_question(view, memory.current + 1, false);
    }
}

}  // namespace minga::client
