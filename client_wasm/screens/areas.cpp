/// The improvement areas: the subcriteria with the weakest first, and those that the committee
/// chose.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/areas_view.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr float table_width_min = 600;

using Candidates = std::vector<AreaCandidate>;

std::string numbered(const AreaCandidate& candidate) {
    return std::to_string(candidate.subcriterion->number) + ". " + candidate.subcriterion->name;
}

struct AreaWord {
    std::string_view text;
    Tone tone = Tone::muted;
    Icon icon = Icon::circle;
};

AreaWord word_of(const AreaCandidate& candidate) {
    if (candidate.is_selected()) return {"Elegida", Tone::ok, Icon::circle_check};
    if (candidate.area != nullptr) return {"Para otro ciclo", Tone::muted, Icon::clock};
    return {"Sin decidir", Tone::muted, Icon::circle};
}

std::int64_t count_selected(const Candidates& candidates) {
    return std::count_if(candidates.begin(), candidates.end(),
                         [](const AreaCandidate& one) { return one.is_selected(); });
}

std::int64_t tools_of(const AreasView& view, const AreaCandidate& candidate) {
    const auto& tools = view.app.catalog().tools();
    return std::count_if(tools.begin(), tools.end(), [&](const Tool& tool) {
        return tool.subcriterion == candidate.subcriterion->key;
    });
}

void draw_summary(AreasView& view, std::int64_t selected) {
    Ui& ui = view.ui;
    const bool is_suggested = is_suggested_count(selected);
    const std::string chosen = counted(selected, "área elegida", "áreas elegidas");
    ui.card({.key = "summary", .label = "Áreas elegidas"}, [&] {
        ui.flow({.gap = 8}, [&] {
            ui.chip(chosen, is_suggested ? Tone::ok : Tone::warn,
                    is_suggested ? Icon::circle_check : Icon::info);
            ui.chip(source_words(view.scores.source), Tone::neutral, Icon::clipboard_check);
        });
        ui.text(
            "Se sugieren entre 7 y 9 de los 12 subcriterios. Las que se dejan quedan para el "
            "siguiente ciclo.",
            {.tone = Tone::muted});
    });
    // A plan that was presented is not asked to think again.
    const bool may = view.app.may_create("improvement_area", view.plan.id).is_allowed;
    if (may && selected > 0 && !is_suggested) {
        const std::string text =
            selected < suggested_areas_min
                ? "Son menos de las 7 sugeridas. Puede presentar el plan así; revise si alguna "
                  "área débil quedó fuera."
                : "Son más de las 9 sugeridas. Puede presentar el plan así; revise si podrán "
                  "abordarlas todas en un año.";
        const std::string title = "Hay " + chosen;
        ui.banner({.tone = Tone::warn, .title = title, .text = text, .key = "count"});
    }
}

int index_of_open(const AreasView& view) {
    for (std::size_t index = 0; index < view.candidates.size(); ++index) {
        if (view.candidates[index].subcriterion->key == view.memory.subcriterion) {
            return static_cast<int>(index);
        }
    }
    return -1;
}

enum class Column { name, points, share, owner, tools, state };

void draw_table(AreasView& view) {
    std::vector<Column> kinds;
    std::vector<TableColumn> columns;
    const auto add = [&](Column kind, TableColumn look) {
        kinds.push_back(kind);
        columns.push_back(look);
    };
    const float width = view.ui.width();
    add(Column::name,
        {.header = "Subcriterio", .width = fr(1.6F), .width_min = 200, .is_row_header = true});
    add(Column::points, {.header = "Puntaje", .width = fixed(104), .align = Align::end});
    add(Column::share, {.header = "% de logro", .width = fixed(150)});
    if (width >= 900) add(Column::owner, {.header = "Responsable", .width_min = 140});
    if (width >= 800) {
        add(Column::tools, {.header = "Herramientas", .width = fixed(128), .align = Align::end});
    }
    add(Column::state, {.header = "Decisión", .width = fixed(164)});
    std::vector<std::string> keys;
    for (const AreaCandidate& one : view.candidates) keys.push_back(one.subcriterion->key);
    const auto events = view.ui.data_table(
        {.key = "areas",
         .label = "Subcriterios, del más débil al más fuerte",
         .columns = columns,
         .row_keys = keys,
         .row_count = static_cast<int>(view.candidates.size()),
         .is_clickable = true,
         .selected_row = index_of_open(view)},
        [&](int row, int column) -> TableCell {
            const AreaCandidate& one = view.candidates[static_cast<std::size_t>(row)];
            switch (kinds[static_cast<std::size_t>(column)]) {
                case Column::name:
                    return {.text = numbered(one)};
                case Column::points:
                    return {.text = points_of(view, one)};
                case Column::share:
                    if (view.scores.source == AreaScoreSource::none) return {.text = "—"};
                    return {.text = share_words(view, one),
                            .bar = static_cast<float>(one.score.percent()) / 100};
                case Column::owner: {
                    const std::string owner =
                        one.area == nullptr
                            ? std::string{}
                            : person_text(text_of(one.area->fields, "owner"),
                                          text_of(one.area->fields, "owner_position"));
                    return {.text = owner.empty() ? "—" : owner};
                }
                case Column::tools:
                    return {.text = std::to_string(tools_of(view, one))};
                case Column::state: {
                    const AreaWord word = word_of(one);
                    return {.text = std::string{word.text}, .tone = word.tone, .icon = word.icon};
                }
            }
            return {};
        });
    if (events.clicked_row) {
        view.memory.open(
            view.candidates[static_cast<std::size_t>(*events.clicked_row)].subcriterion->key);
    }
}

