/// Form 1 of the guide: an immediate action (AMI) in the panel, and how it is going.
#include "client_wasm/screens/immediate_actions_view.hpp"
#include "client_wasm/screens/panel_form.hpp"
#include "client_wasm/screens/printing.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/subcriteria_field.hpp"

namespace minga::client {
namespace {

std::string form_key(const Record& plan) {
    return "immediate_action " + plan.id.to_text();
}

/// Side by side where the panel has room for a name.
void draw_person(Ui& ui, RecordForm& form, std::string_view title, std::string_view name,
                 std::string_view position, std::string_view position_label) {
    ui.stack(8, [&] {
        form.text(name, {.label = title, .length_max = 200});
        form.text(position, {.label = position_label, .length_max = 200});
    });
}

void draw_fields(Ui& ui, AppState& app, RecordForm& form, ActionsMemory& memory) {
    form.text("name", {.label = "Nombre de la AMI",
                       .help = "Breve: qué va a cambiar.",
                       .length_max = 200,
                       .rows = 2,
                       .is_multiline = true,
                       .is_required = true});
    form.text("characterization", {.label = "Qué se hará",
                                   .help = "Cómo se desarrollará, sin recursos adicionales.",
                                   .length_max = 4000,
                                   .rows = 3,
                                   .is_multiline = true});
    form.date("due_date",
              {.label = "Plazo de ejecución", .help = "Día en que estará implementada."});
    draw_person(ui, form, "Responsable de la implementación", "implementation_owner",
                "implementation_position", "Cargo de quien implementa");
    draw_person(ui, form, "Responsable de la mantención", "maintenance_owner",
                "maintenance_position", "Cargo de quien mantiene");
    form.text("verification_means", {.label = "Medio de verificación",
                                     .help = "Con qué se comprueba que se hizo.",
                                     .length_max = 2000,
                                     .rows = 2,
                                     .is_multiline = true});
    draw_subcriteria_field(ui, app, form, "subcriteria", memory.shows_subcriteria);
}

/// The steps that the workflow offers from here, each with what it still lacks.
void draw_steps(Ui& ui, AppState& app, const Record& action) {
    const auto& moves = app.moves(action, "status");
    if (moves.empty()) return;
    ui.heading(3, "Seguimiento de la acción");
    bool is_first = true;
    for (const StateMove& move : moves) {
        const bool is_lapse = move.to == "lapsed";
        const bool is_main = is_first && !is_lapse && move.may.is_allowed;
        if (ui.button({.label = move.transition->name,
                       .style = is_main ? ButtonStyle::primary : ButtonStyle::secondary,
                       .icon = is_lapse ? Icon::x : Icon::check,
                       .key = move.transition->key,
                       .is_disabled = !move.may.is_allowed,
                       .is_full_width = true})) {
            static_cast<void>(app.edit(action.id, "status", Value{std::string{move.to}}));
        }
        if (!move.may.is_allowed) ui.caption(move.may.reason);
        if (is_main) is_first = false;
    }
    const Error* refusal = app.refusal(action.id);
    if (refusal != nullptr && refusal->field == "status") {
        ui.banner({.tone = Tone::bad, .text = refusal->message, .key = "refused"});
    }
}

}  // namespace

void draw_action(Ui& ui, AppState& app, const Record& action, ActionsMemory& memory) {
    const StateWord word = action_word(action, app.today());
    ui.flow({.gap = 8}, [&] {
        ui.chip(word.text, word.tone, word.icon);
        if (!memory.just_added.empty()) ui.chip("Acción guardada", Tone::ok, Icon::check);
    });
    draw_read_only_reason(ui, app.may(Action::edit, action));
    ui.scope(action.id.to_text(), [&] {
        draw_steps(ui, app, action);
        ui.heading(3, "Ficha de la acción");
        RecordForm form{ui, app, action};
        draw_fields(ui, app, form, memory);
        if (ui.button({.label = "Imprimir esta ficha",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::printer,
                       .key = "print"})) {
            print_record(app, PaperKind::immediate_action, action);
        }
        if (draw_panel_foot(ui, app, action,
                            {.remove_label = "Eliminar acción", .removed = "Acción eliminada"})) {
            memory.close();
        }
    });
}

void draw_new_action(Ui& ui, AppState& app, const Record& plan, ActionsMemory& memory) {
    const std::string key = form_key(plan);
    if (!memory.just_added.empty()) {
        const std::string text = "«" + shortened(memory.just_added, 80) + "» quedó en la lista.";
        ui.banner({.tone = Tone::ok, .title = "Acción guardada", .text = text, .key = "added"});
    }
    // Each new one has fields of its own, so that nothing of the one before stays in them.
    ui.scope("new " + std::to_string(memory.added), [&] {
        RecordForm form{ui, app, "immediate_action", key};
        draw_fields(ui, app, form, memory);
    });
    const std::string name = text_of(app.draft(key), "name");
    const auto made = draw_make_buttons(ui, app,
                                        {.form = key,
                                         .kind = "immediate_action",
                                         .parent_field = "plan",
                                         .parent = plan.id,
                                         .save_label = "Guardar acción",
                                         .again_label = "Guardar y agregar otra"});
    if (!made) return;
    app.announce("Acción guardada: " + name);
    if (!made->goes_on) memory.open(made->id);
    memory.just_added = name;
    memory.shows_subcriteria = false;
    ++memory.added;
}

}  // namespace minga::client
