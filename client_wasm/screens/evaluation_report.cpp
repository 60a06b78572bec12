/// What the report of the self-assessment is made of, how much of it is there, and handing it in.
#include "client_wasm/screens/documents_view.hpp"
#include "client_wasm/screens/evaluation_view.hpp"
#include "client_wasm/screens/precondition_places.hpp"
#include "client_wasm/screens/record_moves.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/closed.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace minga::client {
namespace {

const Record* document_of(EvaluationView& view, const Record& cycle, std::string_view type) {
    const auto& documents = view.app.children(cycle.id, "document");
    const auto found = std::find_if(documents.rbegin(), documents.rend(), [&](const Record& one) {
        return text_of(one.fields, "type") == type;
    });
    return found == documents.rend() ? nullptr : &*found;
}

void draw_row(EvaluationView& view, const ReportPart& part, std::string_view subtitle, bool is_done,
              bool is_static) {
    const std::string name = part.name + (is_done ? ", listo" : ", falta");
    if (!view.ui.list_row({.key = part.key,
                           .title = part.name,
                           .subtitle = subtitle,
                           .name = name,
                           .icon = is_done ? Icon::circle_check : Icon::circle_alert,
                           .tone = is_done ? Tone::ok : Tone::warn,
                           .is_static = is_static})) {
        return;
    }
    const auto cycle = Id::parse(text_of(view.assessment.fields, "cycle"));
    const Record* above = cycle ? view.app.find(*cycle) : nullptr;
    if (part.document.empty() || above == nullptr) return view.app.navigate("evaluacion");
    const Record* document = document_of(view, *above, part.document);
    if (document != nullptr) {
        view.app.navigate("documentos/" + document->id.to_text());
    } else {
        start_document(view.app, *above, part.document);
    }
}

void draw_document_part(EvaluationView& view, const Record& cycle, const ReportPart& part) {
    const Record* document = document_of(view, cycle, part.document);
    std::string subtitle = "Falta";
    if (document != nullptr) {
        const std::string& date = text_of(document->fields, "date");
        subtitle = date.empty() ? "Registrado" : "Del " + format_date(date);
    }
    const auto types = document_types_of(view.app, cycle);
    const bool may_add = std::any_of(types.begin(), types.end(), [&](const DocumentType* type) {
        return type->key == part.document;
    });
    draw_row(view, part, subtitle, document != nullptr, document == nullptr && !may_add);
}

/// Evidence and scores are written element by element.
void draw_written_part(EvaluationView& view, const ReportPart& part) {
    const EvaluationModel& model = view.model;
    const int done =
        part.key == "scores" ? static_cast<int>(model.own.total.answered) : model.with_evidence;
    const std::string subtitle =
        std::to_string(done) + " de " + std::to_string(model.count()) + " elementos";
    draw_row(view, part, subtitle, done == model.count(), false);
}

}  // namespace

void draw_evaluation_report(EvaluationView& view) {
    Ui& ui = view.ui;
    const auto id = Id::parse(text_of(view.assessment.fields, "cycle"));
    const Record* cycle = id ? view.app.find(*id) : nullptr;
    const auto parts = [&] {
        ui.section("Partes del informe", [&] {
            ui.card({.key = "parts", .padding = 4}, [&] {
                ui.list("Partes del informe", [&] {
                    for (const ReportPart& part : view.model.instrument->report_parts()) {
                        if (part.document.empty()) {
                            draw_written_part(view, part);
                        } else if (cycle != nullptr) {
                            draw_document_part(view, *cycle, part);
                        }
                    }
                });
            });
        });
    };
    const auto settles = [](std::string_view key) { return !place_of_precondition(key).empty(); };
    const auto jump = [&](std::string_view key) { view.app.navigate(place_of_precondition(key)); };
    const auto moves = [&] {
        ui.section("Terminar", [&] {
            ui.card({.key = "closing", .label = "Terminar la autoevaluación"}, [&] {
                draw_record_moves(
                    ui, view.app, view.assessment,
                    {.none_text = "Desde aquí su rol no cambia el estado de la autoevaluación.",
                     .has_place = settles,
                     .jump = jump});
            });
        });
    };
    if (ui.width() >= 900) {
        ui.columns({fr(1.2F), fr(1)}, parts, moves);
    } else {
        parts();
        moves();
    }
}

void draw_no_evaluation(Ui& ui, AppState& app, const Record& cycle) {
    const Instrument& instrument =
        app.catalog().current_instrument(InstrumentKind::self_assessment);
    const std::int64_t phase = self_assessment_phase(instrument, app.catalog().workflow());
    Ancestry ancestry{cycle, app.lookup()};
    const Machine* machine = machine_of(ancestry, "state", app.catalog());
    const State* state =
        machine != nullptr ? machine->find_state(state_of(*machine, cycle)) : nullptr;
    const std::int64_t present = state != nullptr ? state->phase : -1;
    EmptyState empty{.icon = Icon::clipboard_check,
                     .title = "Este ciclo no tiene una autoevaluación",
                     .text =
                         "Si se hizo en otro lugar, sus documentos pueden adjuntarse en "
                         "«Documentos y fotos».",
                     .action = "Ver el camino del programa"};
    std::string text;
    FieldMap fields{
        {"cycle", Value{cycle.id.to_text()}},
        {"type", Value{std::string{assessment_type_key(InstrumentKind::self_assessment)}}},
        {"instrument", Value{instrument.key()}}};
    bool may_begin = false;
    if (present >= 0 && present < phase) {
        text = "Es la fase " + std::to_string(phase) + " del programa; este ciclo está en la " +
               std::to_string(present) + ".";
        empty.title = "La autoevaluación viene más adelante";
        empty.text = text;
    } else if (present == phase) {
        const MayDo may = app.may_make("assessment", cycle, fields);
        may_begin = may.is_allowed;
        if (!may_begin) text = may.reason;
        empty.title =
            may_begin ? "Comience la autoevaluación" : "La autoevaluación todavía no comienza";
        empty.text = may_begin ? "Se escribe la evidencia y se asigna el puntaje de cada elemento "
                                 "de gestión. Todo queda guardado, también sin conexión."
                               : std::string_view{text};
        if (may_begin) empty.action = "Comenzar";
    }
    if (!ui.empty_state(empty)) return;
    if (!may_begin) return app.navigate("camino");
    static_cast<void>(app.create("assessment", std::move(fields)));
}

}  // namespace minga::client
