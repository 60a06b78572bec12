/// The immediate actions of a plan (AMI): form 2 of the guide as a table, form 1 in the panel.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/immediate_actions_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/plan_workbook.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/record_table.hpp"
#include "client_wasm/screens/subcriteria_field.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/workload.hpp"

#include <algorithm>
#include <vector>

namespace minga::client {
namespace {

using Actions = std::vector<const Record*>;

/// What is to be done comes first, by its day; then what is done.
Actions sorted_actions(const std::vector<Record>& actions) {
    Actions sorted;
    for (const Record& action : actions) sorted.push_back(&action);
    const auto day = [](const Record* action) {
        const std::string& date = text_of(action->fields, "due_date");
        return date.empty() ? std::string{"9999"} : date;
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Record* a, const Record* b) {
        if (is_open_action(*a) != is_open_action(*b)) return is_open_action(*a);
        return day(a) < day(b);
    });
    return sorted;
}

std::string subcriteria_of(AppState& app, const Record& action) {
    const auto* keys = std::get_if<TextSet>(&value_of(action.fields, "subcriteria"));
    return keys == nullptr ? std::string{} : subcriteria_text(*keys, app.catalog().model());
}

void draw_summary(Ui& ui, const ActionCounts& counts) {
    const std::string done =
        std::to_string(counts.done) + " de " + counted(counts.total, "acción", "acciones");
    const float share = static_cast<float>(counts.done) / static_cast<float>(counts.total);
    ui.card({.key = "summary", .label = "Avance de las acciones"}, [&] {
        ui.progress_bar({.label = "Acciones implementadas", .value = share, .text = done});
        const std::string overdue = counted(counts.overdue, "vencida", "vencidas");
        const std::string open = counted(counts.open, "por implementar", "por implementar");
        const std::string lapsed = counted(counts.lapsed, "abandonada", "abandonadas");
        ui.flow({.gap = 8}, [&] {
            if (counts.overdue > 0) ui.chip(overdue, Tone::bad, Icon::triangle_alert);
            if (counts.open > 0) ui.chip(open, Tone::primary, Icon::circle_dot);
            if (counts.lapsed > 0) ui.chip(lapsed, Tone::warn, Icon::x);
            if (counts.open == 0) ui.chip("Nada por implementar", Tone::ok, Icon::check);
        });
    });
}

enum class Column { name, subcriteria, owner, keeper, due, status };

/// As many as there is room for; what is left out stands in the panel.
RecordColumns<Column> columns_for(float width) {
    RecordColumns<Column> columns;
    columns.add(
        Column::name,
        {.header = "Nombre de la AMI", .width = fr(1.5F), .width_min = 190, .is_row_header = true});
    if (width >= 900)
        columns.add(Column::subcriteria, {.header = "Subcriterios", .width_min = 120});
    if (width >= 620) columns.add(Column::owner, {.header = "Implementación", .width_min = 120});
    if (width >= 900) columns.add(Column::keeper, {.header = "Mantención", .width_min = 120});
    columns.add(Column::due, {.header = "Plazo", .width = fixed(112)});
    columns.add(Column::status, {.header = "Estado", .width = fixed(160)});
    return columns;
}

TableCell cell_of(AppState& app, const Record& action, Column column) {
    const FieldMap& fields = action.fields;
    const StateWord word = action_word(action, app.today());
    switch (column) {
        case Column::name:
            return {.text = text_of(fields, "name")};
        case Column::subcriteria:
            return {.text = or_dash(subcriteria_of(app, action))};
        case Column::owner:
            return {.text = or_dash(person_text(text_of(fields, "implementation_owner"),
                                                text_of(fields, "implementation_position")))};
        case Column::keeper:
            return {.text = or_dash(person_text(text_of(fields, "maintenance_owner"),
                                                text_of(fields, "maintenance_position")))};
        case Column::due:
            return {.text = or_dash(format_date(text_of(fields, "due_date"))),
                    .tone = word.tone == Tone::bad ? Tone::bad : Tone::neutral};
        case Column::status:
            return {.text = std::string{word.text}, .tone = word.tone, .icon = word.icon};
    }
    return {};
}

void draw_table(Ui& ui, AppState& app, const Actions& actions, ActionsMemory& memory) {
    const auto columns = columns_for(ui.width());
    const auto keys = row_keys_of(actions);
    const auto events = ui.data_table(
        {.key = "actions",
         .label = "Resumen de acciones de mejora inmediata",
         .columns = columns.looks,
         .row_keys = keys,
         .row_count = static_cast<int>(actions.size()),
         .is_clickable = true,
         .selected_row = row_of(actions, memory.record)},
        [&](int row, int column) {
            return cell_of(app, *actions[static_cast<std::size_t>(row)], columns.kind_of(column));
        });
    if (events.clicked_row) memory.open(actions[static_cast<std::size_t>(*events.clicked_row)]->id);
}

void draw_rows(Ui& ui, AppState& app, const Actions& actions, ActionsMemory& memory) {
    ui.card({.key = "actions", .padding = 8}, [&] {
        ui.list("Resumen de acciones de mejora inmediata", [&] {
            for (const Record* one : actions) {
                const FieldMap& fields = one->fields;
                const StateWord word = action_word(*one, app.today());
                std::string subtitle{word.text};
                const std::string due = format_date(text_of(fields, "due_date"));
                if (!due.empty()) subtitle += " · plazo " + due;
                const std::string& owner = text_of(fields, "implementation_owner");
                subtitle += owner.empty() ? " · sin responsable" : " · " + owner;
                if (ui.list_row({.key = one->id.to_text(),
                                 .title = text_of(fields, "name"),
                                 .subtitle = subtitle,
                                 .icon = word.icon,
                                 .tone = word.tone})) {
                    memory.open(one->id);
                }
            }
        });
    });
}

void draw_content(Ui& ui, AppState& app, const Record& plan, ActionsMemory& memory) {
    const auto& actions = app.children(plan.id, "immediate_action");
    const MayDo& may = app.may_create("immediate_action", plan.id);
    draw_read_only_reason(ui, may);
    if (actions.empty()) {
        if (ui.empty_state({.icon = Icon::list_checks,
                            .title = "Todavía no hay acciones de mejora inmediata",
                            .text = "Son las que solo requieren decidirse: sin análisis largo, sin "
                                    "recursos adicionales y con un plazo cercano.",
                            .action = may ? "Agregar la primera acción" : ""})) {
            memory.open_new();
        }
        draw_action_sheets(ui, app, plan);
        return;
    }
    draw_summary(ui, count_actions(actions, app.today()));
    ui.section("Resumen de acciones", [&] {
        const Actions sorted = sorted_actions(actions);
        if (ui.width() >= 560) {
            draw_table(ui, app, sorted, memory);
        } else {
            draw_rows(ui, app, sorted, memory);
        }
    });
    draw_action_sheets(ui, app, plan);
    draw_workload(ui, app, plan);
}

/// Opens what the address names, once.
void follow_route(const AppState& app, ActionsMemory& memory) {
    const std::string place = app.route().to_text();
    if (memory.seen_route == place) return;
    memory.open(app.route().id_at(2));
    memory.seen_route = place;
}

}  // namespace

