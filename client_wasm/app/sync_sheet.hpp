/// The sheet behind the sync chip: where one's work is, what waits to be sent, and changing or
/// taking that back before it leaves.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/sync_words.hpp"

namespace minga::client {

struct SyncSheet {
    bool is_open = false;
    std::int64_t op = 0;  ///< The waiting change that is looked at; 0: the list.
};

void draw_sync_sheet(Ui& ui, AppState& app, SyncSheet& sheet, const SyncWords& words);

/// The message with a way back, where there is one.
void draw_toast(Ui& ui, AppState& app);

}  // namespace minga::client
