/// One commune of the consolidated view, and the way of its records to this device.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/report_model.hpp"

#include <optional>
#include <vector>

namespace minga::client {

/// The figures of a commune, and buttons to open it here, to go there and to take it off.
void draw_commune_access(Ui& ui, AppState& app, const ReportRow& row);

/// The communes whose records are on this device, or on their way. Returns the one that was
/// pressed.
std::optional<Id> draw_opened_communes(Ui& ui, AppState& app, const std::vector<ReportRow>& rows);

/// Looks at a commune that is here, from its first screen on.
void visit_commune(AppState& app, const Id& id);

}  // namespace minga::client
