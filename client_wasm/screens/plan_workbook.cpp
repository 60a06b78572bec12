#include "client_wasm/screens/plan_workbook.hpp"

#include "client_wasm/app/spreadsheets.hpp"
#include "client_wasm/paper/paper.hpp"
#include "client_wasm/screens/cycle_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/base/text.hpp"
#include "shared/sheets/columns.hpp"

#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

using sheets::BookCell;
using sheets::BookSheet;
using sheets::CellStyle;
using sheets::ColumnTarget;

/// A record and the line that it lies under; "" for what lies under the plan.
struct Shown {
    const Record* record = nullptr;
    std::string line{};
};

/// What the programme gives a name goes out by it, and comes back by it.
BookCell field_cell(const schema::FieldInfo& field, const Value& value, const Catalog& catalog) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && field.key == "tool") {
        const Tool* tool = catalog.find_tool(*text);
        return sheets::text_cell(tool == nullptr ? *text : tool->name);
    }
    if (text != nullptr && field.key == "main_area") {
        return sheets::text_cell(subcriterion_name(catalog, *text));
    }
    if (const auto* set = std::get_if<TextSet>(&value)) {
        std::vector<std::string> names;
        for (const std::string& key : *set) names.push_back(subcriterion_name(catalog, key));
        return sheets::text_cell(join(names, "; "));
    }
    return sheets::value_cell(field, value);
}

std::vector<ColumnTarget> written_columns(std::string_view kind, bool has_line) {
    std::vector<ColumnTarget> columns = sheets::column_targets(kind, has_line);
    std::erase_if(columns, [](const ColumnTarget& one) { return !one.second.empty(); });
    return columns;
}

BookCell cell_of(const ColumnTarget& column, const Shown& shown, const schema::RecordInfo& info,
                 const Catalog& catalog) {
    if (column.key == "action_line") return sheets::text_cell(shown.line);
    if (column.key == "id") return sheets::text_cell(shown.record->id.to_text());
    const schema::FieldInfo* field = info.find(column.key);
    return field_cell(*field, value_of(shown.record->fields, column.key), catalog);
}

double width_of(const ColumnTarget& column, const schema::RecordInfo& info) {
    if (column.key == "action_line") return 34;
    const schema::FieldInfo* field = info.find(column.key);
    return field == nullptr ? 38 : sheets::column_width(*field);
}

/// Under the columns of money, what they add up to.
void add_totals(BookSheet& sheet, const std::vector<ColumnTarget>& columns,
                const std::vector<Shown>& rows, const schema::RecordInfo& info) {
    std::vector<BookCell> totals{sheets::text_cell("Total", CellStyle::total_text)};
    bool has_money = false;
    for (std::size_t column = 1; column < columns.size(); ++column) {
        const schema::FieldInfo* field = info.find(columns[column].key);
        if (field == nullptr || field->kind != schema::Kind::money) {
            totals.emplace_back();
            continue;
        }
        std::int64_t sum = 0;
        for (const Shown& row : rows) sum += integer_of(row.record->fields, field->key);
        totals.push_back(sheets::sum_cell(sum, sheets::sum_formula(column, 2, rows.size() + 1)));
        has_money = true;
    }
    if (has_money && !rows.empty()) sheet.rows.push_back(std::move(totals));
}

BookSheet records_sheet(AppState& app, std::string name, std::string_view kind, bool has_line,
                        const std::vector<Shown>& rows) {
    const schema::RecordInfo& info = *schema::find_record_info(kind);
    const auto columns = written_columns(kind, has_line);
    BookSheet sheet{.name = std::move(name), .frozen_rows = 1, .filtered_rows = rows.size() + 1};
    std::vector<BookCell> heading;
    for (const ColumnTarget& column : columns) {
        heading.push_back(sheets::text_cell(column.label, CellStyle::heading));
        sheet.widths.push_back(width_of(column, info));
    }
    sheet.rows.push_back(std::move(heading));
    for (const Shown& row : rows) {
        std::vector<BookCell> cells;
        for (const ColumnTarget& column : columns) {
            cells.push_back(cell_of(column, row, info, app.catalog()));
        }
        sheet.rows.push_back(std::move(cells));
    }
    add_totals(sheet, columns, rows, info);
    return sheet;
}

