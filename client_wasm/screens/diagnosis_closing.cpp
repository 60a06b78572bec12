#include "client_wasm/screens/diagnosis_view.hpp"
#include "shared/rules/precondition.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

/// Where the person settles what is missing; nothing happens for what has no place here.
void jump_to(DiagnosisView& view, std::string_view precondition) {
    if (precondition == "all_questions_answered") {
        const auto index = next_missing(view.model, -1);
        if (index) go_to_question(view, *index, true);
        view.app.navigate("diagnostico");
    } else if (precondition == "minimum_participants") {
        view.memory.wants_participants = true;
        view.ui.request_frame();
    }
}

bool has_place(std::string_view precondition) {
    return precondition == "all_questions_answered" || precondition == "minimum_participants";
}

void draw_unmet(DiagnosisView& view, const std::vector<Unmet>& unmet) {
    Ui& ui = view.ui;
    ui.list("Lo que falta", [&] {
        for (const Unmet& one : unmet) {
            const bool is_required = one.precondition->required;
            if (ui.list_row({.key = one.precondition->key,
                             .title = one.precondition->text,
                             .subtitle = one.detail,
                             .icon = is_required ? Icon::circle_alert : Icon::info,
                             .tone = is_required ? Tone::warn : Tone::neutral,
                             .is_static = !has_place(one.precondition->key)})) {
                jump_to(view, one.precondition->key);
            }
        }
    });
}

bool is_ready(const std::vector<Unmet>& unmet) {
    for (const Unmet& one : unmet) {
        if (one.precondition->required) return false;
    }
    return true;
}

void draw_move(DiagnosisView& view, const StateMove& move) {
    Ui& ui = view.ui;
    AppState& app = view.app;
    const std::string to{move.to};
    const auto& unmet = app.memo<std::vector<Unmet>>(
        "unmet " + view.assessment.id.to_text() + " " + to, [&] {
            return unmet_preconditions(*move.transition,
                                       {view.assessment, to, app.lookup(), app.catalog()});
        });
    const bool goes_back = move.transition->preconditions.empty();
    if (!unmet.empty()) {
        ui.text("Para «" + move.transition->name + "» falta:", {.is_semibold = true});
        draw_unmet(view, unmet);
    } else if (!goes_back) {
        ui.text("Está todo para «" + move.transition->name + "».", {.tone = Tone::ok});
    }
    const bool is_open = is_ready(unmet) && move.may.is_allowed;
    if (ui.button({.label = move.transition->name,
                   .style = is_open && !goes_back ? ButtonStyle::primary : ButtonStyle::secondary,
                   .icon = goes_back ? Icon::undo : Icon::check,
                   .key = move.transition->key,
                   .is_disabled = !is_open,
                   .is_full_width = true})) {
        static_cast<void>(app.edit(view.assessment.id, "state", Value{to}));
    }
    if (is_ready(unmet) && !move.may.is_allowed) ui.caption(move.may.reason);
}

}  // namespace

void draw_diagnosis_closing(DiagnosisView& view) {
    Ui& ui = view.ui;
    AppState& app = view.app;
    const auto& moves = app.moves(view.assessment);
    const Error* refusal = app.refusal(view.assessment.id);
    ui.section("Terminar", [&] {
        ui.card({.key = "closing", .label = "Terminar el diagnóstico"}, [&] {
            const std::string state = app.state_name(view.assessment);
            ui.flow({.gap = 8}, [&] {
                ui.text("Estado:", {.tone = Tone::muted});
                ui.chip(state, Tone::primary);
            });
            if (moves.empty()) {
                ui.text("Desde aquí su rol no cambia el estado de este diagnóstico.",
                        {.tone = Tone::muted});
            }
            bool is_first = true;
            for (const StateMove& move : moves) {
                if (!is_first) ui.divider();
                is_first = false;
                ui.scope(move.transition->key, [&] { draw_move(view, move); });
            }
            if (refusal != nullptr && refusal->field == "state") {
                ui.banner({.tone = Tone::bad, .text = refusal->message, .key = "refused"});
            }
        });
    });
}

}  // namespace minga::client
