/// The diagnosis' screen while the cycle has none. The first one comes with the cycle; later ones
/// may apply the instrument again.
#include "client_wasm/screens/cycle_view.hpp"

#include <string>

namespace minga::client {
namespace {

FieldMap diagnosis_fields(AppState& app, const Record& cycle) {
    const Instrument& instrument = app.catalog().current_instrument(InstrumentKind::diagnostic);
    return {{"cycle", Value{cycle.id.to_text()}},
            {"type", Value{std::string{assessment_type_key(InstrumentKind::diagnostic)}}},
            {"instrument", Value{instrument.key()}}};
}

bool may_begin(AppState& app, const Record& cycle) {
    return app.may_make("assessment", cycle, diagnosis_fields(app, cycle)).is_allowed;
}

void draw_begin(Ui& ui, AppState& app, const Record& cycle) {
    const std::string title = "El " + cycle_words(cycle) + " no tiene diagnóstico";
    const bool may = may_begin(app, cycle);
    if (ui.empty_state({.icon = Icon::clipboard_check,
                        .title = title,
                        .text = may ? "El programa sigue con la autoevaluación. Si aplica el "
                                      "instrumento otra vez, podrá comparar los dos ciclos."
                                    : "El programa sigue con la autoevaluación. Si se aplica el "
                                      "instrumento otra vez, lo comienza la Secretaría Municipal.",
                        .action = may ? "Comenzar el diagnóstico" : ""})) {
        static_cast<void>(app.create("assessment", diagnosis_fields(app, cycle)));
    }
    const auto& others = app.diagnoses();
    if (others.empty()) return;
    const Record* other = cycle_of(app, *others.front().record);
    const std::string label =
        "Ver el del " + (other != nullptr ? cycle_words(*other) : std::string{"ciclo anterior"});
    ui.flow({.align = Align::center}, [&] {
        if (ui.button({.label = label, .style = ButtonStyle::quiet, .key = "other"})) {
            app.select_diagnosis(others.front().id);
        }
    });
}

}  // namespace

void draw_diagnosis_start(Ui& ui, AppState& app) {
    static_cast<void>(draw_frame(ui, app, {.title = "Diagnóstico", .width_max = 720}, [&] {
        const Record* cycle = app.cycle();
        if (cycle != nullptr) {
            draw_cycle_choice(ui, app, cycle->id);
            return draw_begin(ui, app, *cycle);
        }
        ui.empty_state({.icon = Icon::clipboard_check,
                        .title = "Todavía no hay un diagnóstico",
                        .text = "El diagnóstico aparece aquí cuando se abre un ciclo del programa. "
                                "Si ya se abrió, sincronice este equipo."});
    }));
}

}  // namespace minga::client
