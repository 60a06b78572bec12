/// Observations of a review, and the answers to them: they go back and forth until each is settled.
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/validation_view.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

std::string form_of(const Record& review) {
    return "observation " + review.id.to_text();
}

/// What an observation may speak of: the elements and the subcriteria by name, and the plan.
const std::vector<std::string>& targets(ValidationView& view) {
    return view.app.memo<std::vector<std::string>>("observation targets", [&] {
        const Model& model = view.app.catalog().model();
        std::vector<std::string> names{"En general"};
        for (const Subcriterion& one : model.subcriteria()) {
            names.push_back("Subcriterio " + std::to_string(one.number) + ". " + one.name);
        }
        for (const Element& one : model.elements()) {
            names.push_back("Elemento " + one.key + ". " + one.name);
        }
        return names;
    });
}

void draw_state(ValidationView& view, const Record& one) {
    const bool is_answered = !text_of(one.fields, "response").empty();
    view.ui.flow({}, [&] {
        if (boolean_of(one.fields, "resolved")) {
            view.ui.chip("Resuelta", Tone::ok, Icon::circle_check);
        } else if (is_answered) {
            view.ui.chip("Respondida", Tone::primary, Icon::message);
        } else {
            view.ui.chip("Sin respuesta", Tone::warn, Icon::circle_alert);
        }
    });
}

/// Each part is written by its own side: the observation by who validates, the answer by the
/// municipality, and whether it is settled by who validates again.
void draw_observation(ValidationView& view, const Record& one) {
    Ui& ui = view.ui;
    const std::string& target = text_of(one.fields, "target");
    ui.scope(one.id.to_text(), [&] {
        const std::string title = target.empty() ? "En general" : target;
        ui.card({.key = "observation", .label = title, .padding = 12, .is_flat = true}, [&] {
            ui.text(title, {.is_semibold = true});
            draw_state(view, one);
            const auto draw = [&](std::string_view key, const TextField& look) {
                if (view.app.may_edit_field(one, key).is_allowed) {
                    RecordForm form{ui, view.app, one};
                    form.text(key, look);
                } else {
                    const std::string& text = text_of(one.fields, key);
                    ui.key_value(look.label, text.empty() ? "—" : text);
                }
            };
            draw("text",
                 {.label = "Observación", .length_max = 4000, .rows = 3, .is_multiline = true});
            draw("response", {.label = "Respuesta de la municipalidad",
                              .length_max = 4000,
                              .rows = 3,
                              .is_multiline = true});
            if (!view.app.may_edit_field(one, "resolved").is_allowed) return;
            RecordForm form{ui, view.app, one};
            form.yes_no("resolved", {.label = "Quedó resuelta"});
        });
    });
}

void draw_new(ValidationView& view, const Record& review) {
    Ui& ui = view.ui;
    const std::string key = form_of(review);
    ui.scope("new " + std::to_string(view.memory.made), [&] {
        RecordForm form{ui, view.app, "observation", key};
        form.choice("target", targets(view),
                    {.label = "Sobre qué", .options = targets(view), .placeholder = "En general"});
        form.text("text", {.label = "Nueva observación",
                           .help = "Qué se debe corregir o aclarar, y con qué se comprobará.",
                           .length_max = 4000,
                           .rows = 3,
                           .is_multiline = true});
        const bool is_blank = text_of(view.app.draft(key), "text").empty();
        if (!ui.button({.label = "Agregar observación",
                        .icon = Icon::plus,
                        .key = "add",
                        .is_disabled = is_blank})) {
            return;
        }
        const auto made = view.app.create_from_draft(key, "observation",
                                                     {{"review", Value{review.id.to_text()}}});
        if (!made) return;
        ++view.memory.made;
        view.app.show_toast("Observación guardada");
    });
}

}  // namespace

void draw_observations(ValidationView& view, const Record& review) {
    Ui& ui = view.ui;
    const auto& observations = view.app.children(review.id, "observation");
    const bool may_add = view.app.may_create("observation", review.id).is_allowed;
    if (observations.empty() && !may_add) return;
    ui.heading(4, "Observaciones");
    for (const Record& one : observations) draw_observation(view, one);
    if (may_add) draw_new(view, review);
}

}  // namespace minga::client
