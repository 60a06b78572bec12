/// The activities of a line: a table where there is room, a list on a phone, and their calendar.
#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_table.hpp"
#include "client_wasm/widgets/format.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

enum class Column { name, start, end, own, subdere, owner, status };

/// As many as there is room for; what is left out stands in the panel.
RecordColumns<Column> columns_for(float width) {
    RecordColumns<Column> columns;
    columns.add(
        Column::name,
        {.header = "Actividad", .width = fr(1.8F), .width_min = 200, .is_row_header = true});
    columns.add(Column::start, {.header = "Inicio", .width = fixed(106)});
    columns.add(Column::end, {.header = "Término", .width = fixed(106)});
    columns.add(Column::own, {.header = "Propios M$", .width = fixed(112), .align = Align::end});
    columns.add(Column::subdere,
                {.header = "SUBDERE M$", .width = fixed(122), .align = Align::end});
    if (width >= 900) {
        columns.add(Column::owner, {.header = "Responsable", .width = fr(1), .width_min = 130});
    }
    if (width >= 740) columns.add(Column::status, {.header = "Estado", .width = fixed(148)});
    return columns;
}

std::string money_cell(const Record& activity, std::string_view key) {
    const Value& value = value_of(activity.fields, key);
    const auto* money = std::get_if<std::int64_t>(&value);
    return money == nullptr ? std::string{"—"} : format_integer(*money);
}

TableCell cell_of(const Record& activity, Column column, Month now) {
    const FieldMap& fields = activity.fields;
    switch (column) {
        case Column::name:
            return {.text = text_of(fields, "name")};
        case Column::start:
            return {.text = or_dash(format_month(text_of(fields, "start_month")))};
        case Column::end:
            return {.text = or_dash(format_month(text_of(fields, "end_month")))};
        case Column::own:
            return {.text = money_cell(activity, "own_kclp")};
        case Column::subdere:
            return {.text = money_cell(activity, "subdere_kclp")};
        case Column::owner:
            return {.text = or_dash(text_of(fields, "owner"))};
        case Column::status: {
            const StateWord word = activity_word(activity, now);
            return {.text = std::string{word.text}, .tone = word.tone, .icon = word.icon};
        }
    }
    return {};
}

TableCell total_of(const Funds& funds, Column column) {
    switch (column) {
        case Column::name:
            return {.text = "TOTAL"};
        case Column::own:
            return {.text = format_integer(funds.own.kclp)};
        case Column::subdere:
            return {.text = format_integer(funds.subdere.kclp)};
        case Column::start:
        case Column::end:
        case Column::owner:
        case Column::status:
            break;
    }
    return {};
}

int index_of_open(const PlanMemory& memory, const std::vector<const Record*>& activities) {
    return memory.panel == PlanPanel::activity ? row_of(activities, memory.record) : -1;
}

void draw_table(LineView& view, const std::vector<const Record*>& activities) {
    const auto columns = columns_for(view.ui.width());
    const int count = static_cast<int>(activities.size());
    const Month now = view.app.this_month();
    const auto keys = row_keys_of(activities);
    const auto events = view.ui.data_table(
        {.key = "activities",
         .label = "Actividades de la línea",
         .columns = columns.looks,
         .row_keys = keys,
         .row_count = count + 1,
         .has_total_row = true,
         .is_clickable = true,
         .selected_row = index_of_open(view.memory, activities)},
        [&](int row, int column) -> TableCell {
            const Column kind = columns.kind_of(column);
            if (row == count) return total_of(view.progress.funds, kind);
            return cell_of(*activities[static_cast<std::size_t>(row)], kind, now);
        });
    if (events.clicked_row) {
        view.memory.open(PlanPanel::activity,
                         activities[static_cast<std::size_t>(*events.clicked_row)]->id);
        view.memory.wants_focus = false;
    }
}

void draw_rows(LineView& view, const std::vector<const Record*>& activities) {
    Ui& ui = view.ui;
    ui.card({.key = "activities", .padding = 8}, [&] {
        ui.list("Actividades de la línea", [&] {
            for (const Record* one : activities) {
                const Record& activity = *one;
                const StateWord word = activity_word(activity, view.app.this_month());
                std::string subtitle{word.text};
                subtitle += " · " + period_within(text_of(activity.fields, "start_month"),
                                                  text_of(activity.fields, "end_month"));
                const std::int64_t money = integer_of(activity.fields, "own_kclp") +
                                           integer_of(activity.fields, "subdere_kclp");
                if (money > 0) subtitle += " · " + format_money(money);
                const std::string& owner = text_of(activity.fields, "owner");
                if (!owner.empty()) subtitle += " · " + owner;
                if (ui.list_row({.key = activity.id.to_text(),
                                 .title = text_of(activity.fields, "name"),
                                 .subtitle = subtitle,
                                 .icon = word.icon,
                                 .tone = word.tone})) {
                    view.memory.open(PlanPanel::activity, activity.id);
                    view.memory.wants_focus = false;
                }
            }
        });
    });
}

