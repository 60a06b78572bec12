/// Follow-ups of a line: how many of the activities programmed for a period were executed.
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/record_table.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

std::string form_key(const LineView& view) {
    return "follow_up " + view.id();
}

std::string percent_text(const Execution& execution) {
    if (execution.programmed == 0 && execution.executed == 0) return "—";
    return capitalized(execution.in_words());
}

/// The newest first.
std::vector<const Record*> by_date(const std::vector<Record>& follow_ups) {
    std::vector<const Record*> sorted;
    for (const Record& follow_up : follow_ups) sorted.push_back(&follow_up);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Record* a, const Record* b) {
        return text_of(a->fields, "date") > text_of(b->fields, "date");
    });
    return sorted;
}

/// What the plan itself says for that month.
Execution execution_in(LineView& view, Month month) {
    return execution_between(view.app.children(view.line.id, "activity"), month, month);
}

void draw_suggestion(LineView& view, RecordForm& form) {
    const std::string date = form.value("date");
    const auto day = Date::parse(date);
    if (!form.may_edit() || !day) return;
    const Execution planned = execution_in(view, (*day).month());
    const FieldView programmed = form.view("programmed");
    const FieldView executed = form.view("executed");
    if (programmed.number == planned.programmed && executed.number == planned.executed) return;
    const std::array<Month, 1> month{(*day).month()};
    const std::string text = "Según las actividades, en " + months_text(month) +
                             " correspondía terminar " + std::to_string(planned.programmed) +
                             " y se ejecutaron " + std::to_string(planned.executed) + ".";
    view.ui.caption(text);
    view.ui.flow({}, [&] {
        if (view.ui.button({.label = "Usar estas cifras",
                            .style = ButtonStyle::quiet,
                            .key = "use figures",
                            .is_small = true})) {
            form.store("programmed", Value{planned.programmed});
            form.store("executed", Value{planned.executed});
        }
    });
}

void draw_percent(LineView& view, RecordForm& form) {
    const Execution execution{form.view("programmed").number.value_or(0),
                              form.view("executed").number.value_or(0)};
    const std::string text = percent_text(execution);
    view.ui.card(
        {.key = "percent", .label = "Estado de seguimiento", .padding = 12, .is_flat = true}, [&] {
            view.ui.key_value("Estado de seguimiento", text);
            view.ui.caption("Se calcula: ejecutadas ÷ programadas × 100.");
        });
}

void draw_fields(LineView& view, RecordForm& form) {
    Ui& ui = view.ui;
    form.date("date", {.label = "Fecha de seguimiento", .is_required = true});
    ui.columns_always(
        {fr(1), fr(1)},
        [&] { form.whole_number("programmed", {.label = "Actividades programadas"}); },
        [&] { form.whole_number("executed", {.label = "Actividades ejecutadas"}); });
    draw_suggestion(view, form);
    draw_percent(view, form);
    form.text("observations", {.label = "Observaciones",
                               .help = "Qué explica el avance o el atraso.",
                               .length_max = 4000,
                               .rows = 3,
                               .is_multiline = true});
    form.text("recommendations", {.label = "Recomendaciones",
                                  .help = "Medidas para corregir o anticiparse.",
                                  .length_max = 4000,
                                  .rows = 3,
                                  .is_multiline = true});
}

void draw_missing(LineView& view) {
    const auto& missing = view.progress.missing_follow_ups;
    if (missing.empty()) return;
    const bool is_one = missing.size() == 1;
    const std::string title = is_one ? "Falta un seguimiento"
                                     : "Faltan " + std::to_string(missing.size()) + " seguimientos";
    const std::string text = "No hay seguimiento de " + months_text(missing) + ".";
    view.ui.banner({.tone = Tone::warn, .title = title, .text = text, .key = "missing"});
}

