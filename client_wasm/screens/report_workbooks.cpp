#include "client_wasm/screens/report_workbooks.hpp"

#include "shared/base/date.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace minga::client {
namespace {

using sheets::BookCell;
using sheets::BookSheet;
using sheets::CellStyle;

std::vector<BookCell> headings(std::initializer_list<std::string_view> titles) {
    std::vector<BookCell> cells;
    for (const std::string_view title : titles) {
        cells.push_back(sheets::text_cell(title, CellStyle::heading));
    }
    return cells;
}

/// Columns: number, name, maximum, obtained, percentage.
BookSheet scores_sheet(std::string name, std::string_view what,
                       const std::vector<GroupScore>& groups, const Score& total) {
    constexpr std::size_t maximum = 2;
    constexpr std::size_t obtained = 3;
    BookSheet sheet{.name = std::move(name), .widths = {6, 52, 16, 16, 14}, .frozen_rows = 1};
    sheet.rows.push_back(
        headings({"N°", what, "Puntaje máximo", "Puntaje obtenido", "% de logro"}));
    for (const GroupScore& group : groups) {
        const std::size_t row = sheet.rows.size() + 1;
        sheet.rows.push_back({sheets::whole_cell(group.number), sheets::text_cell(group.name),
                              sheets::whole_cell(group.score.maximum),
                              sheets::whole_cell(group.score.obtained),
                              sheets::share_cell(group.score.obtained, group.score.maximum,
                                                 sheets::share_formula(obtained, maximum, row))});
    }
    const std::size_t last = sheet.rows.size();
    sheet.rows.push_back({sheets::text_cell("Total", CellStyle::total_text), sheets::text_cell(""),
                          sheets::sum_cell(total.maximum, sheets::sum_formula(maximum, 2, last)),
                          sheets::sum_cell(total.obtained, sheets::sum_formula(obtained, 2, last)),
                          sheets::share_cell(total.obtained, total.maximum,
                                             sheets::share_formula(obtained, maximum, last + 1),
                                             CellStyle::total_percent)});
    return sheet;
}

BookSheet answers_sheet(const DiagnosisModel& model, const Catalog& catalog) {
    BookSheet sheet{.name = "Respuestas",
                    .widths = {6, 34, 60, 8, 50, 12},
                    .frozen_rows = 1,
                    .filtered_rows = model.items.size() + 1};
    sheet.rows.push_back(
        headings({"N°", "Ámbito", "Pregunta", "Nivel", "Alternativa", "Por revisar"}));
    if (model.instrument == nullptr) return sheet;
    const Model& quality = model.instrument->model_in(catalog.model());
    for (const DiagnosisItem& item : model.items) {
        const Subcriterion* scope = quality.find_subcriterion(item.question->subcriterion);
        std::string_view chosen;
        for (const Alternative& one : item.question->alternatives) {
            if (item.level == one.level) chosen = one.text;
        }
        sheet.rows.push_back(
            {sheets::whole_cell(item.question->number),
             sheets::text_cell(scope == nullptr ? item.question->subcriterion : scope->name),
             sheets::text_cell(item.question->text),
             item.level ? sheets::whole_cell(*item.level) : BookCell{}, sheets::text_cell(chosen),
             sheets::text_cell(item.is_doubtful ? "Sí" : "")});
    }
    return sheet;
}

/// Columns of the consolidated view that add up, by their place.
enum ReportColumn : std::size_t {
    in_region,
    in_commune,
    in_obtained,
    in_maximum,
    in_achieved,
    in_lines,
    in_activities,
    in_executed,
    in_executed_share,
    in_late,
    in_own,
    in_subdere,
    in_conflicts,
    in_refusals,
    in_last_change,
};

/// A number where there is one to know.
BookCell known(bool is_known, std::int64_t number) {
    return is_known ? sheets::whole_cell(number) : BookCell{};
}

std::vector<BookCell> report_row(const ReportRow& row, std::string_view region_name,
                                 std::size_t number) {
    const auto share = [&](bool is_known, std::int64_t part, std::int64_t whole,
                           std::size_t part_column, std::size_t whole_column) {
        if (!is_known) return BookCell{};
        return sheets::share_cell(part, whole,
                                  sheets::share_formula(part_column, whole_column, number));
    };
    const ActivityCounts& counts = row.activities;
    BookCell last;
    if (row.last_change.ms > 0) {
        const Date day = today_in_chile(row.last_change);
        last = {.type = BookCell::Type::day, .style = CellStyle::day, .value = day.to_text()};
    }
    return {sheets::text_cell(region_name),
            sheets::text_cell(row.name),
            known(row.has_diagnosis, row.diagnosis.obtained),
            known(row.has_diagnosis, row.diagnosis.maximum),
            share(row.has_diagnosis, row.diagnosis.obtained, row.diagnosis.maximum, in_obtained,
                  in_maximum),
            known(row.has_plan, row.lines),
            known(row.has_plan, counts.total),
            known(row.has_plan, counts.executed),
            share(row.has_plan, counts.executed, counts.total, in_executed, in_activities),
            known(row.has_plan, counts.late),
            known(row.has_plan, row.funds.own.kclp),
            known(row.has_plan, row.funds.subdere.kclp),
            sheets::whole_cell(row.conflicts),
            sheets::whole_cell(row.refusals),
            std::move(last)};
}

std::vector<BookCell> report_totals(const ReportRow& total, std::size_t last) {
    std::vector<BookCell> cells{sheets::text_cell("Total", CellStyle::total_text)};
    cells.resize(in_last_change + 1);
    const auto sum = [&](std::size_t column, std::int64_t value) {
        cells[column] = sheets::sum_cell(value, sheets::sum_formula(column, 2, last));
    };
    const auto share = [&](std::size_t column, std::int64_t part, std::int64_t whole,
                           std::size_t part_column, std::size_t whole_column) {
        cells[column] = sheets::share_cell(
            part, whole, sheets::share_formula(part_column, whole_column, last + 1),
            CellStyle::total_percent);
    };
    sum(in_obtained, total.diagnosis.obtained);
    sum(in_maximum, total.diagnosis.maximum);
    share(in_achieved, total.diagnosis.obtained, total.diagnosis.maximum, in_obtained, in_maximum);
    sum(in_lines, total.lines);
    sum(in_activities, total.activities.total);
    sum(in_executed, total.activities.executed);
    share(in_executed_share, total.activities.executed, total.activities.total, in_executed,
          in_activities);
    sum(in_late, total.activities.late);
    sum(in_own, total.funds.own.kclp);
    sum(in_subdere, total.funds.subdere.kclp);
    sum(in_conflicts, total.conflicts);
    sum(in_refusals, total.refusals);
    return cells;
}

}  // namespace

