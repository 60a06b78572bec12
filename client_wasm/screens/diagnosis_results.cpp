#include "client_wasm/app/spreadsheets.hpp"
#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/screens/diagnosis_view.hpp"
#include "client_wasm/screens/report_workbooks.hpp"
#include "client_wasm/screens/score_map.hpp"
#include "client_wasm/widgets/format.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

std::string percent_text(const Score& score) {
    return std::to_string(score.percent()) + " %";
}

std::string numbered(const GroupScore& group) {
    return std::to_string(group.number) + ". " + group.name;
}

/// The groups' scores and the total below them, row by row.
struct ScoreRows {
    const std::vector<GroupScore>& groups;
    const Score& total;

    int count() const { return static_cast<int>(groups.size()) + 1; }
    bool is_total(int row) const { return row == count() - 1; }
    const Score& score(int row) const {
        return is_total(row) ? total : groups[static_cast<std::size_t>(row)].score;
    }
    TableCell name(int row) const {
        return {.text = is_total(row) ? "TOTAL" : numbered(groups[static_cast<std::size_t>(row)])};
    }
};

/// The guide's table: one row a group and the total.
void draw_table(Ui& ui, const std::vector<GroupScore>& groups, const Score& total,
                std::string_view what) {
    const bool is_narrow = ui.width() < 480;
    const std::array<TableColumn, 4> columns{
        TableColumn{.header = what, .width = fr(1), .width_min = 130, .is_row_header = true},
        TableColumn{.header = is_narrow ? "Máx." : "Puntaje máximo",
                    .width = fixed(is_narrow ? 62 : 120),
                    .align = Align::end},
        TableColumn{.header = is_narrow ? "Obt." : "Puntaje obtenido",
                    .width = fixed(is_narrow ? 58 : 124),
                    .align = Align::end},
        TableColumn{.header = is_narrow ? "Logro" : "% de logro",
                    .width = fixed(is_narrow ? 72 : 110),
                    .align = Align::end}};
    const ScoreRows rows{groups, total};
    const std::string label =
        what == "Criterio" ? "Resultados por criterio" : "Resultados por ámbito";
    static_cast<void>(ui.data_table({.key = what,
                                     .label = label,
                                     .columns = columns,
                                     .row_count = rows.count(),
                                     .has_total_row = true},
                                    [&](int row, int column) -> TableCell {
                                        const Score& score = rows.score(row);
                                        switch (column) {
                                            case 0:
                                                return rows.name(row);
                                            case 1:
                                                return {.text = format_integer(score.maximum)};
                                            case 2:
                                                return {.text = format_integer(score.obtained)};
                                            default:
                                                return {.text = percent_text(score),
                                                        .is_semibold = true};
                                        }
                                    }));
}

void draw_bars(DiagnosisView& view, const std::vector<GroupScore>& groups, std::string_view title) {
    std::vector<std::string> texts;
    texts.reserve(groups.size() * 2);
    std::vector<ChartBar> bars;
    for (const GroupScore& group : groups) {
        texts.push_back(numbered(group));
        texts.push_back(percent_text(group.score));
        bars.push_back({.label = texts[texts.size() - 2],
                        .value = 100 * share_of(group.score),
                        .text = texts.back()});
    }
    draw_chart(view.ui, view.app, {title, &view.assessment}, [&] {
        view.ui.bar_chart({.key = title, .title = title, .bars = bars, .maximum = 100});
    });
}

/// Its axes bear the ámbitos' numbers, which the table beside explains.
void draw_radar(Ui& ui, const DiagnosisModel& model, float height) {
    std::vector<std::string> axes;
    std::vector<float> values;
    for (const GroupScore& scope : model.score.subcriteria) {
        axes.push_back(std::to_string(scope.number));
        values.push_back(share_of(scope.score));
    }
    const std::array<RadarSeries, 1> series{RadarSeries{"% de logro", values}};
    ui.radar_chart({.key = "radar",
                    .title = "Radar de logro por ámbito",
                    .axes = axes,
                    .series = series,
                    .height = height});
}

void draw_summary(DiagnosisView& view) {
    Ui& ui = view.ui;
    const DiagnosisModel& model = view.model;
    const Score& total = model.score.total;
    const std::string percent = percent_text(total);
    const std::string points =
        format_integer(total.obtained) + " de " + format_integer(total.maximum) + " puntos";
    const std::string answered =
        std::to_string(model.answered()) + " de " + std::to_string(model.count());
    const std::string doubtful = std::to_string(model.doubtful) + " para volver a mirar";
    const std::string state = view.app.state_name(view.assessment);
    ui.card({.key = "summary", .label = "Resumen del diagnóstico"}, [&] {
        const float share =
            static_cast<float>(model.answered()) / static_cast<float>(model.count());
        const auto figures = [&] {
            ui.stat({.label = "% de logro",
                     .value = percent,
                     .caption = points,
                     .tone = Tone::primary});
        };
        const auto state_of_answers = [&] {
            ui.progress_bar({.label = "Preguntas respondidas", .value = share, .text = answered});
            ui.flow({.gap = 8}, [&] {
                ui.chip(state, Tone::primary, Icon::clipboard_check);
                if (model.doubtful > 0) ui.chip(doubtful, Tone::accent, Icon::flag);
            });
        };
        ui.columns({fixed(220), fr(1)}, figures, state_of_answers);
    });
}

