/// The transitions that leave the present state, each with what it asks for and who may do it.
#include "client_wasm/screens/path_view.hpp"
#include "client_wasm/screens/precondition_places.hpp"
#include "shared/rules/holding.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// "Pasa a «Plan presentado», en la fase 6."
std::string target_words(const PathView& view, const PathMove& move) {
    std::string words = "Pasa a «" + move.to->name + "»";
    if (move.to->phase >= 0 && move.to->phase != view.path.state->phase) {
        words += ", en la fase " + std::to_string(move.to->phase);
    }
    return words + ".";
}

/// Nullptr where the person's roles never allow it.
const StateMove* offered(PathView& view, const PathMove& move) {
    for (const StateMove& one : view.app.moves(view.cycle)) {
        if (one.transition == move.transition) return &one;
    }
    return nullptr;
}

void draw_requirement(PathView& view, const Requirement& one) {
    const Precondition& precondition = *one.precondition;
    const std::string_view place =
        one.is_met ? std::string_view{} : place_of_precondition(precondition.key);
    const std::string_view title = one.is_met ? precondition.name : precondition.text;
    const std::string_view trailing =
        !one.is_met && !precondition.required && !view.ui.is_phone() ? "Recomendado" : "";
    std::string subtitle = one.detail;
    if (!precondition.required && trailing.empty() && !one.is_met) {
        subtitle = "Recomendado. " + subtitle;
    }
    const std::string name = std::string{one.is_met ? "Listo: " : "Falta: "} + std::string{title};
    if (view.ui.list_row({.key = precondition.key,
                          .title = title,
                          .subtitle = subtitle,
                          .trailing = trailing,
                          .name = one.is_met ? name : title,
                          .icon = one.is_met              ? Icon::circle_check
                                  : precondition.required ? Icon::circle_alert
                                                          : Icon::info,
                          .tone = one.is_met              ? Tone::ok
                                  : precondition.required ? Tone::warn
                                                          : Tone::neutral,
                          .is_static = place.empty()})) {
        view.app.navigate(place);
    }
}

/// What is missing stands before what is there.
void draw_requirements(PathView& view, const PathMove& move) {
    if (move.requirements.empty()) return;
    const auto count = static_cast<int>(move.requirements.size());
    view.ui.progress_bar({.label = "Requisitos",
                          .value = static_cast<float>(move.met()) / static_cast<float>(count),
                          .text = std::to_string(move.met()) + " de " + std::to_string(count)});
    view.ui.list("Requisitos de «" + move.transition->name + "»", [&] {
        for (const bool is_met : {false, true}) {
            for (const Requirement& one : move.requirements) {
                const bool is_named = !one.is_met || !one.precondition->name.empty();
                if (one.is_met == is_met && is_named) draw_requirement(view, one);
            }
        }
    });
}

void carry_out(PathView& view, const PathMove& move) {
    view.memory.asked.clear();
    if (!view.app.edit(view.cycle.id, "state", Value{move.to->key})) return;
    view.app.show_toast("Ahora: " + move.to->name);
    view.ui.scroll_to_top();
}

void draw_button(PathView& view, const PathMove& move, bool is_main) {
    const StateMove* mine = offered(view, move);
    if (mine == nullptr) {
        const std::string who = role_names(move.transition->roles, view.app.catalog());
        view.ui.key_value("Puede hacerlo", who);
        return;
    }
    const bool is_open = move.is_ready() && mine->may.is_allowed;
    const bool is_onward = move.turn == PathTurn::onward;
    if (view.ui.button({.label = move.transition->name,
                        .style = is_open && is_main && is_onward ? ButtonStyle::primary
                                                                 : ButtonStyle::secondary,
                        .icon = is_onward ? Icon::check : Icon::undo,
                        .key = "move",
                        .is_disabled = !is_open,
                        .is_full_width = view.ui.is_phone()})) {
        if (move.has_return) {
            carry_out(view, move);
        } else {
            view.memory.asked = move.transition->key;
            view.ui.request_frame();
        }
    }
    if (move.is_ready() && !mine->may.is_allowed) view.ui.caption(mine->may.reason);
}

void draw_move(PathView& view, const PathMove& move, bool is_main) {
    Ui& ui = view.ui;
    ui.scope(move.transition->key, [&] {
        ui.card({.key = "move", .label = move.transition->name}, [&] {
            ui.stack(2, [&] {
                ui.heading(3, move.transition->name);
                ui.caption(target_words(view, move));
            });
            draw_requirements(view, move);
            draw_button(view, move, is_main);
        });
    });
}

int count_of(const ProgramPath& path, PathTurn turn) {
    return static_cast<int>(std::count_if(path.moves.begin(), path.moves.end(),
                                          [&](const PathMove& one) { return one.turn == turn; }));
}

}  // namespace

void draw_path_exits(PathView& view) {
    Ui& ui = view.ui;
    if (count_of(view.path, PathTurn::away) == 0) return;
    ui.section("Salir del camino", [&] {
        for (const PathMove& move : view.path.moves) {
            if (move.turn != PathTurn::away) continue;
            ui.scope(move.transition->key, [&] {
                ui.card({.key = "move", .label = move.transition->name, .is_flat = true}, [&] {
                    ui.stack(2, [&] {
                        ui.text(move.transition->name, {.is_semibold = true});
                        ui.caption(target_words(view, move));
                    });
                    draw_requirements(view, move);
                    draw_button(view, move, false);
                });
            });
        }
    });
}

void draw_path_moves(PathView& view) {
    Ui& ui = view.ui;
    const ProgramPath& path = view.path;
    const int away = count_of(path, PathTurn::away);
    ui.section("Lo que sigue", [&] {
        if (static_cast<int>(path.moves.size()) == away) {
            ui.text(
                path.state->is_final ? "Este ciclo terminó." : "Desde aquí el programa no sigue.",
                {.tone = Tone::muted});
        }
        bool is_main = true;
        for (const PathMove& move : path.moves) {
            if (move.turn == PathTurn::away) continue;
            draw_move(view, move, is_main);
            is_main = false;
        }
        const Error* refusal = view.app.refusal(view.cycle.id);
        if (refusal != nullptr && refusal->field == "state") {
            ui.banner({.tone = Tone::bad, .text = refusal->message, .key = "refused"});
        }
    });
}

void draw_path_question(PathView& view) {
    if (view.memory.asked.empty()) return;
    const auto found = std::find_if(
        view.path.moves.begin(), view.path.moves.end(),
        [&](const PathMove& move) { return move.transition->key == view.memory.asked; });
    if (found == view.path.moves.end()) {
        view.memory.asked.clear();
        return;
    }
    const PathMove& move = *found;
    Ui& ui = view.ui;
    const bool is_closed = ui.sheet({.key = "asked", .title = move.transition->name}, [&] {
        ui.text(target_words(view, move));
        ui.text("Después no se puede volver desde aquí al estado «" + view.path.state->name + "».");
        ui.flow({.align = Align::end}, [&] {
            if (ui.button({.label = "Cancelar", .key = "no"})) view.memory.asked.clear();
            if (ui.button({.label = "Sí, continuar",
                           .style = move.turn == PathTurn::away ? ButtonStyle::danger
                                                                : ButtonStyle::primary,
                           .icon = Icon::check,
                           .key = "yes"})) {
                carry_out(view, move);
            }
        });
    });
    if (is_closed) view.memory.asked.clear();
}

}  // namespace minga::client
