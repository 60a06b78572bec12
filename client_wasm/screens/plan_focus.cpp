#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

namespace minga::client {
namespace {

void draw_fields(Ui& ui, RecordForm& form) {
    const auto area = [&](std::string_view key, std::string_view label, std::string_view help) {
        form.text(
            key,
            {.label = label, .help = help, .length_max = 4000, .rows = 4, .is_multiline = true});
    };
    ui.columns(
        {fr(1), fr(1)},
        [&] {
            ui.section("El foco", [&] {
                ui.card({.key = "focus", .label = "Foco estratégico"}, [&] {
                    area("focus_what", "Qué se quiere lograr",
                         "El cambio que la municipalidad busca con este plan.");
                    area("focus_why", "Por qué es importante",
                         "Qué problema resuelve y a quiénes beneficia.");
                    area("main_opportunities", "Principales oportunidades de mejora",
                         "Las del Informe de Autoevaluación y del Informe de Retroalimentación.");
                });
            });
        },
        [&] {
            ui.section("A qué contribuye", [&] {
                ui.card({.key = "objectives", .label = "Objetivos"}, [&] {
                    area("strategic_objectives", "Objetivos estratégicos",
                         "Los de la municipalidad, uno por línea.");
                    area("pladeco_objectives", "Objetivos del PLADECO",
                         "Los del Plan de Desarrollo Comunal a los que aporta, uno por línea.");
                });
            });
            ui.section("Horizonte", [&] {
                ui.card({.key = "horizon", .label = "Horizonte del plan"}, [&] {
                    ui.columns(
                        {fr(1), fr(1)},
                        [&] { form.month("start_month", {.label = "Inicio del plan"}); },
                        [&] { form.month("end_month", {.label = "Término del plan"}); });
                    form.yes_no("focus_reviewed",
                                {.label = "El foco se revisó al final del diseño",
                                 .help = "Con el Comité completo y el alcalde o la alcaldesa."});
                });
            });
        });
}

}  // namespace

void draw_plan_focus(Ui& ui, AppState& app, const Record& plan) {
    const std::string context = context_of_plan(app, plan);
    static_cast<void>(
        draw_frame(ui, app, {.title = "Foco estratégico", .back = "plan", .context = context}, [&] {
            draw_read_only_reason(ui, app.may(Action::edit, plan));
            RecordForm form{ui, app, plan};
            draw_fields(ui, form);
        }));
}

}  // namespace minga::client