std::vector<Shown> below_lines(AppState& app, const Record& plan, std::string_view kind) {
    std::vector<Shown> rows;
    for (const Record* line : lines_of(app, plan)) {
        for (const Record& record : app.children(line->id, kind)) {
            rows.push_back({&record, text_of(line->fields, "name")});
        }
    }
    return rows;
}

std::vector<Shown> below_plan(AppState& app, const Record& plan, std::string_view kind) {
    std::vector<Shown> rows;
    for (const Record& record : app.children(plan.id, kind)) rows.push_back({&record});
    return rows;
}

enum SummaryColumn : std::size_t {
    sum_line_name,
    sum_owner,
    sum_start,
    sum_end,
    sum_planned,
    sum_done,
    sum_percent,
    sum_own,
    sum_subdere
};

std::vector<BookCell> summary_row(const Record& line, const LineProgress& progress,
                                  std::size_t number) {
    const schema::RecordInfo& info = *schema::find_record_info("action_line");
    const auto field = [&](std::string_view key) {
        return sheets::value_cell(*info.find(key), value_of(line.fields, key));
    };
    const ActivityCounts& counts = progress.activities;
    return {field("name"),
            sheets::text_cell(
                person_text(text_of(line.fields, "owner"), text_of(line.fields, "owner_position"))),
            field("start_month"),
            field("end_month"),
            sheets::whole_cell(counts.total),
            sheets::whole_cell(counts.executed),
            sheets::share_cell(counts.executed, counts.total,
                               sheets::share_formula(sum_done, sum_planned, number)),
            sheets::whole_cell(progress.funds.own.kclp),
            sheets::whole_cell(progress.funds.subdere.kclp)};
}

std::vector<BookCell> summary_totals(const PlanProgress& progress, std::size_t first,
                                     std::size_t last) {
    const auto sum = [&](std::int64_t value, std::size_t column) {
        return sheets::sum_cell(value, sheets::sum_formula(column, first, last));
    };
    const ActivityCounts& counts = progress.activities;
    std::vector<BookCell> totals{sheets::text_cell("Total", CellStyle::total_text)};
    totals.resize(sum_planned);
    totals.push_back(sum(counts.total, sum_planned));
    totals.push_back(sum(counts.executed, sum_done));
    totals.push_back(sheets::share_cell(counts.executed, counts.total,
                                        sheets::share_formula(sum_done, sum_planned, last + 1),
                                        CellStyle::total_percent));
    totals.push_back(sum(progress.funds.own.kclp, sum_own));
    totals.push_back(sum(progress.funds.subdere.kclp, sum_subdere));
    return totals;
}

