/// A plan as a workbook: what people take to a meeting, and can bring back with what they changed.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "shared/sheets/workbook.hpp"

namespace minga::client {

/// The summary with totals; then lines, activities, follow-ups, indicators and immediate actions,
/// each under the names that "Traer desde Excel" knows its columns by.
sheets::Workbook plan_workbook(AppState& app, const Record& plan);
/// The immediate actions alone.
sheets::Workbook actions_workbook(AppState& app, const Record& plan);

/// Buttons that take the plan, or its immediate actions, away and bring rows in.
void draw_plan_sheets(Ui& ui, AppState& app, const Record& plan);
void draw_action_sheets(Ui& ui, AppState& app, const Record& plan);

}  // namespace minga::client
