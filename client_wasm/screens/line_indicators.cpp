#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <string>

namespace minga::client {
namespace {

std::string form_key(const LineView& view) {
    return "indicator " + view.id();
}

std::string target_text(AppState& app, const Record& indicator) {
    const FieldView target = app.field(indicator, "target");
    if (target.text.empty()) return {};
    const std::string& unit = text_of(indicator.fields, "unit");
    return "Meta " + target.text + (unit.empty() ? "" : " " + unit);
}

/// A target is a number with up to three decimals, written with a comma.
void draw_target(LineView& view, RecordForm& form) {
    const FieldView field = form.view("target");
    if (!form.may_edit() || !field.is_editable) {
        view.ui.key_value("Meta", field.text.empty() ? "—" : field.text);
        return;
    }
    const auto typed = view.ui.text_field({.key = "target",
                                           .label = "Meta",
                                           .value = field.text,
                                           .error = field.error,
                                           .saved = field.saved,
                                           .hint = InputHint::decimal,
                                           .length_max = 20});
    if (!typed) return;
    if (form.record() != nullptr) {
        static_cast<void>(view.app.edit_text(form.record()->id, "target", *typed));
        return;
    }
    const auto number = Decimal::parse(*typed);
    if (typed->empty()) {
        form.store("target", {});
    } else if (number) {
        form.store("target", Value{*number});
    } else {
        form.store("target", Value{*typed});
    }
}

void draw_fields(LineView& view, RecordForm& form) {
    Ui& ui = view.ui;
    form.text("name", {.label = "Nombre del indicador", .length_max = 200, .is_required = true});
    form.text("formula",
              {.label = "Fórmula de cálculo", .length_max = 2000, .rows = 2, .is_multiline = true});
    ui.columns_always(
        {fr(1), fr(1)}, [&] { draw_target(view, form); },
        [&] {
            form.text("unit", {.label = "Unidad", .placeholder = "%, días…", .length_max = 40});
        });
    form.text(
        "verification_means",
        {.label = "Medio de verificación", .length_max = 2000, .rows = 2, .is_multiline = true});
    form.text("collection", {.label = "Recolección de los datos",
                             .help = "Quién los reúne, cuándo y cómo.",
                             .length_max = 2000,
                             .rows = 2,
                             .is_multiline = true});
}

}  // namespace

void draw_indicators(LineView& view) {
    Ui& ui = view.ui;
    const auto& indicators = view.app.children(view.line.id, "indicator");
    const bool may_add = view.app.may_create("indicator", view.line.id).is_allowed;
    ui.section("Indicadores", [&] {
        if (indicators.empty()) {
            ui.text("La línea todavía no tiene indicadores.", {.tone = Tone::muted});
        } else {
            ui.card({.key = "indicators", .padding = 8}, [&] {
                ui.list("Indicadores de la línea", [&] {
                    for (const Record& indicator : indicators) {
                        const std::string subtitle =
                            shortened(text_of(indicator.fields, "formula"), 110);
                        const std::string target = target_text(view.app, indicator);
                        if (ui.list_row({.key = indicator.id.to_text(),
                                         .title = text_of(indicator.fields, "name"),
                                         .subtitle = subtitle,
                                         .trailing = target,
                                         .icon = Icon::target})) {
                            view.memory.open(PlanPanel::indicator, indicator.id);
                            view.memory.wants_focus = false;
                        }
                    }
                });
            });
        }
        if (!may_add) return;
        ui.flow({}, [&] {
            if (ui.button(
                    {.label = "Agregar indicador", .icon = Icon::plus, .key = "add indicator"})) {
                view.memory.open(PlanPanel::new_indicator);
                ui.request_frame();
            }
        });
    });
}

void draw_indicator(LineView& view, const Record& indicator) {
    Ui& ui = view.ui;
    draw_read_only_reason(ui, view.app.may(Action::edit, indicator));
    ui.scope(indicator.id.to_text(), [&] {
        RecordForm form{ui, view.app, indicator};
        draw_fields(view, form);
        draw_form_foot(view, indicator,
                       {.remove_label = "Eliminar indicador", .removed = "Indicador eliminado"});
    });
}

void draw_new_indicator(LineView& view) {
    const std::string key = form_key(view);
    view.ui.scope("new indicator", [&] {
        RecordForm form{view.ui, view.app, "indicator", key};
        draw_fields(view, form);
    });
    const auto added = draw_add_buttons(view, {.form = key,
                                               .kind = "indicator",
                                               .parent_field = "action_line",
                                               .save_label = "Guardar indicador",
                                               .name_field = "name"});
    if (!added) return;
    view.memory.close();
    view.app.show_toast("Indicador guardado");
}

}  // namespace minga::client
