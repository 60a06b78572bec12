/// What waits, what is late, what is missing, and where one's work is.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/device_care.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/app/tasks.hpp"
#include "client_wasm/screens/enrollment_start.hpp"
#include "client_wasm/screens/home_care.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/progress.hpp"
#include "shared/rules/scoring.hpp"

#include <cstdint>
#include <vector>

namespace minga::client {
namespace {

std::string greeting(AppState& app) {
    const std::int64_t minutes = app.now().ms / 60'000 + app.platform().zone_offset_minutes();
    const auto hour = static_cast<int>(minutes / 60 % 24);
    const std::string_view part = hour < 6    ? "Buenas noches"
                                  : hour < 12 ? "Buenos días"
                                  : hour < 20 ? "Buenas tardes"
                                              : "Buenas noches";
    const std::string& name = app.actor().name;
    return std::string{part} + (name.empty() ? std::string{} : ", " + name);
}

/// Tasks of a plan are those of the one that is worked on, which may be of an older cycle.
void go(AppState& app, const std::string& route) {
    const Record* plan = app.plan_at_work();
    if (route.starts_with("plan") && plan != nullptr && plan != app.plan()) {
        const auto cycle = Id::parse(text_of(plan->fields, "cycle"));
        if (cycle) app.select_cycle(*cycle);
    }
    app.navigate(route);
}

void draw_task_rows(Ui& ui, AppState& app, std::string_view label, const std::vector<Task>& tasks) {
    ui.list(label, [&] {
        for (const Task& task : tasks) {
            if (ui.list_row({.key = task.key,
                             .title = task.title,
                             .subtitle = task.detail,
                             .trailing = task.trailing,
                             .icon = task.icon,
                             .tone = task.tone,
                             .progress = task.progress})) {
                go(app, task.route);
            }
        }
    });
}

void draw_tasks(Ui& ui, AppState& app) {
    const auto quarantined = static_cast<std::int64_t>(app.quarantine.items.size());
    const std::string key = "tasks " + std::to_string(quarantined);
    const TaskLists& tasks = app.memo<TaskLists>(key, [&] {
        return build_tasks({.lookup = app.lookup(),
                            .catalog = app.catalog(),
                            .today = app.today(),
                            .diagnosis = app.diagnosis(),
                            .plan = app.plan_at_work(),
                            .cycle = app.cycle(),
                            .actor = &app.actor(),
                            .conflicts = app.sync().conflicts,
                            .refused = app.sync().refused,
                            .lost = app.sync().lost,
                            .quarantined = quarantined,
                            .may_edit = [&](const Record& record) {
                                return app.may(Action::edit, record).is_allowed;
                            }});
    });
    ui.section("Mis tareas", [&] {
        if (tasks.mine.empty()) {
            ui.empty_state({.icon = Icon::circle_check,
                            .title = "Nada espera por usted",
                            .text = "Aquí aparecen las preguntas sin responder, los seguimientos "
                                    "del mes y lo que se atrasa."});
        } else {
            ui.card({.key = "mine", .padding = 4},
                    [&] { draw_task_rows(ui, app, "Mis tareas", tasks.mine); });
        }
    });
    if (!tasks.others.empty()) {
        ui.section("En manos de otras personas", [&] {
            ui.card({.key = "others", .padding = 4},
                    [&] { draw_task_rows(ui, app, "En manos de otras personas", tasks.others); });
        });
    }
}

const AssessmentScore* score_of(AppState& app, const Record& diagnosis) {
    const Instrument* instrument =
        app.catalog().instrument(text_of(diagnosis.fields, "instrument"));
    if (instrument == nullptr) return nullptr;
    return &app.memo<AssessmentScore>("score " + diagnosis.id.to_text(), [&] {
        return score_answers(app.children(diagnosis.id, "answer"), *instrument,
                             app.catalog().model());
    });
}

std::string cycle_text(AppState& app, const Record& record) {
    const auto id = Id::parse(text_of(record.fields, "cycle"));
    const auto* cycle = id ? app.get<Cycle>(*id) : nullptr;
    return cycle != nullptr ? "Ciclo " + std::to_string(cycle->fields.number.value_or(0))
                            : std::string{};
}

/// The result of the cycle before, while the present diagnosis has none.
void draw_previous_result(Ui& ui, AppState& app, const Id& present) {
    for (const Entry<Assessment>& one : app.diagnoses()) {
        if (one.id == present) continue;
        const AssessmentScore* score = score_of(app, *one.record);
        if (score == nullptr || score->total.answered == 0) continue;
        ui.caption(cycle_text(app, *one.record) + ": " + std::to_string(score->total.percent()) +
                   " % de logro, " + format_integer(score->total.obtained) + " de " +
                   format_integer(score->total.maximum) + " puntos.");
        return;
    }
}

void draw_diagnosis_card(Ui& ui, AppState& app) {
    const Record* diagnosis = app.diagnosis();
    const AssessmentScore* score = diagnosis != nullptr ? score_of(app, *diagnosis) : nullptr;
    if (score == nullptr) return;
    ui.card({.key = "diagnosis", .label = "Diagnóstico"}, [&] {
        ui.stack(2, [&] {
            ui.heading(2, "Diagnóstico");
            ui.caption(cycle_text(app, *diagnosis) + " · " + app.state_name(*diagnosis));
        });
        const std::int64_t questions = score->total.answered + score->total.missing;
        if (!score->is_complete()) {
            ui.progress_bar({.label = "Respondidas",
                             .value = questions > 0 ? static_cast<float>(score->total.answered) /
                                                          static_cast<float>(questions)
                                                    : 0.0F,
                             .text = std::to_string(score->total.answered) + " de " +
                                     std::to_string(questions)});
        }
        if (score->total.answered > 0) {
            ui.progress_bar({.label = std::to_string(score->total.percent()) + " % de logro",
                             .value = static_cast<float>(score->total.percent()) / 100,
                             .text = format_integer(score->total.obtained) + " de " +
                                     format_integer(score->total.maximum) + " puntos"});
        } else {
            draw_previous_result(ui, app, diagnosis->id);
        }
        if (ui.link("Ver el diagnóstico", "diagnostico")) app.navigate("diagnostico");
    });
}

void draw_plan_card(Ui& ui, AppState& app) {
    const Record* plan = app.plan_at_work();
    if (plan == nullptr) return;
    const auto& progress = app.memo<PlanProgress>("progress " + plan->id.to_text(), [&] {
        return plan_progress(*plan, app.lookup(), app.catalog(), app.today());
    });
    ui.card({.key = "plan", .label = "Plan de mejoras"}, [&] {
        ui.stack(2, [&] {
            ui.heading(2, "Plan de mejoras");
            ui.caption(cycle_text(app, *plan) + " · " + app.state_name(*plan));
        });
        const ActivityCounts& counts = progress.activities;
        if (counts.total == 0) {
            ui.text("Todavía no tiene actividades.", {.tone = Tone::muted});
        } else {
            ui.progress_bar(
                {.label = std::to_string(counts.percent()) + " % ejecutado, previsto " +
                          std::to_string(counts.expected_percent()) + " %",
                 .value = static_cast<float>(counts.percent()) / 100,
                 .expected = static_cast<float>(counts.expected_percent()) / 100,
                 .text = std::to_string(counts.executed) + " de " + std::to_string(counts.total)});
        }
        ui.columns_always(
            {fr(1), fr(1)}, [&] { ui.key_value("Propios", format_money(progress.funds.own.kclp)); },
            [&] { ui.key_value("SUBDERE", format_money(progress.funds.subdere.kclp)); });
        if (ui.link("Ver el plan", "plan")) go(app, "plan");
    });
}

/// Where the cycle stands in the programme, and the way to all of it.
void draw_path_row(Ui& ui, AppState& app) {
    const std::string state = app.state_name(*app.cycle());
    ui.card({.key = "path", .padding = 4}, [&] {
        ui.list("Programa", [&] {
            if (ui.list_row({.key = "path",
                             .title = "Camino del programa",
                             .subtitle = state,
                             .icon = Icon::map_pin,
                             .tone = Tone::primary})) {
                app.navigate("camino");
            }
        });
    });
}

void draw_sync_card(Ui& ui, AppState& app) {
    const SyncWords words = sync_words(
        app.sync(), {app.now(), app.platform().zone_offset_minutes(),
                     app.account.storage.is_durable, app.files().pending + app.files().refused});
    ui.card({.key = "sync", .label = "Su trabajo"}, [&] {
        ui.heading(2, "Su trabajo");
        ui.text(words.description);
        const std::string saved = app.saved_text();
        if (!saved.empty()) ui.caption(saved);
        if (ui.button({.label = app.sync().is_running ? "Sincronizando…" : "Sincronizar ahora",
                       .icon = Icon::refresh,
                       .key = "sync_now",
                       .is_disabled = app.sync().is_running || app.sync().is_expired})) {
            app.sync_now();
        }
    });
}

void draw_first_time(Ui& ui, AppState& app) {
    if (app.is_visiting()) {
        draw_enrollment_start(ui, app);
        return;
    }
    if (app.sync().is_running || app.sync().last_sync.ms == 0) {
        if (ui.empty_state({.icon = Icon::cloud,
                            .title = "Recibiendo los datos de su institución",
                            .text = "La primera vez tarda un poco más. Después estarán en este "
                                    "equipo, también sin conexión.",
                            .action = app.sync().is_running ? "" : "Intentarlo ahora"})) {
            app.sync_now();
        }
        return;
    }
    ui.empty_state({.icon = Icon::building,
                    .title = "Su institución todavía no tiene un ciclo",
                    .text = "Cuando SUBDERE invite a su institución al programa, aquí verá sus "
                            "tareas."});
}

}  // namespace

void draw_home(Ui& ui, AppState& app) {
    const std::string role = app.role_names();
    draw_frame(ui, app, {.title = "Inicio"}, [&] {
        ui.stack(2, [&] {
            ui.text(greeting(app), {.size = TextSize::section, .is_semibold = true});
            if (!role.empty()) ui.caption(role);
        });
        if (has_home_care(app)) draw_home_care(ui, app);
        if (app.cycles().empty()) {
            draw_first_time(ui, app);
            draw_sync_card(ui, app);
            return;
        }
        ui.columns(
            {fr(3), fr(2)}, [&] { draw_tasks(ui, app); },
            [&] {
                draw_path_row(ui, app);
                draw_diagnosis_card(ui, app);
                draw_plan_card(ui, app);
                draw_sync_card(ui, app);
            });
    });
}

}  // namespace minga::client