sheets::Workbook results_workbook(const DiagnosisModel& model, const Catalog& catalog) {
    return {{scores_sheet("Ámbitos", "Ámbito", model.score.subcriteria, model.score.total),
             scores_sheet("Criterios", "Criterio", model.score.criteria, model.score.total),
             answers_sheet(model, catalog)}};
}

sheets::Workbook consolidated_workbook(const std::vector<ReportRow>& rows,
                                       const std::vector<std::size_t>& chosen,
                                       const Territory& territory) {
    BookSheet sheet{.name = "Consolidado",
                    .widths = {22, 26, 12, 12, 12, 10, 12, 12, 12, 12, 16, 16, 12, 12, 16},
                    .frozen_rows = 1,
                    .filtered_rows = chosen.size() + 1};
    sheet.rows.push_back(
        headings({"Región", "Comuna", "Puntaje obtenido", "Puntaje máximo", "% de logro", "Líneas",
                  "Actividades", "Ejecutadas", "% ejecutado", "Atrasadas", "Propios (M$)",
                  "SUBDERE (M$)", "Conflictos", "Rechazos", "Último contacto"}));
    for (const std::size_t index : chosen) {
        const Region* found = territory.find_region(rows[index].region);
        sheet.rows.push_back(report_row(rows[index],
                                        found != nullptr ? found->short_name : rows[index].region,
                                        sheet.rows.size() + 1));
    }
    if (!chosen.empty()) {
        const std::size_t last = sheet.rows.size();
        sheet.rows.push_back(report_totals(totals_of(rows, chosen), last));
    }
    return {{std::move(sheet)}};
}

}  // namespace minga::client
