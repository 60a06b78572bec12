/// One element of management: its evidence, its score by the levels of the scale, and why.
#include "client_wasm/screens/evaluation_view.hpp"

#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

/// Where the element stands in the whole.
void draw_place(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationModel& model = view.model;
    const EvaluationItem& item = view.current();
    const Criterion* criterion =
        view.app.catalog().model().find_criterion(item.subcriterion->criterion);
    const std::string place = "Elemento " + std::to_string(view.memory.current + 1) + " de " +
                              std::to_string(model.count());
    std::string group = std::to_string(item.subcriterion->number) + ". " + item.subcriterion->name;
    if (criterion != nullptr) group = criterion->name + " › " + group;
    ui.stack(8, [&] {
        ui.progress_bar(
            {.label = "Elementos listos",
             .value = static_cast<float>(model.done) / static_cast<float>(model.count()),
             .text = std::to_string(model.done) + " de " + std::to_string(model.count()),
             .hides_label = true});
        ui.stack(0, [&] {
            ui.text(place, {.size = TextSize::caption, .tone = Tone::primary, .is_semibold = true});
            ui.caption(group);
        });
    });
}

void draw_head(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationItem& item = view.current();
    ui.stack(8, [&] {
        ui.heading(2, item.element->key + ". " + item.element->name);
        ui.flow({.gap = 8}, [&] {
            const bool is_result = item.element->type == ElementType::result;
            ui.chip(is_result ? "De resultado" : "De proceso", Tone::neutral,
                    is_result ? Icon::chart_column : Icon::list_checks);
            if (item.is_done()) ui.chip("Listo", Tone::ok, Icon::check);
            if (item.is_doubtful) ui.chip("Para volver a mirar", Tone::accent, Icon::flag);
        });
        if (item.scale != nullptr && !item.scale->question.empty()) ui.text(item.scale->question);
    });
}

/// The terms of the guide's glossary that help with an element of its type.
std::vector<const Term*> terms_for(EvaluationView& view) {
    const bool is_result = view.current().element->type == ElementType::result;
    std::vector<const Term*> found;
    for (const Term& term : view.app.catalog().glossary()) {
        const bool is_of_both = term.key == "evidence" || term.key == "management_element";
        const bool is_of_type = is_result ? term.key == "performance_indicator"
                                          : term.key == "approach" || term.key == "deployment";
        if (is_of_both || is_of_type) found.push_back(&term);
    }
    return found;
}

void draw_guide(EvaluationView& view) {
    const std::string& guide = view.model.instrument->evidence_text();
    bool& is_open = view.memory.is_guide_open;
    if (guide.empty()) return;
    Ui& ui = view.ui;
    ui.flow({}, [&] {
        if (ui.button({.label = "Cómo se redacta",
                       .style = ButtonStyle::quiet,
                       .icon = is_open ? Icon::chevron_up : Icon::help,
                       .key = "guide",
                       .is_pressed = is_open,
                       .is_toggle = true,
                       .is_small = true})) {
            is_open = !is_open;
            ui.request_frame();
        }
    });
    if (!is_open) return;
    ui.card({.key = "guide text", .label = "Ayuda para redactar", .is_flat = true}, [&] {
        ui.text(guide);
        for (const Term* term : terms_for(view)) ui.key_value(term->term, term->definition);
    });
}

void draw_words(EvaluationView& view, std::string_view key, TextField look) {
    const FieldView field = answer_field(view, key);
    if (!may_write_answer(view, key) || !field.is_editable) {
        return view.ui.key_value(look.label, field.text.empty() ? "—" : field.text);
    }
    look.key = key;
    look.value = field.text;
    look.error = field.error;
    look.saved = field.saved;
    look.is_multiline = true;
    if (const auto typed = view.ui.text_field(look)) write_answer(view, key, Value{*typed});
}

void draw_score(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationItem& item = view.current();
    if (item.scale == nullptr) return;
    const auto& levels = item.scale->levels;
    std::vector<std::string> texts;
    texts.reserve(levels.size() * 2);
    std::vector<RadioCard> cards;
    for (const ScaleLevel& level : levels) {
        texts.push_back(std::to_string(level.level));
        texts.push_back("Puntaje " + texts.back() + ": " + level.name);
        cards.push_back({.value = static_cast<int>(level.level),
                         .badge = texts[texts.size() - 2],
                         .title = level.name,
                         .text = level.text,
                         .name = texts.back(),
                         .stands_alone = level.level == 0});
    }
    std::optional<int> selected;
    if (item.score) selected = static_cast<int>(*item.score);
    const FieldView field = answer_field(view, "score");
    ui.stack(8, [&] {
        ui.heading(3, "Puntaje");
        const auto chosen = ui.radio_cards({.key = "score",
                                            .label = "Puntaje de «" + item.element->name + "»",
                                            .cards = cards,
                                            .selected = selected,
                                            .error = field.error,
                                            .is_disabled = !may_write_answer(view, "score")});
        if (chosen) write_answer(view, "score", Value{std::int64_t{*chosen}});
    });
}

