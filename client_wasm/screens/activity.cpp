/// One activity in the panel beside its line.
#include "client_wasm/app/history_sheet.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

const std::vector<std::string>& status_keys() {
    static const std::vector<std::string> keys{"programmed", "in_progress", "executed"};
    return keys;
}

const std::vector<std::string>& status_names() {
    static const std::vector<std::string> names{"Programada", "En curso", "Ejecutada"};
    return names;
}

std::string form_key(const LineView& view) {
    return "activity " + view.id();
}

/// Months are offered from those of the line on; what lies outside is refused with its reason.
MonthField month_look(std::string_view label) {
    return {.label = label};
}

void draw_fields(LineView& view, RecordForm& form) {
    Ui& ui = view.ui;
    if (view.memory.wants_focus) {
        view.memory.wants_focus = false;
        if (form.may_edit()) ui.focus("name");
    }
    form.text("name", {.label = "Nombre de la actividad",
                       .length_max = 300,
                       .rows = 2,
                       .is_multiline = true,
                       .is_required = true});
    const std::string period = period_within(text_of(view.line.fields, "start_month"),
                                             text_of(view.line.fields, "end_month"));
    ui.stack(6, [&] {
        ui.columns(
            {fr(1), fr(1)},
            [&] { form.month("start_month", month_look("Inicio de la actividad")); },
            [&] { form.month("end_month", month_look("Término de la actividad")); });
        if (form.may_edit()) ui.caption("Período de la línea: " + period + ".");
    });
    ui.columns(
        {fr(1), fr(1)}, [&] { form.money("own_kclp", "Recursos propios (M$)"); },
        [&] { form.money("subdere_kclp", "Recursos SUBDERE (M$)"); });
    form.text("owner", {.label = "Responsable de la actividad", .length_max = 200});
    form.text("owner_position", {.label = "Cargo del responsable", .length_max = 200});
}

/// The state and, once executed, the day. Choosing "Ejecutada" takes today where none is written.
void draw_status(LineView& view, RecordForm& form, const Record& activity) {
    const FieldView status = form.view("status");
    const std::string shown = status.text.empty() ? "programmed" : status.text;
    int selected = 0;
    for (std::size_t index = 0; index < status_keys().size(); ++index) {
        if (status_keys()[index] == shown) selected = static_cast<int>(index);
    }
    if (!form.may_edit() || !status.is_editable) {
        view.ui.key_value("Estado", status_names()[static_cast<std::size_t>(selected)]);
    } else {
        const auto chosen = view.ui.select({.key = "status",
                                            .label = "Estado de la actividad",
                                            .options = status_names(),
                                            .selected = selected,
                                            .error = status.error,
                                            .saved = status.saved});
        if (chosen) {
            const std::string& key = status_keys()[static_cast<std::size_t>(*chosen)];
            FieldMap changes{{"status", key}};
            const bool has_day = !text_of(activity.fields, "executed_on").empty();
            if (key == "executed" && !has_day) {
                changes.emplace("executed_on", view.app.today().to_text());
            }
            static_cast<void>(view.app.edit(activity.id, std::move(changes)));
        }
    }
    if (shown == "executed") form.date("executed_on", {.label = "Fecha de ejecución"});
}

void draw_after(LineView& view, const Record& activity) {
    Ui& ui = view.ui;
    const bool may_add = view.app.may_create("activity", view.line.id).is_allowed;
    ui.divider();
    ui.flow({.gap = 8}, [&] {
        if (may_add && ui.button({.label = "Agregar otra",
                                  .style = ButtonStyle::primary,
                                  .icon = Icon::plus,
                                  .key = "another"})) {
            view.memory.open(PlanPanel::new_activity);
            ui.request_frame();
        }
        if (ui.button({.label = "Listo", .icon = Icon::check, .key = "done"})) {
            view.memory.close();
            ui.request_frame();
        }
        draw_record_history_button(ui, view.app, activity);
        if (view.app.may(Action::remove, activity) && ui.button({.label = "Eliminar actividad",
                                                                 .style = ButtonStyle::danger,
                                                                 .icon = Icon::trash,
                                                                 .key = "remove"})) {
            if (view.app.remove(activity.id, "Actividad eliminada")) view.memory.close();
        }
    });
}

}  // namespace

void draw_activity(LineView& view, const Record& activity) {
    Ui& ui = view.ui;
    const StateWord word = activity_word(activity, view.app.this_month());
    ui.flow({.gap = 8}, [&] {
        ui.chip(word.text, word.tone, word.icon);
        if (!view.memory.just_added.empty()) ui.chip("Actividad guardada", Tone::ok, Icon::check);
    });
    draw_read_only_reason(ui, view.app.may(Action::edit, activity));
    ui.scope(activity.id.to_text(), [&] {
        RecordForm form{ui, view.app, activity};
        draw_fields(view, form);
        draw_status(view, form, activity);
        draw_after(view, activity);
    });
}

void draw_new_activity(LineView& view) {
    Ui& ui = view.ui;
    const std::string key = form_key(view);
    PlanMemory& memory = view.memory;
    if (!memory.just_added.empty()) {
        const std::string text = "«" + shortened(memory.just_added, 80) + "» quedó en la línea.";
        const std::string title =
            memory.added == 1 ? "Actividad guardada"
                              : "Van " + std::to_string(memory.added) + " actividades guardadas";
        ui.banner({.tone = Tone::ok, .title = title, .text = text, .key = "added"});
    }
    // Each new one has fields of its own, so that nothing of the one before stays in them.
    ui.scope("new " + std::to_string(memory.added), [&] {
        RecordForm form{ui, view.app, "activity", key};
        draw_fields(view, form);
    });
    const std::string owner = text_of(view.app.draft(key), "owner");
    const std::string position = text_of(view.app.draft(key), "owner_position");
    const auto added = draw_add_buttons(view, {.form = key,
                                               .kind = "activity",
                                               .parent_field = "action_line",
                                               .save_label = "Guardar actividad",
                                               .again_label = "Guardar y agregar otra",
                                               .name_field = "name"});
    if (!added) return;
    view.app.announce("Actividad guardada: " + memory.just_added);
    memory.wants_focus = true;
    if (!added->goes_on) {
        const std::string name = memory.just_added;
        memory.open(PlanPanel::activity, added->id);
        memory.just_added = name;
        memory.wants_focus = false;
        return;
    }
    // The next one is often of the same person.
    if (!owner.empty()) view.app.set_draft(key, "owner", owner);
    if (!position.empty()) view.app.set_draft(key, "owner_position", position);
}

}  // namespace minga::client
