/// "Firmas": which documents of the cycle are signed by whom, and which signatures are missing.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/documents_view.hpp"
#include "client_wasm/screens/screens.hpp"
#include "shared/rules/signing.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

struct SignaturesView {
    Ui& ui;
    AppState& app;
    const Record& cycle;
};

const std::vector<SigningState>& states_of(SignaturesView& view) {
    return view.app.memo<std::vector<SigningState>>("signing " + view.cycle.id.to_text(), [&] {
        std::vector<SigningState> states;
        for (const SignedDocument& one : view.app.catalog().positions().signed_documents()) {
            states.push_back(signing_state(one, view.cycle, view.app.lookup(), view.app.catalog()));
        }
        return states;
    });
}

FieldMap signature_fields(const SignaturesView& view, const SigningState& state,
                          const std::string& capacity) {
    return {{"subject", Value{state.subject->id.to_text()}},
            {"function", Value{capacity}},
            {"name", Value{view.app.actor().name}},
            {"signed_at", Value{view.app.now().to_text()}},
            {"digest", Value{state.digest}}};
}

bool may_sign(SignaturesView& view, const SigningState& state, const std::string& capacity) {
    FieldMap fields = signature_fields(view, state, capacity);
    return view.app.may_make("signature", *state.subject, std::move(fields)).is_allowed;
}

/// "Ana Ríos · hoy, 10:42".
std::string signed_words(SignaturesView& view, const Record& signature) {
    std::string words = text_of(signature.fields, "name");
    const auto at = Instant::parse(text_of(signature.fields, "signed_at"));
    if (at) words += " · " + view.app.moment_text(*at);
    return words;
}

void draw_signer(SignaturesView& view, const SignatureState& one) {
    const bool is_signed = one.signature.has_value();
    std::string subtitle = "Falta su firma";
    if (is_signed) subtitle = "Firmó " + signed_words(view, *one.signature);
    if (one.is_outdated) subtitle += ". Después se cambió lo que firmó: conviene firmar de nuevo";
    const std::string name = one.name + ": " + subtitle;
    static_cast<void>(
        view.ui.list_row({.key = one.capacity,
                          .title = one.name,
                          .subtitle = subtitle,
                          .name = name,
                          .icon = one.is_outdated ? Icon::triangle_alert
                                  : is_signed     ? Icon::circle_check
                                                  : Icon::circle_alert,
                          .tone = is_signed && !one.is_outdated ? Tone::ok : Tone::warn,
                          .is_static = true}));
}

void draw_sign(SignaturesView& view, const SigningState& state, const SignatureState& one) {
    if (one.signature && !one.is_outdated) return;
    if (!may_sign(view, state, one.capacity)) return;
    const std::string label = "Firmar como " + one.name;
    const std::string key = "sign " + one.capacity;
    if (!view.ui.button({.label = label,
                         .style = ButtonStyle::primary,
                         .icon = Icon::pencil,
                         .key = key,
                         .is_full_width = view.ui.is_phone()})) {
        return;
    }
    const auto made = view.app.create("signature", signature_fields(view, state, one.capacity),
                                      "sign " + state.document->key);
    if (made) view.app.show_toast("Firma guardada");
}

void draw_absent(SignaturesView& view, const SigningState& state) {
    const auto types = document_types_of(view.app, view.cycle);
    const bool may_add = std::any_of(types.begin(), types.end(), [&](const DocumentType* type) {
        return type->key == state.document->key;
    });
    view.ui.text(may_add ? "Todavía no se registra. Después podrá firmarse."
                         : "Todavía no se registra. Cuando lo agregue quien corresponde, podrá "
                           "firmarse.",
                 {.tone = Tone::muted});
    if (may_add && view.ui.button({.label = "Agregar el documento",
                                   .icon = Icon::plus,
                                   .key = "add",
                                   .is_small = true})) {
        start_document(view.app, view.cycle, state.document->key);
    }
}

void draw_state(SignaturesView& view, const SigningState& state) {
    Ui& ui = view.ui;
    const auto missing = static_cast<std::int64_t>(state.missing());
    ui.flow({}, [&] {
        if (!state.subject) {
            ui.chip("Por registrar", Tone::neutral, Icon::circle);
        } else if (missing == 0) {
            ui.chip("Firmas completas", Tone::ok, Icon::circle_check);
        } else {
            const std::string words = std::string{missing == 1 ? "Falta " : "Faltan "} +
                                      counted(missing, "firma", "firmas");
            ui.chip(words, Tone::warn, Icon::circle_alert);
        }
    });
}

void draw_document(SignaturesView& view, const SigningState& state) {
    Ui& ui = view.ui;
    const SignedDocument& document = *state.document;
    ui.scope(document.key, [&] {
        ui.card({.key = "document", .label = document.name}, [&] {
            ui.stack(2, [&] {
                ui.heading(2, document.name);
                ui.caption(document.text);
            });
            draw_state(view, state);
            if (!state.subject) return draw_absent(view, state);
            ui.list("Firmas de «" + document.name + "»", [&] {
                for (const SignatureState& one : state.signatures) draw_signer(view, one);
            });
            for (const SignatureState& one : state.signatures) draw_sign(view, state, one);
            if (const Error* refusal = view.app.refusal("sign " + document.key)) {
                ui.banner({.tone = Tone::bad,
                           .title = "No se firmó",
                           .text = refusal->message,
                           .key = "refused"});
            }
        });
    });
}

}  // namespace

void draw_signatures(Ui& ui, AppState& app) {
    const Record* cycle = app.cycle();
    static_cast<void>(
        draw_frame(ui, app, {.title = "Firmas", .back = "mas", .width_max = 760}, [&] {
            if (cycle == nullptr) {
                ui.empty_state({.icon = Icon::pencil,
                                .title = "Todavía no hay un ciclo",
                                .text = "Los documentos que se firman pertenecen a un ciclo del "
                                        "programa. Cuando exista, aparecerán aquí."});
                return;
            }
            SignaturesView view{ui, app, *cycle};
            ui.caption(
                "Cada persona firma con su propia cuenta: queda su nombre, la hora y un resumen "
                "de lo que firmó. No reemplaza a la firma electrónica avanzada; el documento "
                "que la lleva se adjunta en «Documentos y fotos».");
            for (const SigningState& state : states_of(view)) draw_document(view, state);
        }));
}

}  // namespace minga::client
