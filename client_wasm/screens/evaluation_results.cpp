/// What the scores add up to, by subcriterion and by criterion, own and validated side by side.
#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/screens/diagnosis_model.hpp"
#include "client_wasm/screens/evaluation_view.hpp"
#include "client_wasm/screens/score_map.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

std::string percent_text(const Score& score) {
    return std::to_string(score.percent()) + " %";
}

std::string points_of(const Score& score) {
    return format_integer(score.obtained) + " de " + format_integer(score.maximum);
}

/// One table: the groups, their total, and how far each is.
struct ScoreTable {
    std::string_view what;   ///< "Subcriterio"
    std::string_view label;  ///< "Puntajes por subcriterio"
    const std::vector<GroupScore>& own;
    const std::vector<GroupScore>& validated;
    const std::vector<GroupProgress>& progress;

    int count() const { return static_cast<int>(own.size()) + 1; }
    bool is_total(int row) const { return row + 1 == count(); }
};

const Score& score_in(const ScoreTable& table, const EvaluationModel& model, int row,
                      bool is_validated) {
    const auto index = static_cast<std::size_t>(row);
    if (table.is_total(row)) return is_validated ? model.validated.total : model.own.total;
    return is_validated ? table.validated[index].score : table.own[index].score;
}

std::string ready_text(const ScoreTable& table, const EvaluationModel& model, int row) {
    if (table.is_total(row)) {
        return std::to_string(model.done) + " de " + std::to_string(model.count());
    }
    const GroupProgress& group = table.progress[static_cast<std::size_t>(row)];
    return std::to_string(group.done) + " de " + std::to_string(group.total);
}

enum class Column : std::uint8_t { name, ready, points, percent, validated, validated_percent };

std::vector<Column> columns_of(bool is_narrow, bool has_validated) {
    std::vector<Column> columns{Column::name};
    if (!is_narrow) columns.push_back(Column::ready);
    if (!is_narrow || !has_validated) columns.push_back(Column::points);
    columns.push_back(Column::percent);
    if (has_validated && !is_narrow) columns.push_back(Column::validated);
    if (has_validated) columns.push_back(Column::validated_percent);
    return columns;
}

TableColumn look_of(Column column, std::string_view what, bool is_narrow) {
    switch (column) {
        case Column::name:
            return {.header = what, .width = fr(1), .width_min = 120, .is_row_header = true};
        case Column::ready:
            return {.header = "Listos", .width = fixed(108), .align = Align::end};
        case Column::points:
            return {.header = is_narrow ? "Puntos" : "Puntaje propio",
                    .width = fixed(is_narrow ? 124 : 136),
                    .align = Align::end};
        case Column::percent:
            return {.header = is_narrow ? "Logro" : "% de logro",
                    .width = fixed(is_narrow ? 72 : 104),
                    .align = Align::end};
        case Column::validated:
            return {.header = "Puntaje validado", .width = fixed(144), .align = Align::end};
        case Column::validated_percent:
            return {.header = is_narrow ? "Valid." : "% validado",
                    .width = fixed(is_narrow ? 72 : 108),
                    .align = Align::end};
    }
    return {};
}

void draw_table(EvaluationView& view, const ScoreTable& table) {
    Ui& ui = view.ui;
    const EvaluationModel& model = view.model;
    const bool is_narrow = ui.width() < 560;
    const std::vector<Column> wanted = columns_of(is_narrow, model.has_validated());
    std::vector<TableColumn> looks;
    for (const Column column : wanted) looks.push_back(look_of(column, table.what, is_narrow));
    static_cast<void>(ui.data_table(
        {.key = table.what,
         .label = table.label,
         .columns = looks,
         .row_count = table.count(),
         .has_total_row = true},
        [&](int row, int column) -> TableCell {
            const Score& own = score_in(table, model, row, false);
            switch (wanted[static_cast<std::size_t>(column)]) {
                case Column::name: {
                    if (table.is_total(row)) return {.text = "TOTAL"};
                    const GroupScore& group = table.own[static_cast<std::size_t>(row)];
                    return {.text = std::to_string(group.number) + ". " + group.name};
                }
                case Column::ready:
                    return {.text = ready_text(table, model, row)};
                case Column::points:
                    return {.text = points_of(own)};
                case Column::percent:
                    return {.text = percent_text(own), .is_semibold = true};
                case Column::validated:
                    return {.text = points_of(score_in(table, model, row, true))};
                case Column::validated_percent:
                    return {.text = percent_text(score_in(table, model, row, true)),
                            .is_semibold = true};
            }
            return {};
        }));
}

