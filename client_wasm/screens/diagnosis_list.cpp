#include "client_wasm/screens/diagnosis_view.hpp"
#include "client_wasm/screens/folded_group.hpp"

#include <array>
#include <string>
#include <vector>

namespace minga::client {
namespace {

enum class Filter : int { all = 0, missing = 1, doubtful = 2 };

bool passes(const DiagnosisItem& item, Filter filter) {
    switch (filter) {
        case Filter::all:
            return true;
        case Filter::missing:
            return !item.level;
        case Filter::doubtful:
            return item.is_doubtful;
    }
    return true;
}

std::string short_name(const DiagnosisItem& item) {
    const std::string& name = item.element == nullptr || item.element->name.empty()
                                  ? item.question->text
                                  : item.element->name;
    return std::to_string(item.question->number) + ". " + name;
}

void draw_row(DiagnosisView& view, int index) {
    const DiagnosisItem& item = view.model.item(index);
    const std::string title = short_name(item);
    std::string name = title;
    std::string trailing;
    if (item.level) {
        trailing = std::to_string(*item.level);
        name += ", nivel " + trailing;
    } else {
        name += ", sin responder";
    }
    if (item.is_doubtful) name += ", para volver a mirar";
    const Icon icon = item.is_doubtful ? Icon::flag
                      : item.level     ? Icon::circle_check
                                       : Icon::circle;
    const Tone tone = item.is_doubtful ? Tone::accent : item.level ? Tone::ok : Tone::neutral;
    if (view.ui.list_row({.key = std::to_string(item.question->number),
                          .title = title,
                          .trailing = trailing,
                          .name = name,
                          .icon = icon,
                          .tone = tone,
                          .is_selected = index == view.memory.current})) {
        view.memory.is_list_open = false;
        go_to_question(view, index, !view.ui.is_phone());
    }
}

std::string answered_words(const GroupScore& scope) {
    return std::to_string(scope.score.answered) + " de " +
           std::to_string(scope.score.answered + scope.score.missing) + " respondidas";
}

int draw_scope(DiagnosisView& view, const GroupScore& scope, Filter filter) {
    Ui& ui = view.ui;
    std::vector<int> shown;
    for (int index = 0; index < view.model.count(); ++index) {
        const DiagnosisItem& item = view.model.item(index);
        if (item.question->subcriterion == scope.key && passes(item, filter))
            shown.push_back(index);
    }
    if (shown.empty()) return 0;
    const std::string title = std::to_string(scope.number) + ". " + scope.name;
    ui.scope(scope.key, [&] {
        ui.stack(4, [&] {
            if (view.memory.is_list_open) {
                ui.heading(2, title);
            } else {
                ui.text(title, {.is_semibold = true, .is_hidden_from_readers = true});
            }
            ui.caption(answered_words(scope));
            ui.list("Preguntas de " + title, [&] {
                for (const int index : shown) draw_row(view, index);
            });
        });
    });
    return static_cast<int>(shown.size());
}

/// An ámbito in one line, which leads to its first question without an answer.
void draw_folded(DiagnosisView& view, const GroupScore& scope) {
    const std::string title = std::to_string(scope.number) + ". " + scope.name;
    if (!draw_folded_group(view.ui, {.key = scope.key,
                                     .title = title,
                                     .done = scope.score.answered,
                                     .total = scope.score.answered + scope.score.missing,
                                     .words = answered_words(scope)})) {
        return;
    }
    int first = -1;
    for (int index = view.model.count() - 1; index >= 0; --index) {
        const DiagnosisItem& item = view.model.item(index);
        if (item.question->subcriterion != scope.key) continue;
        if (first < 0 || !item.level || view.model.item(first).level) first = index;
    }
    go_to_question(view, first, !view.ui.is_phone());
}

/// Only the ámbito of the question is open: twelve lines say how far the others are.
void draw_folded_list(DiagnosisView& view) {
    const std::string& open = view.current().question->subcriterion;
    view.ui.list("Ámbitos", [&] {
        for (const GroupScore& scope : view.model.score.subcriteria) {
            if (scope.key != open) {
                draw_folded(view, scope);
                continue;
            }
            view.ui.list_item([&] {
                view.ui.card({.key = scope.key, .padding = 6, .is_flat = true},
                             [&] { static_cast<void>(draw_scope(view, scope, Filter::all)); });
            });
        }
    });
}

}  // namespace

void draw_diagnosis_list(DiagnosisView& view) {
    static const std::array<std::string, 3> filters{"Todas", "Faltan", "Dudas"};
    Ui& ui = view.ui;
    if (view.memory.is_list_open) {
        ui.flow({}, [&] {
            if (ui.button({.label = "Volver a la pregunta",
                           .style = ButtonStyle::quiet,
                           .icon = Icon::arrow_left,
                           .key = "close list"})) {
                view.memory.is_list_open = false;
                ui.request_frame();
            }
        });
    }
    const auto filter = ui.segmented({.key = "filter",
                                      .label = "Qué preguntas se muestran",
                                      .options = filters,
                                      .selected = view.memory.filter,
                                      .is_full_width = true});
    if (filter) {
        view.memory.filter = *filter;
        ui.request_frame();
    }
    if (!view.memory.is_list_open && view.memory.filter == 0) return draw_folded_list(view);
    int shown = 0;
    for (const GroupScore& scope : view.model.score.subcriteria) {
        shown += draw_scope(view, scope, static_cast<Filter>(view.memory.filter));
    }
    if (shown == 0) {
        ui.text(view.memory.filter == 1 ? "No falta ninguna pregunta."
                                        : "Ninguna pregunta está marcada para volver a mirar.",
                {.tone = Tone::muted});
    }
}

void draw_diagnosis_map(DiagnosisView& view) {
    Ui& ui = view.ui;
    std::vector<std::string> names;
    std::vector<Dot> dots;
    names.reserve(view.model.items.size());
    for (const DiagnosisItem& item : view.model.items) {
        names.push_back("Pregunta " + short_name(item));
        const DotState state = item.is_doubtful ? DotState::doubtful
                               : item.level     ? DotState::answered
                                                : DotState::missing;
        dots.push_back({state, names.back()});
    }
    ui.section("Mapa de preguntas", [&] {
        const auto pressed = ui.dot_map({.key = "map",
                                         .label = "Ir a una pregunta",
                                         .dots = dots,
                                         .current = view.memory.current});
        if (pressed) go_to_question(view, *pressed, false);
        ui.flow({}, [&] {
            if (ui.button({.label = "Ver la lista de preguntas",
                           .style = ButtonStyle::secondary,
                           .icon = Icon::list,
                           .key = "open list"})) {
                view.memory.is_list_open = true;
                ui.scroll_to_top();
            }
        });
    });
}

}  // namespace minga::client
