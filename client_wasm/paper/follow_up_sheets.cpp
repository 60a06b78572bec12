/// "Resumen de Seguimiento de Líneas de Acción" (seed 004, 4.6), month by month, with what the
/// lines come to and why.
#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/rules/follow_up_rounds.hpp"
#include "shared/rules/progress.hpp"

#include <array>

namespace minga::client {
namespace {

/// More columns than these cannot be read on a sheet.
constexpr std::size_t months_per_table_max = 6;

/// The lines of a plan with what is counted of them; `rounds` goes by the order of `lines`.
struct Monitored {
    std::vector<Record> lines;
    std::vector<std::vector<Record>> follow_ups;
    PlanProgress progress;
    FollowUpRounds rounds;
};

Monitored monitored(const PaperSource& source, const Record& plan) {
    Monitored all;
    const auto records = records_under(source, plan, "action_line");
    std::vector<LineProgress> progress;
    for (const Record* line : by_start(records)) {
        all.lines.push_back(*line);
        all.follow_ups.push_back(records_under(source, *line, "follow_up"));
        progress.push_back(line_progress(*line, source.records, source.catalog, source.today));
    }
    all.progress = plan_progress(std::move(progress));
    std::vector<RoundSource> sources;
    for (std::size_t index = 0; index < all.lines.size(); ++index) {
        sources.push_back({&all.progress.lines[index], all.follow_ups[index]});
    }
    all.rounds = follow_up_rounds(sources);
    return all;
}

std::string numbered_line(const Monitored& all, std::size_t index) {
    return std::to_string(index + 1) + ". " + text_of(all.lines[index].fields, "name");
}

std::string result_of(const RoundCell& cell) {
    if (!cell.is_written()) return cell.is_missing ? "Falta" : "—";
    const auto percent = cell.execution.percent();
    return percent ? std::to_string(*percent) + " %" : "s/p";
}

void write_months(HtmlWriter& html, const Monitored& all, std::size_t first, std::size_t end) {
    std::vector<std::string> names;
    for (std::size_t month = first; month < end; ++month) {
        names.push_back(format_month(all.rounds.months[month].to_text()));
    }
    std::vector<PaperColumn> columns{
        {.header = "Línea de acción", .width = 22, .is_row_header = true}};
    for (const std::string& name : names) {
        columns.push_back({.header = "Fecha", .group = name});
        columns.push_back({.header = "%", .group = name, .is_number = true});
    }
    const std::string caption =
        "Resumen de seguimiento, " +
        period_text(all.rounds.months[first].to_text(), all.rounds.months[end - 1].to_text());
    PaperTable table{.caption = caption, .columns = columns};
    for (std::size_t index = 0; index < all.lines.size(); ++index) {
        std::vector<std::string> cells{numbered_line(all, index)};
        for (std::size_t month = first; month < end; ++month) {
            const RoundCell& cell = all.rounds.lines[index].cells[month];
            cells.push_back(cell.is_written() ? format_date(cell.date.to_text()).substr(0, 5)
                                              : std::string{});
            cells.push_back(result_of(cell));
        }
        table.rows.push_back(std::move(cells));
    }
    html.table(table);
}

/// The guide's own table, for a plan without follow-ups.
void write_empty_months(HtmlWriter& html, const Monitored& all) {
    static const std::array columns{
        PaperColumn{.header = "Línea de acción", .width = 28, .is_row_header = true},
        PaperColumn{.header = "Fecha", .group = "Seguimiento 1"},
        PaperColumn{.header = "Resultado %", .group = "Seguimiento 1"},
        PaperColumn{.header = "Fecha", .group = "Seguimiento 2"},
        PaperColumn{.header = "Resultado %", .group = "Seguimiento 2"},
        PaperColumn{.header = "Fecha", .group = "Seguimiento 3"},
        PaperColumn{.header = "Resultado %", .group = "Seguimiento 3"},
        PaperColumn{.header = "Fecha", .group = "Seguimiento 4"},
        PaperColumn{.header = "Resultado %", .group = "Seguimiento 4"},
    };
    PaperTable table{.caption = "Resumen de seguimiento", .columns = columns, .rows_min = 5};
    for (std::size_t index = 0; index < all.lines.size(); ++index) {
        std::vector<std::string> cells(columns.size());
        cells[0] = numbered_line(all, index);
        table.rows.push_back(std::move(cells));
    }
    html.table(table);
}

void write_state(HtmlWriter& html, const PaperSource& source, const Monitored& all) {
    static const std::array columns{
        PaperColumn{.header = "Línea de acción", .width = 24, .is_row_header = true},
        PaperColumn{.header = "Responsable", .width = 18},
        PaperColumn{.header = "Período", .width = 13},
        PaperColumn{.header = "Total", .group = "Actividades", .is_number = true},
        PaperColumn{.header = "Ejecutadas", .group = "Actividades", .is_number = true},
        PaperColumn{.header = "Atrasadas", .group = "Actividades", .is_number = true},
        PaperColumn{.header = "% ejecutado", .is_number = true},
        PaperColumn{.header = "% esperado", .is_number = true},
    };
    const auto numbers = [](const ActivityCounts& counts) {
        return std::vector<std::string>{
            std::to_string(counts.total), std::to_string(counts.executed),
            std::to_string(counts.late), std::to_string(counts.percent()) + " %",
            std::to_string(counts.expected_percent()) + " %"};
    };
    const std::string caption = "Situación al " + format_date(source.today.to_text());
    PaperTable table{.caption = caption, .columns = columns};
    for (std::size_t index = 0; index < all.lines.size(); ++index) {
        const FieldMap& fields = all.lines[index].fields;
        std::vector<std::string> cells{
            numbered_line(all, index),
            person_text(text_of(fields, "owner"), text_of(fields, "owner_position")),
            period_text(text_of(fields, "start_month"), text_of(fields, "end_month"))};
        const auto counted = numbers(all.progress.lines[index].activities);
        cells.insert(cells.end(), counted.begin(), counted.end());
        table.rows.push_back(std::move(cells));
    }
    table.totals = {"Plan", "", ""};
    const auto sums = numbers(all.progress.activities);
    table.totals.insert(table.totals.end(), sums.begin(), sums.end());
    html.table(table);
}

void write_causes(HtmlWriter& html, const PaperSource& source, const Monitored& all) {
    static const std::array columns{
        PaperColumn{.header = "Línea de acción", .width = 28, .is_row_header = true},
        PaperColumn{.header = "Fecha", .width = 10},
        PaperColumn{.header = "Observaciones", .width = 31},
        PaperColumn{.header = "Recomendaciones"},
    };
    PaperTable table{.caption = "Observaciones y recomendaciones del último seguimiento",
                     .columns = columns};
    for (std::size_t index = 0; index < all.lines.size(); ++index) {
        const auto last = source.records.find(all.rounds.lines[index].last);
        if (!last) continue;
        table.rows.push_back({numbered_line(all, index), format_date(text_of(last->fields, "date")),
                              text_of(last->fields, "observations"),
                              text_of(last->fields, "recommendations")});
    }
    if (!table.rows.empty()) html.table(table);
}

}  // namespace

PaperPart follow_up_summary(const PaperSource& source, const Record& plan) {
    const Monitored all = monitored(source, plan);
    HtmlWriter html;
    const std::size_t months = all.rounds.months.size();
    // As many months in each table as in the others, as far as that goes.
    const std::size_t tables = (months + months_per_table_max - 1) / months_per_table_max;
    for (std::size_t table = 0; table < tables; ++table) {
        write_months(html, all, months * table / tables, months * (table + 1) / tables);
    }
    if (months == 0) write_empty_months(html, all);
    if (months > 0) {
        html.note(
            "%: actividades ejecutadas sobre las programadas del período. s/p: sin actividades "
            "programadas.");
    }
    if (!all.lines.empty()) write_state(html, source, all);
    write_causes(html, source, all);
    return {.title = "Resumen de seguimiento de líneas de acción",
            .html = html.text(),
            .is_wide = true};
}

}  // namespace minga::client