/// What whoever validates gave it: read by the municipality, chosen by them.
void draw_validated(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationItem& item = view.current();
    const Record* answer = answer_of(view);
    if (answer == nullptr || item.scale == nullptr) return;
    const bool may = view.app.may_edit_field(*answer, "validated_score").is_allowed;
    if (!item.validated && !may) return;
    ui.card({.key = "validated", .label = "Validación", .tone = Tone::primary}, [&] {
        if (!may) {
            ui.key_value("Puntaje validado", std::to_string(*item.validated));
            return;
        }
        std::vector<std::string> names;
        int selected = -1;
        for (const ScaleLevel& level : item.scale->levels) {
            if (item.validated == level.level) selected = static_cast<int>(names.size());
            names.push_back(std::to_string(level.level) + ". " + level.name);
        }
        ui.key_value("Puntaje propio", item.score ? std::to_string(*item.score) : "Sin puntaje");
        const FieldView field = view.app.field(*answer, "validated_score");
        const auto chosen = ui.select({.key = "validated_score",
                                       .label = "Puntaje validado",
                                       .options = names,
                                       .selected = selected,
                                       .error = field.error,
                                       .saved = field.saved});
        if (!chosen) return;
        const std::int64_t level = item.scale->levels[static_cast<std::size_t>(*chosen)].level;
        static_cast<void>(view.app.edit(answer->id, "validated_score", Value{level}));
    });
}

/// Whoever validates goes from element to element without coming back to the list.
void draw_next_to_validate(EvaluationView& view) {
    const Record* answer = answer_of(view);
    if (answer == nullptr || !view.app.may_edit_field(*answer, "validated_score")) return;
    const int count = view.model.count();
    for (int step = 1; step < count; ++step) {
        const int index = (view.memory.current + step) % count;
        if (view.model.item(index).validated) continue;
        if (view.ui.button({.label = "Siguiente sin validar",
                            .icon = Icon::arrow_right,
                            .key = "next to validate"})) {
            go_to_element(view, index);
        }
        return;
    }
}

void draw_doubt(EvaluationView& view) {
    const EvaluationItem& item = view.current();
    if (!may_write_answer(view, "doubtful")) return;
    if (view.ui.button({.label = "Volver a mirar",
                        .style = item.is_doubtful ? ButtonStyle::quiet : ButtonStyle::secondary,
                        .icon = item.is_doubtful ? Icon::check : Icon::flag,
                        .key = "doubtful",
                        .is_pressed = item.is_doubtful,
                        .is_toggle = true})) {
        write_answer(view, "doubtful", Value{!item.is_doubtful});
    }
}

void draw_moves(EvaluationView& view) {
    Ui& ui = view.ui;
    const int current = view.memory.current;
    const auto missing = next_unfinished(view.model, current);
    ui.flow({.gap = 8}, [&] {
        if (ui.button({.label = "Anterior",
                       .icon = Icon::arrow_left,
                       .key = "previous",
                       .is_disabled = current == 0})) {
            go_to_element(view, current - 1);
        }
        // On a phone the way on stands in the bar at the foot.
        const bool has_next = current + 1 < view.model.count();
        if (!ui.is_phone() && has_next &&
            ui.button({.label = "Siguiente",
                       .style = ButtonStyle::primary,
                       .icon = Icon::arrow_right,
                       .key = "next"})) {
            go_to_element(view, current + 1);
        }
        draw_doubt(view);
        if (missing && *missing != current && *missing != current + 1 &&
            ui.button({.label = "Siguiente que falta",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::circle_dot,
                       .key = "next missing"})) {
            go_to_element(view, *missing);
        }
    });
}

}  // namespace

void draw_evaluation_element(EvaluationView& view) {
    Ui& ui = view.ui;
    ui.scope("element " + view.current().element->key, [&] {
        ui.stack(16, [&] {
            draw_place(view);
            draw_head(view);
            draw_evaluation_owner(view);
            ui.stack(4, [&] {
                draw_words(view, "evidence", {.label = "Evidencia", .length_max = 8000, .rows = 6});
                draw_guide(view);
            });
            draw_evaluation_figures(view);
            draw_score(view);
            draw_words(view, "justification",
                       {.label = "Justificación del puntaje", .length_max = 4000, .rows = 3});
            draw_validated(view);
            draw_next_to_validate(view);
            draw_moves(view);
        });
    });
}

}  // namespace minga::client