void draw_table(LineView& view, const std::vector<const Record*>& follow_ups) {
    static const std::array<TableColumn, 5> columns{
        TableColumn{.header = "Fecha", .width = fixed(140), .is_row_header = true},
        TableColumn{.header = "Programadas", .width = fixed(120), .align = Align::end},
        TableColumn{.header = "Ejecutadas", .width = fixed(110), .align = Align::end},
        TableColumn{.header = "Estado de seguimiento", .width = fixed(190), .align = Align::end},
        TableColumn{.header = "Observaciones", .width = fr(1), .width_min = 160}};
    const auto keys = row_keys_of(follow_ups);
    const auto events = view.ui.data_table(
        {.key = "follow ups",
         .label = "Seguimientos de la línea",
         .columns = columns,
         .row_keys = keys,
         .row_count = static_cast<int>(follow_ups.size()),
         .is_clickable = true},
        [&](int row, int column) -> TableCell {
            const Record& record = *follow_ups[static_cast<std::size_t>(row)];
            const Execution execution = execution_of(record);
            switch (column) {
                case 0:
                    return {.text = format_date(text_of(record.fields, "date"))};
                case 1:
                    return {.text = format_integer(execution.programmed)};
                case 2:
                    return {.text = format_integer(execution.executed)};
                case 3:
                    return {.text = percent_text(execution), .is_semibold = true};
                default:
                    return {.text = shortened(text_of(record.fields, "observations"), 120)};
            }
        });
    if (events.clicked_row) {
        view.memory.open(PlanPanel::follow_up,
                         follow_ups[static_cast<std::size_t>(*events.clicked_row)]->id);
    }
}

void draw_rows(LineView& view, const std::vector<const Record*>& follow_ups) {
    Ui& ui = view.ui;
    ui.card({.key = "follow ups", .padding = 8}, [&] {
        ui.list("Seguimientos de la línea", [&] {
            for (const Record* record : follow_ups) {
                const Execution execution = execution_of(*record);
                const std::string date = format_date(text_of(record->fields, "date"));
                const std::string percent = percent_text(execution);
                std::string subtitle = std::to_string(execution.executed) + " de " +
                                       std::to_string(execution.programmed) +
                                       " actividades programadas";
                const std::string note = shortened(text_of(record->fields, "observations"), 90);
                if (!note.empty()) subtitle += " · " + note;
                const bool has_percent = execution.percent().has_value();
                if (ui.list_row(
                        {.key = record->id.to_text(),
                         .title = date,
                         .subtitle = subtitle,
                         .trailing = has_percent ? std::string_view{percent} : std::string_view{},
                         .icon = Icon::flag})) {
                    view.memory.open(PlanPanel::follow_up, record->id);
                }
            }
        });
    });
}

}  // namespace

void draw_follow_ups(LineView& view) {
    Ui& ui = view.ui;
    const auto& follow_ups = view.app.children(view.line.id, "follow_up");
    ui.section("Seguimientos", [&] {
        draw_missing(view);
        if (follow_ups.empty()) {
            ui.text(
                "Todavía no hay seguimientos. Registre el primero con las actividades "
                "programadas y las ejecutadas del período.",
                {.tone = Tone::muted});
            return;
        }
        const auto sorted = by_date(follow_ups);
        if (ui.width() >= 720) {
            draw_table(view, sorted);
        } else {
            draw_rows(view, sorted);
        }
    });
}

void draw_follow_up(LineView& view, const Record& follow_up) {
    Ui& ui = view.ui;
    draw_read_only_reason(ui, view.app.may(Action::edit, follow_up));
    ui.scope(follow_up.id.to_text(), [&] {
        RecordForm form{ui, view.app, follow_up};
        draw_fields(view, form);
        draw_form_foot(
            view, follow_up,
            {.remove_label = "Eliminar seguimiento", .removed = "Seguimiento eliminado"});
    });
}

void start_follow_up(LineView& view, Month month) {
    AppState& app = view.app;
    const std::string key = form_key(view);
    const FieldMap& draft = app.draft(key);
    const bool has_words =
        !text_of(draft, "observations").empty() || !text_of(draft, "recommendations").empty();
    if (has_words) return;
    if (!draft.empty()) app.discard_draft(key);
    // The last day of a month that is over; of the present one, today.
    const Month next{month.index + 1};
    const Date last{Date::of(next.year(), next.month(), 1).days - 1};
    const Execution planned = execution_in(view, month);
    app.set_draft(key, "date", std::min(last, app.today()).to_text());
    app.set_draft(key, "programmed", planned.programmed);
    app.set_draft(key, "executed", planned.executed);
}

void draw_new_follow_up(LineView& view) {
    Ui& ui = view.ui;
    const std::string key = form_key(view);
    if (view.app.draft(key).empty()) start_follow_up(view, view.app.this_month());
    ui.scope("new " + std::to_string(view.memory.added), [&] {
        RecordForm form{ui, view.app, "follow_up", key};
        draw_fields(view, form);
    });
    const auto added = draw_add_buttons(view, {.form = key,
                                               .kind = "follow_up",
                                               .parent_field = "action_line",
                                               .save_label = "Guardar seguimiento",
                                               .name_field = "date"});
    if (!added) return;
    view.memory.close();
    view.app.show_toast("Seguimiento guardado");
}

}  // namespace minga::client
