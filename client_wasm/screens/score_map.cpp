#include "client_wasm/screens/score_map.hpp"

#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/widgets/format.hpp"

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

/// The rows with the texts that they borrow.
struct MapRows {
    std::deque<std::string> texts;  ///< A deque: texts that were borrowed do not move.
    std::deque<std::vector<HeatCell>> cells;
    std::vector<HeatRow> rows;

    std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
};

HeatCell cell_of(MapRows& rows, const GroupScore& group) {
    HeatCell cell;
    cell.label = rows.keep(std::to_string(group.number) + ". " + group.name);
    if (group.score.answered > 0) cell.percent = group.score.percent();
    cell.detail = rows.keep(format_integer(group.score.obtained) + " de " +
                            format_integer(group.score.maximum));
    return cell;
}

MapRows rows_of(const AssessmentScore& score) {
    MapRows rows;
    for (const GroupScore& criterion : score.criteria) {
        auto& cells = rows.cells.emplace_back();
        for (const GroupScore& group : score.subcriteria) {
            if (group.criterion != criterion.key) continue;
            cells.push_back(cell_of(rows, group));
        }
        const bool is_begun = criterion.score.answered > 0;
        rows.rows.push_back(
            {rows.keep(std::to_string(criterion.number) + ". " + criterion.name),
             rows.keep(is_begun ? std::to_string(criterion.score.percent()) + " %" : "—"), cells});
    }
    return rows;
}

}  // namespace

void draw_score_map(Ui& ui, AppState& app, const AssessmentScore& score, const ScoreMap& map) {
    const MapRows rows = rows_of(score);
    draw_chart(ui, app, {.title = map.title, .of = map.of}, [&] {
        ui.heat_map({.key = map.title,
                     .title = map.title,
                     .row_header = "Criterio",
                     .cell_header = map.cell_header,
                     .rows = rows.rows});
    });
}

}  // namespace minga::client