StateWord action_word(const Record& action, Date today) {
    const std::string& status = text_of(action.fields, "status");
    if (status == "maintained") return {"Mantenida", Tone::ok, Icon::circle_check};
    if (status == "implemented") return {"Implementada", Tone::ok, Icon::circle_check};
    if (status == "lapsed") return {"Abandonada", Tone::warn, Icon::x};
    if (is_overdue_action(action, today)) return {"Vencida", Tone::bad, Icon::triangle_alert};
    if (status == "in_progress") return {"En curso", Tone::primary, Icon::circle_dot};
    return {"Abierta", Tone::neutral, Icon::circle};
}

void draw_immediate_actions(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<ActionsMemory>("immediate actions");
    follow_route(app, memory);
    const Record* record = memory.record.is_nil() ? nullptr : app.find(memory.record);
    const bool is_here = record != nullptr && !record->deleted &&
                         record->kind == "immediate_action" &&
                         text_of(record->fields, "plan") == plan.id.to_text();
    if (!memory.record.is_nil() && !is_here) memory.close();
    const bool may_add = app.may_create("immediate_action", plan.id).is_allowed;
    const bool is_open = memory.is_open();
    const Button add{.label = "Agregar acción",
                     .style = ButtonStyle::primary,
                     .icon = Icon::plus,
                     .key = "add action"};
    const auto body = [&] {
        if (memory.is_new) {
            draw_new_action(ui, app, plan, memory);
        } else {
            draw_action(ui, app, *record, memory);
        }
    };
    const std::string key = "action " + memory.record.to_text();
    const Panel panel{.key = key,
                      .title = memory.is_new ? "Nueva acción inmediata" : "Acción inmediata",
                      .body = body};
    const std::string context = context_of_plan(app, plan);
    const auto events = draw_frame(ui, app,
                                   {.title = "Acciones de mejora inmediata",
                                    .back = "plan",
                                    .main_action = may_add && !is_open ? &add : nullptr,
                                    .panel = is_open ? &panel : nullptr,
                                    .context = context},
                                   [&] { draw_content(ui, app, plan, memory); });
    if (events.is_main_action_pressed) memory.open_new();
    if (events.is_panel_closed) memory.close();
}

}  // namespace minga::client
