/// What people are told where the browser does not keep their work the usual way.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/specs.hpp"

namespace minga::client {

/// Whether the person has read that this device keeps everything by a slower way.
bool is_mirroring_read(AppState& app);

/// That nothing is kept, or that it is kept by a slower way.
Banner storage_banner(const AppState& app);

/// The banner's button was pressed: a copy to take along, or it was read.
void act_on_storage_notice(AppState& app);

}  // namespace minga::client
