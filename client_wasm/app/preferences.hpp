/// Looks that belong to the device, not to a person.
#pragma once

#include "client_wasm/app/app.hpp"

namespace minga::client {

Appearance load_appearance(const Platform& platform);
void save_appearance(Platform& platform, const Appearance& appearance);

}  // namespace minga::client