void draw_missing(DiagnosisView& view) {
    const int missing = view.model.missing();
    if (missing == 0) return;
    const bool is_one = missing == 1;
    const std::string title =
        is_one ? "Falta 1 pregunta" : "Faltan " + std::to_string(missing) + " preguntas";
    if (view.ui.banner({.tone = Tone::warn,
                        .title = title,
                        .text = "El puntaje suma solo lo respondido; el máximo cuenta todo.",
                        .action = is_one ? "Responderla" : "Responder la siguiente",
                        .key = "missing"})) {
        const auto index = next_missing(view.model, -1);
        if (index) go_to_question(view, *index, false);
        view.app.navigate("diagnostico");
    }
}

}  // namespace

void draw_diagnosis_results(DiagnosisView& view) {
    static const std::array<std::string, 2> shapes{"Barras", "Radar"};
    Ui& ui = view.ui;
    const DiagnosisModel& model = view.model;
    const bool is_wide = ui.width() >= 920;
    draw_summary(view);
    draw_missing(view);
    const auto table = [&] {
        ui.section("Resultados por ámbito",
                   [&] { draw_table(ui, model.score.subcriteria, model.score.total, "Ámbito"); });
    };
    const auto chart = [&] {
        ui.section("Gráfico por ámbito", [&] {
            const auto shape = ui.segmented({.key = "shape",
                                             .label = "Tipo de gráfico",
                                             .options = shapes,
                                             .selected = view.memory.is_radar ? 1 : 0});
            if (shape) {
                view.memory.is_radar = *shape == 1;
                ui.request_frame();
            }
            ui.card({.key = "chart"}, [&] {
                if (view.memory.is_radar) {
                    draw_chart(ui, view.app, {"Radar de logro por ámbito", &view.assessment},
                               [&] { draw_radar(ui, model, 420); });
                    ui.caption("Cada eje es un ámbito, con el número que tiene en la tabla.");
                } else {
                    draw_bars(view, model.score.subcriteria, "% de logro por ámbito");
                }
            });
        });
    };
    if (is_wide) {
        ui.columns({fr(1.15F), fr(1)}, table, chart);
    } else {
        table();
        chart();
    }
    ui.section("Mapa por criterio y ámbito", [&] {
        ui.card({.key = "map"}, [&] {
            draw_score_map(ui, view.app, model.score,
                           {.title = "Logro por criterio y ámbito",
                            .cell_header = "Ámbito",
                            .of = &view.assessment});
        });
    });
    const auto criteria_table = [&] {
        draw_table(ui, model.score.criteria, model.score.total, "Criterio");
    };
    const auto criteria_chart = [&] {
        ui.card({.key = "criteria chart"},
                [&] { draw_bars(view, model.score.criteria, "% de logro por criterio"); });
    };
    ui.section("Resultados por criterio", [&] {
        if (is_wide) {
            ui.columns({fr(1.15F), fr(1)}, criteria_table, criteria_chart);
        } else {
            criteria_table();
            criteria_chart();
        }
    });
    ui.flow({}, [&] {
        if (ui.button({.label = "Descargar Excel (.xlsx)",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::download,
                       .key = "export"})) {
            save_workbook(view.app, results_workbook(model, view.app.catalog()),
                          workbook_name(view.app, "diagnostico"));
        }
    });
    ui.caption(model.instrument->label() + ". " + model.instrument->notice());
}

void draw_diagnosis_live(DiagnosisView& view) {
    Ui& ui = view.ui;
    const DiagnosisModel& model = view.model;
    const Score& total = model.score.total;
    const std::string percent = percent_text(total);
    const std::string points =
        format_integer(total.obtained) + " de " + format_integer(total.maximum) + " puntos";
    ui.heading(2, "Resultados al momento");
    ui.stat({.label = "% de logro", .value = percent, .caption = points, .tone = Tone::primary});
    draw_radar(ui, model, 230);
    const std::array<TableColumn, 3> columns{
        TableColumn{.header = "Ámbito", .width = fr(1), .width_min = 130, .is_row_header = true},
        TableColumn{.header = "Puntaje", .width = fixed(102), .align = Align::end},
        TableColumn{.header = "Logro", .width = fixed(66), .align = Align::end}};
    const ScoreRows rows{model.score.subcriteria, total};
    static_cast<void>(ui.data_table({.key = "live table",
                                     .label = "Puntaje por ámbito al momento",
                                     .columns = columns,
                                     .row_count = rows.count(),
                                     .has_total_row = true},
                                    [&](int row, int column) -> TableCell {
                                        const Score& score = rows.score(row);
                                        switch (column) {
                                            case 0:
                                                return rows.name(row);
                                            case 1:
                                                return {.text = format_integer(score.obtained) +
                                                                " de " +
                                                                format_integer(score.maximum)};
                                            default:
                                                return {.text = percent_text(score)};
                                        }
                                    }));
}

}  // namespace minga::client
