/// One subcriterion in the panel: how it stands, whether it is an improvement area, and its tools.
#include "client_wasm/screens/areas_view.hpp"
#include "client_wasm/screens/matrix_view.hpp"
#include "client_wasm/screens/panel_form.hpp"
#include "client_wasm/screens/record_form.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

void make_area(AreasView& view, const AreaCandidate& candidate, bool is_selected) {
    static_cast<void>(view.app.create("improvement_area",
                                      {{"plan", view.plan.id.to_text()},
                                       {"subcriterion", candidate.subcriterion->key},
                                       {"selected", Value{is_selected}}},
                                      "area " + view.plan.id.to_text()));
}

/// Before anything was decided: two buttons, which make the record.
void draw_choice(AreasView& view, const AreaCandidate& candidate) {
    Ui& ui = view.ui;
    const MayDo& may = view.app.may_create("improvement_area", view.plan.id);
    draw_read_only_reason(ui, may);
    if (!may) return;
    ui.stack(8, [&] {
        if (ui.button({.label = "Elegir como área de mejora",
                       .style = ButtonStyle::primary,
                       .icon = Icon::check,
                       .key = "choose",
                       .is_full_width = true})) {
            make_area(view, candidate, true);
        }
        if (ui.button({.label = "Dejar para otro ciclo",
                       .icon = Icon::clock,
                       .key = "leave",
                       .is_full_width = true})) {
            make_area(view, candidate, false);
        }
    });
    if (const Error* refusal = view.app.refusal("area " + view.plan.id.to_text())) {
        ui.banner({.tone = Tone::bad, .text = refusal->message, .key = "refused"});
    }
}

void draw_attributes(RecordForm& form) {
    const auto area = [&](std::string_view key, std::string_view label, std::string_view help) {
        form.text(
            key,
            {.label = label, .help = help, .length_max = 2000, .rows = 2, .is_multiline = true});
    };
    area("relevance", "Relevancia", "Qué impacto tendrá en los procesos y resultados.");
    area("pertinence", "Pertinencia", "Por qué importa en esta municipalidad y su entorno.");
    area("feasibility", "Factibilidad", "Con qué recursos y en qué tiempo se puede.");
}

void draw_record(AreasView& view, const AreaCandidate& candidate) {
    Ui& ui = view.ui;
    const Record& area = *candidate.area;
    draw_read_only_reason(ui, view.app.may(Action::edit, area));
    if (candidate.twins > 0) {
        ui.banner({.tone = Tone::warn,
                   .title = "Dos personas registraron esta área",
                   .text = "Reúna aquí lo que vale y elimine la otra: al eliminar esta, aparece.",
                   .key = "twins"});
    }
    RecordForm form{ui, view.app, area};
    form.yes_no("selected", {.label = "Es un área de mejora de este plan"});
    if (!candidate.is_selected()) {
        form.text("reason", {.label = "Motivo para dejarla para otro ciclo",
                             .length_max = 2000,
                             .rows = 2,
                             .is_multiline = true});
    }
    draw_attributes(form);
    form.text("owner", {.label = "Responsable del área",
                        .help = "Cuida de que se ejecute todo lo asociado a esta área.",
                        .length_max = 200});
    form.text("owner_position", {.label = "Cargo del responsable", .length_max = 200});
    if (candidate.is_selected()) {
        form.text("reason", {.label = "Motivo de la elección",
                             .length_max = 2000,
                             .rows = 2,
                             .is_multiline = true});
    }
}