void draw_summary(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationModel& model = view.model;
    const std::string own = percent_text(model.own.total);
    const std::string own_points = points_of(model.own.total) + " puntos";
    const std::string validated = percent_text(model.validated.total);
    const std::string validated_points = points_of(model.validated.total) + " puntos";
    const std::string state = view.app.state_name(view.assessment);
    const float count = static_cast<float>(std::max(model.count(), 1));
    ui.card({.key = "summary", .label = "Resumen de la autoevaluación"}, [&] {
        const auto figures = [&] {
            ui.grid(150, model.has_validated() ? 2 : 1, [&](int index) {
                const bool is_own = index == 0;
                ui.stat({.label = is_own ? "Logro, puntaje propio" : "Logro, puntaje validado",
                         .value = is_own ? own : validated,
                         .caption = is_own ? own_points : validated_points,
                         .tone = is_own ? Tone::primary : Tone::ok});
            });
        };
        const auto progress = [&] {
            ui.progress_bar({.label = "Evidencias escritas",
                             .value = static_cast<float>(model.with_evidence) / count,
                             .text = std::to_string(model.with_evidence) + " de " +
                                     std::to_string(model.count())});
            ui.progress_bar({.label = "Puntajes asignados",
                             .value = static_cast<float>(model.own.total.answered) / count,
                             .text = std::to_string(model.own.total.answered) + " de " +
                                     std::to_string(model.count())});
        };
        ui.columns({fixed(model.has_validated() ? 360 : 220), fr(1)}, figures, progress);
        ui.flow({.gap = 8}, [&] {
            ui.chip(state, Tone::primary, Icon::clipboard_check);
            if (model.doubtful > 0) {
                ui.chip(std::to_string(model.doubtful) + " para volver a mirar", Tone::accent,
                        Icon::flag);
            }
        });
    });
}

void draw_bars(EvaluationView& view, const std::vector<GroupScore>& groups,
               std::string_view title) {
    std::vector<std::string> texts;
    texts.reserve(groups.size() * 2);
    std::vector<ChartBar> bars;
    for (const GroupScore& group : groups) {
        texts.push_back(std::to_string(group.number) + ". " + group.name);
        texts.push_back(percent_text(group.score));
        bars.push_back({.label = texts[texts.size() - 2],
                        .value = 100 * share_of(group.score),
                        .text = texts.back()});
    }
    draw_chart(view.ui, view.app, {title, &view.assessment}, [&] {
        view.ui.bar_chart({.key = title, .title = title, .bars = bars, .maximum = 100});
    });
}

}  // namespace

void draw_evaluation_results(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationModel& model = view.model;
    draw_summary(view);
    ui.section("Por criterio", [&] {
        const auto table = [&] {
            draw_table(view, {"Criterio", "Puntajes por criterio", model.own.criteria,
                              model.validated.criteria, model.criteria});
        };
        const auto chart = [&] {
            ui.card({.key = "chart"},
                    [&] { draw_bars(view, model.own.criteria, "% de logro por criterio"); });
        };
        if (ui.width() >= 1000) {
            ui.columns({fr(1.5F), fr(1)}, table, chart);
        } else {
            table();
            chart();
        }
    });
    ui.section("Mapa por criterio y subcriterio", [&] {
        ui.card({.key = "map"}, [&] {
            draw_score_map(ui, view.app, model.own,
                           {.title = "Logro por criterio y subcriterio, puntaje propio",
                            .cell_header = "Subcriterio",
                            .of = &view.assessment});
        });
        if (!model.has_validated()) return;
        ui.card({.key = "validated map"}, [&] {
            draw_score_map(ui, view.app, model.validated,
                           {.title = "Logro por criterio y subcriterio, puntaje validado",
                            .cell_header = "Subcriterio",
                            .of = &view.assessment});
        });
    });
    ui.section("Por subcriterio", [&] {
        draw_table(view, {"Subcriterio", "Puntajes por subcriterio", model.own.subcriteria,
                          model.validated.subcriteria, model.subcriteria});
    });
    draw_evaluation_people(view);
    ui.caption("El máximo cuenta todos los elementos, también los que aún no tienen puntaje. " +
               model.instrument->notice());
}

}  // namespace minga::client
