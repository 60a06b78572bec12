/// What a person hears who pulled the page down to synchronize.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/sync_words.hpp"

namespace minga::client {

/// It is over: where the chip does not say that all is well, a message does.
void tell_pulled_sync(Ui& ui, AppState& app, const SyncWords& words);

}  // namespace minga::client