/// The tools of the subcriterion, to be taken into the plan or left.
void draw_tools(AreasView& view, const AreaCandidate& candidate) {
    Ui& ui = view.ui;
    const PriorityMatrix& matrix = matrix_of(view.app, view.plan);
    const bool may = view.app.may_create("tool_choice", view.plan.id).is_allowed;
    ui.heading(3, "Herramientas de gestión");
    for (const Tool& tool : view.app.catalog().tools()) {
        if (tool.subcriterion != candidate.subcriterion->key) continue;
        bool is_chosen = false;
        for (const MatrixRow& row : matrix.rows) {
            if (row.tool == tool.key) is_chosen = row.is_chosen;
        }
        if (!may) {
            ui.key_value(tool.name, is_chosen ? "Incluida en el plan" : "No incluida");
            continue;
        }
        const auto checked = ui.checkbox({.key = tool.key,
                                          .label = tool.name,
                                          .is_checked = is_chosen,
                                          .help = tool.description});
        if (checked) store_choice(view.app, view.plan, tool.key, {{"selected", Value{*checked}}});
    }
    if (may) ui.caption("Marque las que entran al plan. La matriz ayuda a compararlas.");
}

/// What each element of the subcriterion obtained: where exactly it is weak.
void draw_elements(AreasView& view, const AreaCandidate& candidate) {
    Ui& ui = view.ui;
    const Record* assessment = view.app.find(view.scores.assessment);
    if (assessment == nullptr || view.scores.source == AreaScoreSource::none) return;
    ui.flow({}, [&] {
        if (ui.button({.label = view.memory.shows_elements ? "Ocultar los elementos de gestión"
                                                           : "Ver los elementos de gestión",
                       .style = ButtonStyle::quiet,
                       .icon = view.memory.shows_elements ? Icon::chevron_up : Icon::chevron_down,
                       .key = "elements",
                       .is_small = true})) {
            view.memory.shows_elements = !view.memory.shows_elements;
            ui.request_frame();
        }
    });
    if (!view.memory.shows_elements) return;
    const std::string_view field = view.scores.source == AreaScoreSource::diagnosis ? "level"
                                   : view.scores.source == AreaScoreSource::validated
                                       ? "validated_score"
                                       : "score";
    const auto& answers = view.app.children(assessment->id, "answer");
    ui.card({.key = "elements", .padding = 8, .is_flat = true}, [&] {
        ui.list("Elementos de gestión", [&] {
            for (const Element& element : view.app.catalog().model().elements()) {
                if (element.subcriterion != candidate.subcriterion->key) continue;
                std::string score = "—";
                for (const Record& answer : answers) {
                    if (text_of(answer.fields, "element") != element.key) continue;
                    const auto* value = std::get_if<std::int64_t>(&value_of(answer.fields, field));
                    if (value != nullptr) score = std::to_string(*value);
                }
                const std::string title = std::to_string(element.number) + ". " + element.name;
                static_cast<void>(ui.list_row(
                    {.key = element.key, .title = title, .trailing = score, .is_static = true}));
            }
        });
    });
}

}  // namespace

void draw_area(AreasView& view, const AreaCandidate& candidate) {
    Ui& ui = view.ui;
    const Subcriterion& subcriterion = *candidate.subcriterion;
    const std::string title = std::to_string(subcriterion.number) + ". " + subcriterion.name;
    const std::string score =
        points_of(view, candidate) + " puntos · " + share_words(view, candidate);
    ui.scope(subcriterion.key, [&] {
        ui.stack(4, [&] {
            ui.text(title, {.size = TextSize::section, .is_semibold = true});
            ui.text(subcriterion.scope, {.size = TextSize::caption, .tone = Tone::muted});
        });
        if (view.scores.source != AreaScoreSource::none) {
            ui.card({.key = "score", .label = "Puntaje", .padding = 12, .is_flat = true},
                    [&] { ui.key_value(source_words(view.scores.source), score); });
        }
        draw_elements(view, candidate);
        if (candidate.area == nullptr) {
            draw_choice(view, candidate);
            return;
        }
        ui.scope(candidate.area->id.to_text(), [&] { draw_record(view, candidate); });
        draw_tools(view, candidate);
        if (draw_panel_foot(ui, view.app, *candidate.area,
                            {.remove_label = "Quitar la decisión",
                             .removed = "Decisión sobre el área quitada"})) {
            view.memory.close();
        }
    });
}

}  // namespace minga::client
