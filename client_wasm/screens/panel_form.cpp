#include "client_wasm/screens/panel_form.hpp"

#include "client_wasm/app/history_sheet.hpp"

namespace minga::client {

bool draw_panel_foot(Ui& ui, AppState& app, const Record& record, const PanelFoot& foot) {
    bool is_closed = false;
    ui.divider();
    ui.flow({.gap = 8}, [&] {
        if (ui.button({.label = "Listo",
                       .style = ButtonStyle::primary,
                       .icon = Icon::check,
                       .key = "done"})) {
            is_closed = true;
            ui.request_frame();
        }
        draw_record_history_button(ui, app, record);
        if (app.may(Action::remove, record) && ui.button({.label = foot.remove_label,
                                                          .style = ButtonStyle::danger,
                                                          .icon = Icon::trash,
                                                          .key = "remove"})) {
            is_closed = app.remove(record.id, foot.removed);
        }
    });
    return is_closed;
}

std::optional<Made> draw_make_buttons(Ui& ui, AppState& app, const MakeForm& form) {
    if (const Error* refusal = app.refusal(form.form)) {
        ui.banner({.tone = Tone::bad,
                   .title = "Todavía no se guardó",
                   .text = refusal->message,
                   .key = "refused"});
    }
    bool is_once = false;
    bool is_again = false;
    ui.stack(8, [&] {
        is_once = ui.button({.label = form.save_label,
                             .style = ButtonStyle::primary,
                             .icon = Icon::check,
                             .key = "save",
                             .is_full_width = true});
        if (!form.again_label.empty()) {
            is_again = ui.button({.label = form.again_label,
                                  .icon = Icon::plus,
                                  .key = "save and again",
                                  .is_full_width = true});
        }
    });
    if (!is_once && !is_again) return std::nullopt;
    FieldMap fields;
    fields.emplace(std::string{form.parent_field}, Value{form.parent.to_text()});
    const auto made = app.create_from_draft(form.form, form.kind, std::move(fields));
    if (!made) return std::nullopt;
    return Made{*made, is_again};
}

}  // namespace minga::client