void draw_totals(LineView& view) {
    Ui& ui = view.ui;
    const Funds& funds = view.progress.funds;
    const std::string own = format_money(funds.own.kclp);
    const std::string subdere = format_money(funds.subdere.kclp);
    const std::string total = format_money(funds.total().kclp);
    ui.card({.key = "totals", .label = "Totales de la línea", .is_flat = true}, [&] {
        ui.columns_always(
            {fr(1), fr(1)}, [&] { ui.key_value("Total propios", own); },
            [&] { ui.key_value("Total SUBDERE", subdere); });
        ui.key_value("Total de la línea", total);
    });
}

void draw_calendar(LineView& view, const std::vector<const Record*>& activities) {
    Ui& ui = view.ui;
    std::vector<const Record*> records{&view.line};
    records.insert(records.end(), activities.begin(), activities.end());
    const Month now = view.app.this_month();
    const MonthWindow window = month_window(records, now);
    const std::string current = now.to_text();
    std::vector<std::string> keys;
    keys.reserve(activities.size());
    std::vector<GanttRow> rows;
    for (const Record* one : activities) {
        const Record& activity = *one;
        const StateWord word = activity_word(activity, now);
        keys.push_back(activity.id.to_text());
        rows.push_back({.key = keys.back(),
                        .label = text_of(activity.fields, "name"),
                        .note = text_of(activity.fields, "owner"),
                        .start = text_of(activity.fields, "start_month"),
                        .end = text_of(activity.fields, "end_month"),
                        .status = word.text,
                        .tone = word.tone,
                        .level = 1,
                        .progress = word.tone == Tone::ok ? 1.0F : 0.0F});
    }
    ui.section("Calendario", [&] {
        constexpr std::string_view title = "Calendario de la línea";
        std::optional<int> pressed;
        draw_chart(ui, view.app, {title, &view.line}, [&] {
            const auto row = ui.gantt({.key = "calendar",
                                       .title = title,
                                       .first_month = window.first,
                                       .month_count = window.count,
                                       .current_month = current,
                                       .rows = rows,
                                       .selected_row = index_of_open(view.memory, activities)});
            if (row) pressed = row;
        });
        if (!pressed) return;
        view.memory.open(PlanPanel::activity, activities[static_cast<std::size_t>(*pressed)]->id);
        view.memory.wants_focus = false;
    });
}

void draw_outside(LineView& view) {
    const auto& outside = view.progress.outside_activities;
    if (outside.empty()) return;
    const bool is_one = outside.size() == 1;
    const std::string title = is_one ? "Una actividad queda fuera del período de la línea"
                                     : std::to_string(outside.size()) +
                                           " actividades quedan fuera del período de la línea";
    if (view.ui.banner({.tone = Tone::warn,
                        .title = title,
                        .text = "Cambie sus meses o los de la línea.",
                        .action = "Ver la actividad",
                        .key = "outside"})) {
        view.memory.open(PlanPanel::activity, outside.front());
    }
}

void draw_import_button(LineView& view, bool may_add) {
    if (!may_add) return;
    view.ui.flow({}, [&] {
        if (view.ui.button({.label = "Traer desde Excel",
                            .style = ButtonStyle::quiet,
                            .icon = Icon::table,
                            .key = "import"})) {
            view.app.navigate("plan/traer/linea/" + view.id());
        }
    });
}

}  // namespace

void draw_activities(LineView& view) {
    Ui& ui = view.ui;
    const auto& activities = activities_of(view.app, view.line);
    const bool may_add = view.app.may_create("activity", view.line.id).is_allowed;
    if (activities.empty()) {
        if (ui.empty_state({.icon = Icon::list_checks,
                            .title = "La línea todavía no tiene actividades",
                            .text =
                                "Agregue cada paso con sus meses, sus recursos y quién responde "
                                "por él.",
                            .action = may_add ? "Agregar la primera actividad" : ""})) {
            view.memory.open(PlanPanel::new_activity);
        }
        draw_import_button(view, may_add);
        return;
    }
    draw_outside(view);
    if (ui.width() >= 620) {
        draw_table(view, activities);
    } else {
        draw_rows(view, activities);
        draw_totals(view);
    }
    draw_import_button(view, may_add);
    draw_calendar(view, activities);
}

}  // namespace minga::client