void draw_rows(AreasView& view) {
    view.ui.card({.key = "areas", .padding = 8}, [&] {
        view.ui.list("Subcriterios, del más débil al más fuerte", [&] {
            for (const AreaCandidate& one : view.candidates) {
                const AreaWord word = word_of(one);
                std::string subtitle{word.text};
                const bool has_scores = view.scores.source != AreaScoreSource::none;
                if (has_scores) subtitle += " · " + points_of(view, one) + " puntos";
                const std::string title = numbered(one);
                const std::string share = has_scores ? share_words(view, one) : std::string{};
                if (view.ui.list_row({.key = one.subcriterion->key,
                                      .title = title,
                                      .subtitle = subtitle,
                                      .trailing = share,
                                      .icon = word.icon,
                                      .tone = word.tone})) {
                    view.memory.open(one.subcriterion->key);
                }
            }
        });
    });
}

void draw_content(AreasView& view) {
    Ui& ui = view.ui;
    draw_read_only_reason(ui, view.app.may_create("improvement_area", view.plan.id));
    const std::int64_t selected = count_selected(view.candidates);
    draw_summary(view, selected);
    ui.section("Subcriterios", [&] {
        if (view.scores.source == AreaScoreSource::none) {
            ui.caption(
                "Todavía no hay puntajes de este ciclo en este equipo: están en el orden "
                "del Modelo.");
        }
        if (ui.width() >= table_width_min) {
            draw_table(view);
        } else {
            draw_rows(view);
        }
    });
    if (selected == 0) return;
    ui.section("Qué sigue", [&] {
        ui.card({.key = "next", .padding = 8}, [&] {
            ui.list("Qué sigue", [&] {
                if (ui.list_row({.key = "matrix",
                                 .title = "Matriz de priorización",
                                 .subtitle = "Comparar las herramientas de estas áreas y decidir "
                                             "cuáles se llevarán a cabo",
                                 .icon = Icon::table,
                                 .tone = Tone::primary})) {
                    view.app.navigate("plan/matriz");
                }
            });
        });
    });
}

/// Opens what the address names, once: "plan/areas/training".
void follow_route(const AppState& app, AreasMemory& memory) {
    const std::string place = app.route().to_text();
    if (memory.seen_route == place) return;
    memory.seen_route = place;
    memory.open(app.route().at(2));
}

}  // namespace

const AreaScores& area_scores_of(AppState& app, const Record& plan) {
    return app.memo<AreaScores>("area scores " + plan.id.to_text(),
                                [&] { return area_scores(plan, app.lookup(), app.catalog()); });
}

std::string_view source_words(AreaScoreSource source) {
    switch (source) {
        case AreaScoreSource::validated:
            return "Puntaje validado";
        case AreaScoreSource::own:
            return "Puntaje de la autoevaluación";
        case AreaScoreSource::diagnosis:
            return "Puntaje del diagnóstico";
        case AreaScoreSource::none:
            return "Sin puntajes";
    }
    return {};
}

std::string points_of(const AreasView& view, const AreaCandidate& candidate) {
    if (view.scores.source == AreaScoreSource::none) return "—";
    return std::to_string(candidate.score.obtained) + " de " +
           std::to_string(candidate.score.maximum);
}

std::string share_words(const AreasView& view, const AreaCandidate& candidate) {
    if (view.scores.source == AreaScoreSource::none) return "—";
    return std::to_string(candidate.score.percent()) + " %";
}

void draw_areas(Ui& ui, AppState& app, const Record& plan) {
    auto& memory = app.view<AreasMemory>("areas");
    follow_route(app, memory);
    const AreaScores& scores = area_scores_of(app, plan);
    const auto& candidates = app.memo<Candidates>("areas " + plan.id.to_text(), [&] {
        return area_candidates(scores, app.children(plan.id, "improvement_area"), app.catalog());
    });
    AreasView view{ui, app, plan, scores, candidates, memory};
    const int open = index_of_open(view);
    const auto body = [&] { draw_area(view, candidates[static_cast<std::size_t>(open)]); };
    const std::string key = "area " + memory.subcriterion;
    const Panel panel{.key = key, .title = "Área de mejora", .body = body};
    const std::string context = context_of_plan(app, plan);
    const auto events = draw_frame(ui, app,
                                   {.title = "Áreas de mejora",
                                    .back = "plan",
                                    .panel = open >= 0 ? &panel : nullptr,
                                    .context = context},
                                   [&] { draw_content(view); });
    if (events.is_panel_closed) memory.close();
}

}  // namespace minga::client
