/// Where a commune is not in the programme yet: what SUBDERE makes for it, its enrollment and the
/// first cycle.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

namespace minga::client {

void draw_enrollment_start(Ui& ui, AppState& app);

}  // namespace minga::client