/// What a meeting looks at first. Cancelled lines add nothing, as everywhere.
BookSheet summary_sheet(AppState& app, const Record& plan) {
    BookSheet sheet{.name = "Resumen", .widths = {44, 34, 12, 12, 12, 12, 12, 16, 16}};
    const auto line = [&](std::string_view label, std::string_view value) {
        sheet.rows.push_back({sheets::text_cell(label), sheets::text_cell(value)});
    };
    sheet.rows.push_back(
        {sheets::text_cell("Plan de mejoras · " + context_of_plan(app, plan), CellStyle::title)});
    line("Estado", app.state_name(plan));
    line("Período",
         period_text(text_of(plan.fields, "start_month"), text_of(plan.fields, "end_month")));
    line("Fecha de esta planilla", format_date(app.today().to_text()));
    line("Foco: qué", text_of(plan.fields, "focus_what"));
    line("Foco: por qué", text_of(plan.fields, "focus_why"));
    sheet.rows.emplace_back();
    std::vector<BookCell> heading;
    for (const std::string_view title :
         {"Línea de acción", "Responsable", "Inicio", "Término", "Actividades", "Ejecutadas",
          "% de ejecución", "Propios (M$)", "SUBDERE (M$)"}) {
        heading.push_back(sheets::text_cell(title, CellStyle::heading));
    }
    sheet.rows.push_back(std::move(heading));
    sheet.frozen_rows = sheet.rows.size();
    const PlanProgress& progress = progress_of_plan(app, plan);
    const auto& lines = lines_of(app, plan);
    const std::size_t first = sheet.rows.size() + 1;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (progress.lines[index].is_cancelled) continue;
        sheet.rows.push_back(
            summary_row(*lines[index], progress.lines[index], sheet.rows.size() + 1));
    }
    const std::size_t last = sheet.rows.size();
    if (last >= first) sheet.rows.push_back(summary_totals(progress, first, last));
    return sheet;
}

BookSheet actions_sheet(AppState& app, const Record& plan) {
    return records_sheet(app, "Acciones inmediatas", "immediate_action", false,
                         below_plan(app, plan, "immediate_action"));
}

void draw_import_link(Ui& ui, AppState& app, std::string_view route) {
    if (ui.button({.label = "Traer desde Excel",
                   .style = ButtonStyle::quiet,
                   .icon = Icon::table,
                   .key = "import"})) {
        app.navigate(route);
    }
}

bool draw_export_button(Ui& ui) {
    return ui.button({.label = "Descargar Excel (.xlsx)",
                      .style = ButtonStyle::quiet,
                      .icon = Icon::download,
                      .key = "export"});
}

}  // namespace

sheets::Workbook plan_workbook(AppState& app, const Record& plan) {
    std::vector<Shown> lines;
    for (const Record* line : lines_of(app, plan)) lines.push_back({line});
    auto indicators = below_lines(app, plan, "indicator");
    const auto of_plan = below_plan(app, plan, "indicator");
    indicators.insert(indicators.end(), of_plan.begin(), of_plan.end());
    return {
        {summary_sheet(app, plan),
         records_sheet(app, "Líneas de acción", "action_line", false, lines),
         records_sheet(app, "Actividades", "activity", true, below_lines(app, plan, "activity")),
         records_sheet(app, "Seguimientos", "follow_up", true, below_lines(app, plan, "follow_up")),
         records_sheet(app, "Indicadores", "indicator", true, indicators),
         records_sheet(app, "Actores internos", "line_actor", true,
                       below_lines(app, plan, "line_actor")),
         actions_sheet(app, plan)}};
}

sheets::Workbook actions_workbook(AppState& app, const Record& plan) {
    return {{actions_sheet(app, plan)}};
}

void draw_plan_sheets(Ui& ui, AppState& app, const Record& plan) {
    const bool may_add = app.may_create("action_line", plan.id).is_allowed;
    ui.flow({}, [&] {
        if (may_add) draw_import_link(ui, app, "plan/traer/lineas");
        const Record* cycle = cycle_of(app, plan);
        if (may_add && cycle != nullptr) draw_copy_button(ui, app, *cycle, false);
        if (draw_export_button(ui)) {
            save_workbook(app, plan_workbook(app, plan), workbook_name(app, "plan"));
        }
    });
}

void draw_action_sheets(Ui& ui, AppState& app, const Record& plan) {
    const bool may_add = app.may_create("immediate_action", plan.id).is_allowed;
    const bool has_any = !app.children(plan.id, "immediate_action").empty();
    ui.flow({}, [&] {
        if (may_add) draw_import_link(ui, app, "plan/traer/ami");
        if (has_any && draw_export_button(ui)) {
            save_workbook(app, actions_workbook(app, plan), workbook_name(app, "ami"));
        }
    });
}

}  // namespace minga::client
