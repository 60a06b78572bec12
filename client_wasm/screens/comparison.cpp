/// "Comparación de ciclos": the achievement of two cycles by criterion and subcriterion, and the
/// criteria by how far they are.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/chart_image.hpp"
#include "client_wasm/screens/comparison_model.hpp"
#include "client_wasm/screens/diagnosis_model.hpp"
#include "client_wasm/screens/screens.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct ComparisonMemory {
    bool is_self_assessment = false;
    /// Into the cycles that can be compared; below 0: the last two.
    int before = -1;
    int after = -1;
};

std::string percent_text(const Score& score) {
    return std::to_string(score.percent()) + " %";
}

std::string cycle_name(const ComparedCycle& cycle) {
    return "Ciclo " + std::to_string(cycle.number);
}

/// Inside a sentence.
std::string folded_name(const ComparedCycle& cycle) {
    return "ciclo " + std::to_string(cycle.number);
}

const std::vector<ComparedCycle>& cycles_of(AppState& app, InstrumentKind kind) {
    const bool is_self = kind == InstrumentKind::self_assessment;
    return app.memo<std::vector<ComparedCycle>>(is_self ? "compared own" : "compared", [&] {
        std::vector<Record> records;
        for (const Entry<Cycle>& cycle : app.cycles()) records.push_back(*cycle.record);
        return compared_cycles(records, kind, app.lookup(), app.catalog());
    });
}

/// Both cycles and what they are compared by.
struct Pair {
    const ComparedCycle& before;
    const ComparedCycle& after;
    Comparable comparable;
};

void draw_table(Ui& ui, const Pair& pair, std::string_view what,
                std::vector<ComparedGroup> groups) {
    groups.push_back({0, "TOTAL", pair.comparable.before, pair.comparable.after});
    const std::string before = cycle_name(pair.before);
    const std::string after = cycle_name(pair.after);
    const bool is_narrow = ui.width() < 480;
    const std::array<TableColumn, 4> columns{
        TableColumn{.header = what, .width = fr(1), .width_min = 120, .is_row_header = true},
        TableColumn{.header = before, .width = fixed(is_narrow ? 68 : 110), .align = Align::end},
        TableColumn{.header = after, .width = fixed(is_narrow ? 68 : 110), .align = Align::end},
        TableColumn{.header = "Cambio", .width = fixed(is_narrow ? 76 : 110), .align = Align::end}};
    const std::string label =
        what == "Criterio" ? "Comparación por criterio" : "Comparación por subcriterio";
    static_cast<void>(ui.data_table(
        {.key = what,
         .label = label,
         .columns = columns,
         .row_count = static_cast<int>(groups.size()),
         .has_total_row = true},
        [&](int row, int column) -> TableCell {
            const ComparedGroup& group = groups[static_cast<std::size_t>(row)];
            const std::int64_t change = group.change();
            switch (column) {
                case 0:
                    return {.text = group.number == 0
                                        ? group.name
                                        : std::to_string(group.number) + ". " + group.name};
                case 1:
                    return {.text = percent_text(group.before)};
                case 2:
                    return {.text = percent_text(group.after)};
                default:
                    return {.text = change_text(change),
                            .tone = change > 0   ? Tone::ok
                                    : change < 0 ? Tone::bad
                                                 : Tone::muted,
                            .is_semibold = true};
            }
        }));
}

void draw_ranking(Ui& ui, AppState& app, const ComparedCycle* before, const ComparedCycle& after,
                  const std::vector<ComparedGroup>& compared) {
    const auto groups = ranked(compared);
    std::vector<std::string> texts;
    texts.reserve(groups.size() * 2);
    std::vector<ChartBar> bars;
    for (const ComparedGroup& group : groups) {
        texts.push_back(std::to_string(bars.size() + 1) + ". " + group.name);
        texts.push_back(percent_text(group.after));
        ChartBar bar{.label = texts[texts.size() - 2],
                     .value = 100 * share_of(group.after),
                     .text = texts.back()};
        if (before != nullptr) bar.expected = 100 * share_of(group.before);
        bars.push_back(bar);
    }
    const std::string mark = before != nullptr ? cycle_name(*before) : std::string{};
    const std::string title =
        "% de logro en el ciclo " + std::to_string(after.number) + ", de mayor a menor";
    ui.section("Orden de los criterios por logro", [&] {
        ui.card({.key = "ranking"}, [&] {
            draw_chart(ui, app, {title}, [&] {
                ui.bar_chart({.key = "ranking",
                              .title = title,
                              .bars = bars,
                              .maximum = 100,
                              .expected_label = mark});
            });
        });
    });
}

void draw_kind(Ui& ui, AppState& app, ComparisonMemory& memory) {
    if (cycles_of(app, InstrumentKind::self_assessment).empty()) {
        memory.is_self_assessment = false;
        return;
    }
    static const std::array<std::string, 2> names{"Diagnóstico", "Autoevaluación"};
    const auto chosen = ui.segmented({.key = "kind",
                                      .label = "Qué se compara",
                                      .options = names,
                                      .selected = memory.is_self_assessment ? 1 : 0});
    if (!chosen) return;
    memory = {.is_self_assessment = *chosen == 1};
    ui.request_frame();
}

