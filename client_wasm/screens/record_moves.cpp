#include "client_wasm/screens/record_moves.hpp"

#include "shared/rules/precondition.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

void draw_unmet(Ui& ui, const std::vector<Unmet>& unmet, const RecordMoves& moves) {
    ui.list("Lo que falta", [&] {
        for (const Unmet& one : unmet) {
            const bool is_required = one.precondition->required;
            const std::string_view key = one.precondition->key;
            if (ui.list_row({.key = key,
                             .title = one.precondition->text,
                             .subtitle = one.detail,
                             .icon = is_required ? Icon::circle_alert : Icon::info,
                             .tone = is_required ? Tone::warn : Tone::neutral,
                             .is_static = !moves.has_place(key)})) {
                moves.jump(key);
            }
        }
    });
}

bool is_ready(const std::vector<Unmet>& unmet) {
    return std::none_of(unmet.begin(), unmet.end(),
                        [](const Unmet& one) { return one.precondition->required; });
}

/// A move that asks for nothing undoes another.
bool goes_back(const StateMove& move) {
    return move.transition->preconditions.empty();
}

void draw_move(Ui& ui, AppState& app, const Record& record, const StateMove& move,
               const RecordMoves& moves) {
    const std::string to{move.to};
    const auto& unmet =
        app.memo<std::vector<Unmet>>("unmet " + record.id.to_text() + " " + to, [&] {
            return unmet_preconditions(*move.transition, {record, to, app.lookup(), app.catalog()});
        });
    const bool is_back = goes_back(move);
    if (!unmet.empty()) {
        ui.text("Para «" + move.transition->name + "» falta:", {.is_semibold = true});
        draw_unmet(ui, unmet, moves);
    } else if (!is_back) {
        ui.text("Está todo para «" + move.transition->name + "».", {.tone = Tone::ok});
    }
    const bool is_open = is_ready(unmet) && move.may.is_allowed;
    if (ui.button({.label = move.transition->name,
                   .style = is_open && !is_back ? ButtonStyle::primary : ButtonStyle::secondary,
                   .icon = is_back ? Icon::undo : Icon::check,
                   .key = "move",
                   .is_disabled = !is_open,
                   .is_full_width = true})) {
        static_cast<void>(app.edit(record.id, moves.field, Value{to}));
    }
    if (is_ready(unmet) && !move.may.is_allowed) ui.caption(move.may.reason);
}

}  // namespace

void draw_record_moves(Ui& ui, AppState& app, const Record& record, const RecordMoves& moves) {
    const auto& offered = app.moves(record, moves.field);
    const std::string state = app.state_name(record, moves.field);
    ui.flow({.gap = 8}, [&] {
        ui.text("Estado:", {.tone = Tone::muted});
        ui.chip(state, Tone::primary);
    });
    if (offered.empty() && !moves.none_text.empty())
        ui.text(moves.none_text, {.tone = Tone::muted});
    // The way on stands before the way back.
    std::vector<const StateMove*> sorted;
    for (const StateMove& move : offered) sorted.push_back(&move);
    std::stable_partition(sorted.begin(), sorted.end(),
                          [](const StateMove* move) { return !goes_back(*move); });
    bool is_first = true;
    for (const StateMove* move : sorted) {
        if (!is_first) ui.divider();
        is_first = false;
        ui.scope(move->transition->key, [&] { draw_move(ui, app, record, *move, moves); });
    }
    const Error* refusal = app.refusal(record.id);
    if (refusal != nullptr && refusal->field == moves.field) {
        ui.banner({.tone = Tone::bad, .text = refusal->message, .key = "refused"});
    }
}

}  // namespace minga::client
