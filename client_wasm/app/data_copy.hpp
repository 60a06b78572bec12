/// A copy of everything that this device holds for the person, as one JSON file.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <string>

namespace minga::client {

/// {"minga": "copia de datos", "version": 1, "made_at", "person", "organization", "records": […],
///  "waiting": […], "inbox": […]}: records as they read here, changes that were not sent yet and
///  what
/// waits for a decision besides. Field keys are those of the API.
std::string data_copy(AppState& app);

/// "minga-secretaria.puertovaras-2026-11-20.json"
std::string data_copy_name(const AppState& app);

}  // namespace minga::client
