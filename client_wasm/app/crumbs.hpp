/// The way to what a screen shows: "Plan › Gestión de compras › Actividad «Levantar»".
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <vector>

namespace minga::client {

/// From where "Volver" leads, over the screen itself, to what its panel shows. Nothing where that
/// is one step. `own_route` leads to the screen itself. The views are the caller's.
std::vector<Crumb> crumbs_of(const ScreenFrame& frame, std::string_view own_route);

}  // namespace minga::client
