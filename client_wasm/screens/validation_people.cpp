/// Who validates the cycle: given by SUBDERE, each with their own declaration of interests.
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/validation_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

std::string form_of(const ValidationView& view) {
    return "validator " + view.cycle.id.to_text();
}

void draw_declared(ValidationView& view, const Record& one) {
    Ui& ui = view.ui;
    const std::string& declaration = text_of(one.fields, "declaration");
    const std::string date = format_date(text_of(one.fields, "declared_on"));
    const std::string when = date.empty() ? std::string{} : ", " + date;
    ui.flow({}, [&] {
        if (declaration.empty()) {
            ui.chip("Falta su declaración de intereses", Tone::warn, Icon::circle_alert);
        } else if (declaration == "none") {
            const std::string words = "Sin conflicto de interés" + when;
            ui.chip(words, Tone::ok, Icon::circle_check);
        } else {
            const std::string words = "Con conflicto de interés" + when;
            ui.chip(words, Tone::bad, Icon::circle_alert);
        }
    });
}

void declare(ValidationView& view, const Record& one, std::string_view word) {
    static_cast<void>(view.app.edit(one.id, {{"declaration", Value{std::string{word}}},
                                             {"declared_on", Value{view.app.today().to_text()}}}));
}

/// Only who is named declares; everybody else reads it.
void draw_declaration(ValidationView& view, const Record& one) {
    Ui& ui = view.ui;
    draw_declared(view, one);
    const std::string& declaration = text_of(one.fields, "declaration");
    if (!view.app.may_edit_field(one, "declaration").is_allowed) {
        const std::string& reason = text_of(one.fields, "reason");
        if (declaration == "conflict" && !reason.empty()) {
            ui.key_value("En qué consiste", reason);
        }
        return;
    }
    ui.text(
        "Hay conflicto de interés si usted trabaja o trabajó hace poco en la municipalidad, "
        "la asesora, o tiene en ella parientes o negocios.",
        {.tone = Tone::muted});
    ui.flow({.gap = 8}, [&] {
        if (declaration != "none" && ui.button({.label = "Declaro que no tengo conflicto",
                                                .style = ButtonStyle::primary,
                                                .icon = Icon::check,
                                                .key = "none"})) {
            declare(view, one, "none");
        }
        if (declaration != "conflict" && ui.button({.label = "Tengo un conflicto de interés",
                                                    .icon = Icon::flag,
                                                    .key = "conflict"})) {
            declare(view, one, "conflict");
        }
    });
    if (declaration != "conflict") return;
    RecordForm form{ui, view.app, one};
    form.text("reason", {.label = "En qué consiste",
                         .help = "SUBDERE lo lee y asigna a otra persona.",
                         .length_max = 2000,
                         .rows = 3,
                         .is_multiline = true});
}

void draw_person(ValidationView& view, const Record& one) {
    Ui& ui = view.ui;
    const std::string& name = text_of(one.fields, "validator");
    const std::string& user = text_of(one.fields, "validator_user");
    const std::string& title = name.empty() ? user : name;
    ui.scope(one.id.to_text(), [&] {
        ui.card({.key = "person", .label = title}, [&] {
            ui.stack(2, [&] {
                ui.heading(3, title);
                ui.caption("Usuario: " + user);
            });
            draw_declaration(view, one);
            if (view.app.may(Action::remove, one) && ui.button({.label = "Quitar la asignación",
                                                                .style = ButtonStyle::quiet,
                                                                .icon = Icon::trash,
                                                                .key = "remove",
                                                                .is_small = true})) {
                static_cast<void>(view.app.remove(one.id, "Asignación quitada"));
            }
        });
    });
}

/// People who validate some other cycle, each once.
std::vector<const Record*> known_validators(ValidationView& view) {
    std::vector<const Record*> known;
    const auto& here = view.app.children(view.cycle.id, "validator_assignment");
    for (const Record& one : view.app.list("validator_assignment")) {
        const bool is_new = std::none_of(known.begin(), known.end(), [&](const Record* other) {
            return text_of(other->fields, "validator_user") ==
                   text_of(one.fields, "validator_user");
        });
        const bool is_here = std::any_of(here.begin(), here.end(), [&](const Record& other) {
            return text_of(other.fields, "validator_user") == text_of(one.fields, "validator_user");
        });
        if (is_new && !is_here) known.push_back(&one);
    }
    return known;
}

void draw_known(ValidationView& view) {
    const auto known = known_validators(view);
    if (known.empty()) return;
    std::vector<std::string> names;
    for (const Record* one : known) names.push_back(text_of(one->fields, "validator"));
    const auto chosen = view.ui.select(
        {.key = "known", .label = "Alguien que ya valida otra municipalidad", .options = names});
    if (!chosen) return;
    const Record& one = *known[static_cast<std::size_t>(*chosen)];
    for (const std::string_view key : {"validator", "validator_user"}) {
        view.app.set_draft(form_of(view), key, Value{text_of(one.fields, key)});
    }
    view.ui.request_frame();
}

void draw_new(ValidationView& view) {
    Ui& ui = view.ui;
    const std::string key = form_of(view);
    ui.section("Asignar a quien valida", [&] {
        ui.card({.key = "new", .label = "Asignar a quien valida"}, [&] {
            draw_known(view);
            ui.scope("fields " + std::to_string(view.memory.made), [&] {
                RecordForm form{ui, view.app, "validator_assignment", key};
                ui.columns(
                    {fr(1), fr(1)},
                    [&] { form.text("validator", {.label = "Nombre", .length_max = 200}); },
                    [&] {
                        form.text("validator_user", {.label = "Usuario en Minga",
                                                     .help = "Con el que entra quien valida.",
                                                     .length_max = 80,
                                                     .is_required = true});
                    });
            });
            if (const Error* refusal = view.app.refusal(key)) {
                ui.banner({.tone = Tone::bad, .text = refusal->message, .key = "refused"});
            }
            const bool is_blank = text_of(view.app.draft(key), "validator_user").empty();
            if (!ui.button({.label = "Asignar",
                            .style = ButtonStyle::primary,
                            .icon = Icon::plus,
                            .key = "assign",
                            .is_disabled = is_blank})) {
                return;
            }
            const auto made = view.app.create_from_draft(
                key, "validator_assignment", {{"cycle", Value{view.cycle.id.to_text()}}});
            if (!made) return;
            ++view.memory.made;
            view.app.show_toast("Asignación guardada");
        });
    });
}

}  // namespace

void draw_validation_people(ValidationView& view) {
    Ui& ui = view.ui;
    const auto& people = view.app.children(view.cycle.id, "validator_assignment");
    const bool may_assign = view.app.may_create("validator_assignment", view.cycle.id).is_allowed;
    ui.caption(
        "Quienes validan son externos a la municipalidad. Las mismas personas revisan la "
        "autoevaluación y el plan.");
    if (people.empty()) {
        ui.empty_state({.icon = Icon::users,
                        .title = "Todavía no se asigna a quienes validan",
                        .text = may_assign ? "Asigne al menos a una persona. Antes de validar, "
                                             "declarará si tiene un conflicto de interés."
                                           : "SUBDERE asigna a quienes validan."});
    }
    for (const Record& one : people) draw_person(view, one);
    if (may_assign) draw_new(view);
}

}  // namespace minga::client