/// Which two, where there are more.
void draw_choice(Ui& ui, const std::vector<ComparedCycle>& cycles, int& before, int& after) {
    if (cycles.size() < 3) return;
    std::vector<std::string> names;
    for (const ComparedCycle& cycle : cycles) names.push_back(cycle_name(cycle));
    const auto select = [&](std::string_view key, std::string_view label, int& held) {
        const auto chosen =
            ui.select({.key = key, .label = label, .options = names, .selected = held});
        if (chosen) held = *chosen;
    };
    ui.columns(
        {fr(1), fr(1)}, [&] { select("before", "Ciclo de partida", before); },
        [&] { select("after", "Ciclo que se compara", after); });
}

void draw_unfinished(Ui& ui, const ComparedCycle& cycle) {
    const Score& total = cycle.score.total;
    if (total.missing == 0) return;
    const std::string title = cycle_name(cycle) + ": " + std::to_string(total.answered) + " de " +
                              std::to_string(total.answered + total.missing) + " respondidas";
    ui.scope(std::to_string(cycle.number), [&] {
        ui.banner({.tone = Tone::warn,
                   .title = title,
                   .text = "Lo que falta cuenta como cero.",
                   .key = "unfinished"});
    });
}

/// What two different instruments do not let compare.
void draw_differences(Ui& ui, const Pair& pair) {
    const auto words = comparison_words(pair.comparable, "el " + folded_name(pair.before),
                                        "el " + folded_name(pair.after));
    if (words.empty()) return;
    std::string text;
    for (std::size_t i = 1; i < words.size(); ++i) text += (i > 1 ? " " : "") + words[i];
    ui.banner({.tone = Tone::warn, .title = words.front(), .text = text, .key = "differences"});
}

void draw_pair(Ui& ui, AppState& app, const Pair& pair) {
    draw_unfinished(ui, pair.before);
    draw_unfinished(ui, pair.after);
    draw_differences(ui, pair);
    if (pair.comparable.shared == 0) return;
    const auto criteria = [&] {
        ui.section("Por criterio", [&] {
            draw_table(ui, pair, "Criterio", compared_groups(pair.comparable.criteria));
            ui.caption("El cambio se cuenta en puntos porcentuales.");
        });
    };
    const auto ranking = [&] {
        draw_ranking(ui, app, &pair.before, pair.after, compared_groups(pair.comparable.criteria));
    };
    if (ui.width() >= 920) {
        ui.columns({fr(1), fr(1)}, criteria, ranking);
    } else {
        criteria();
        ranking();
    }
    ui.section("Por subcriterio", [&] {
        draw_table(ui, pair, "Subcriterio", compared_groups(pair.comparable.subcriteria));
    });
}

void draw_content(Ui& ui, AppState& app, ComparisonMemory& memory) {
    draw_kind(ui, app, memory);
    const auto& cycles = cycles_of(app, memory.is_self_assessment ? InstrumentKind::self_assessment
                                                                  : InstrumentKind::diagnostic);
    const int count = static_cast<int>(cycles.size());
    if (count == 0) {
        ui.empty_state({.icon = Icon::chart_column,
                        .title = "Todavía no hay resultados",
                        .text = "Aparecen cuando se responde el diagnóstico o se asignan los "
                                "puntajes de la autoevaluación."});
        return;
    }
    if (count == 1) {
        ui.banner({.tone = Tone::neutral,
                   .title = "Solo el ciclo " + std::to_string(cycles.front().number) +
                            " tiene resultados",
                   .text = "Cuando otro ciclo los tenga, aquí verá la comparación.",
                   .key = "single"});
        draw_unfinished(ui, cycles.front());
        const auto& criteria = cycles.front().score.criteria;
        return draw_ranking(ui, app, nullptr, cycles.front(), compare_groups(criteria, criteria));
    }
    const bool is_known =
        memory.before >= 0 && memory.before < count && memory.after >= 0 && memory.after < count;
    if (!is_known) {
        memory.before = count - 2;
        memory.after = count - 1;
    }
    draw_choice(ui, cycles, memory.before, memory.after);
    const ComparedCycle& before = cycles[static_cast<std::size_t>(memory.before)];
    const ComparedCycle& after = cycles[static_cast<std::size_t>(memory.after)];
    draw_pair(ui, app,
              {before, after,
               compare_answers({*before.instrument, before.answers},
                               {*after.instrument, after.answers}, app.catalog().model())});
}

}  // namespace

void draw_comparison(Ui& ui, AppState& app) {
    auto& memory = app.view<ComparisonMemory>("comparison");
    const std::string context = app.organization_name();
    static_cast<void>(
        draw_frame(ui, app, {.title = "Comparación de ciclos", .back = "mas", .context = context},
                   [&] { draw_content(ui, app, memory); }));
}

}  // namespace minga::client
