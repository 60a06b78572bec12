/// What "Inicio" says about the device itself, where there is something to say.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <cstdint>
#include <string>

namespace minga::client {

/// Where `has_home_care`.
void draw_home_care(Ui& ui, AppState& app);

/// What is said once the browser has cleared it all: what is lost, and what is not.
std::string cleared_words(std::int64_t changes);

/// That the browser cleared what was kept; draws nothing where it did not.
void draw_cleared(Ui& ui, AppState& app);

}  // namespace minga::client
