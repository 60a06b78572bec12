/// What the screens of the plan's monitoring share.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/plan_view.hpp"
#include "shared/rules/follow_up_rounds.hpp"

#include <optional>
#include <string>

namespace minga::client {

/// What the screen remembers while the page is open.
struct RoundsMemory {
    std::string seen_route;
    std::optional<Month> month;  ///< Of the round; none: the one that wants attention.
    Id line;                     ///< In the panel; nil for none.
    PlanMemory form;             ///< Of that line's follow-up.
};

/// The plan's monitoring in one frame.
struct RoundsView {
    Ui& ui;
    AppState& app;
    const Record& plan;
    const std::vector<const Record*>& lines;
    const PlanProgress& progress;
    const FollowUpRounds& rounds;  ///< Lines as in `lines`.
    RoundsMemory& memory;
};

/// "75 %", "—" where nothing was programmed or done, "sin programadas".
std::string result_text(const Execution& execution);

/// The curve, its table, and the money.
void draw_plan_state(RoundsView& view);
/// "Resumen de Seguimiento de Líneas de Acción".
void draw_rounds_summary(RoundsView& view);
/// Why the lines go as they go, and what is to be done about it.
void draw_causes(RoundsView& view);

}  // namespace minga::client
