/// What the follow-ups of all lines say: month by month, and why.
#include "client_wasm/screens/plan_rounds_view.hpp"
#include "client_wasm/screens/record_table.hpp"
#include "client_wasm/widgets/format.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr float table_width_min = 620;

std::string line_title(const RoundsView& view, std::size_t index) {
    return std::to_string(index + 1) + ". " + text_of(view.lines[index]->fields, "name");
}

/// "30-04".
std::string day_text(Date date) {
    return format_date(date.to_text()).substr(0, 5);
}

TableCell cell_of(const RoundCell& cell) {
    if (cell.is_written()) {
        return {.text = day_text(cell.date) + " · " + result_text(cell.execution)};
    }
    if (cell.is_missing) return {.text = "Falta", .tone = Tone::warn, .is_semibold = true};
    return {.text = "—", .tone = Tone::muted};
}

void draw_table(RoundsView& view) {
    std::vector<std::string> headers;
    for (const Month month : view.rounds.months) headers.push_back(format_month(month.to_text()));
    std::vector<TableColumn> columns{
        {.header = "Línea de acción", .width = fr(1), .width_min = 230, .is_row_header = true}};
    for (const std::string& header : headers) {
        columns.push_back({.header = header, .width = fixed(126), .align = Align::end});
    }
    const auto keys = row_keys_of(view.lines);
    const auto events = view.ui.data_table(
        {.key = "summary",
         .label = "Resumen de seguimiento de líneas de acción",
         .columns = columns,
         .row_keys = keys,
         .row_count = static_cast<int>(view.lines.size()),
         .is_clickable = true},
        [&](int row, int column) -> TableCell {
            const auto index = static_cast<std::size_t>(row);
            if (column == 0) return {.text = line_title(view, index)};
            return cell_of(view.rounds.lines[index].cells[static_cast<std::size_t>(column - 1)]);
        });
    if (events.clicked_row) {
        const Record& line = *view.lines[static_cast<std::size_t>(*events.clicked_row)];
        view.app.navigate("plan/linea/" + line.id.to_text() + "/seguimientos");
    }
}

/// On a phone each line tells its months in a sentence.
void draw_rows(RoundsView& view) {
    view.ui.card({.key = "summary", .padding = 8}, [&] {
        view.ui.list("Resumen de seguimiento de líneas de acción", [&] {
            for (std::size_t index = 0; index < view.lines.size(); ++index) {
                std::string text;
                const RoundLine& line = view.rounds.lines[index];
                for (std::size_t month = 0; month < line.cells.size(); ++month) {
                    const RoundCell& cell = line.cells[month];
                    if (!cell.is_written() && !cell.is_missing) continue;
                    if (!text.empty()) text += " · ";
                    text += format_month(view.rounds.months[month].to_text()) + ": ";
                    text += cell.is_written() ? result_text(cell.execution) : "falta";
                }
                const std::string title = line_title(view, index);
                if (view.ui.list_row({.key = view.lines[index]->id.to_text(),
                                      .title = title,
                                      .subtitle = text.empty() ? "Sin seguimientos" : text})) {
                    view.app.navigate("plan/linea/" + view.lines[index]->id.to_text() +
                                      "/seguimientos");
                }
            }
        });
    });
}

const Record* last_follow_up(RoundsView& view, std::size_t index) {
    const Id& id = view.rounds.lines[index].last;
    return id.is_nil() ? nullptr : view.app.find(id);
}

void draw_cause(RoundsView& view, std::size_t index, const Record& follow_up) {
    Ui& ui = view.ui;
    const std::string& causes = text_of(follow_up.fields, "observations");
    const std::string& measures = text_of(follow_up.fields, "recommendations");
    const std::string title = line_title(view, index);
    const std::string when = format_date(text_of(follow_up.fields, "date")) + " · " +
                             result_text(execution_of(follow_up));
    ui.card({.key = follow_up.id.to_text(), .label = title, .padding = 12}, [&] {
        ui.stack(2, [&] {
            ui.text(title, {.is_semibold = true});
            ui.caption(when);
        });
        ui.columns(
            {fr(1), fr(1)}, [&] { ui.key_value("Causas", causes.empty() ? "—" : causes); },
            [&] { ui.key_value("Medidas", measures.empty() ? "—" : measures); });
    });
}

}  // namespace

std::string result_text(const Execution& execution) {
    if (execution.programmed == 0 && execution.executed == 0) return "—";
    const auto percent = execution.percent();
    return percent ? format_integer(*percent) + " %" : "sin programar";
}

void draw_rounds_summary(RoundsView& view) {
    if (view.rounds.months.empty()) return;
    view.ui.section("Resumen de seguimiento", [&] {
        if (view.ui.width() >= table_width_min) {
            draw_table(view);
        } else {
            draw_rows(view);
        }
    });
}

void draw_causes(RoundsView& view) {
    std::vector<std::size_t> with_words;
    for (std::size_t index = 0; index < view.lines.size(); ++index) {
        const Record* last = last_follow_up(view, index);
        if (last == nullptr) continue;
        if (!text_of(last->fields, "observations").empty() ||
            !text_of(last->fields, "recommendations").empty()) {
            with_words.push_back(index);
        }
    }
    if (with_words.empty()) return;
    view.ui.section("Causas y medidas del último seguimiento", [&] {
        for (const std::size_t index : with_words) {
            draw_cause(view, index, *last_follow_up(view, index));
        }
    });
}

}  // namespace minga::client
