#include "client_wasm/screens/diagnosis_view.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/widgets/format.hpp"

#include <string>

namespace minga::client {
namespace {

void draw_meeting(DiagnosisView& view) {
    Ui& ui = view.ui;
    RecordForm form{ui, view.app, view.assessment};
    const auto minutes = form.view("duration_minutes").number.value_or(0);
    std::string duration = "Se estiman " +
                           format_duration(view.model.instrument->duration_minutes()) + " (" +
                           std::to_string(view.model.instrument->duration_minutes()) + " minutos).";
    if (minutes > 0) duration = "Son " + format_duration(minutes) + ".";
    ui.section("La reunión", [&] {
        ui.card({.key = "meeting", .label = "Datos de la reunión"}, [&] {
            const auto date = [&] { form.date("date", {.label = "Fecha de aplicación"}); };
            const auto minutes_field = [&] {
                form.whole_number("duration_minutes",
                                  {.label = "Duración en minutos", .help = duration});
            };
            if (ui.width() >= 480) {
                ui.columns_always({fr(1), fr(1)}, date, minutes_field);
            } else {
                date();
                minutes_field();
            }
            form.text("description", {.label = "Descripción de la reunión",
                                      .help = "Dónde fue, quién la condujo y cómo se acordaron las "
                                              "respuestas.",
                                      .length_max = 4000,
                                      .rows = 4,
                                      .is_multiline = true});
            form.text("observations", {.label = "Principales observaciones del proceso",
                                       .help = "Dudas, desacuerdos y la lista de servicios "
                                               "principales que se acordó.",
                                       .length_max = 4000,
                                       .rows = 4,
                                       .is_multiline = true});
        });
    });
}

}  // namespace

void draw_diagnosis_act(DiagnosisView& view) {
    Ui& ui = view.ui;
    if (ui.width() >= 920) {
        ui.columns(
            {fr(1.5F), fr(1)}, [&] { draw_diagnosis_participants(view); },
            [&] {
                draw_diagnosis_closing(view);
                draw_meeting(view);
            });
        return;
    }
    draw_diagnosis_participants(view);
    draw_meeting(view);
    draw_diagnosis_closing(view);
}

}  // namespace minga::client
