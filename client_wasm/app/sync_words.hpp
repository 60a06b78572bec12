/// The truths about where one's work is, in words: on this device, on the server, in the server's
/// backup, waiting for the person; and what an exchange will cost.
#pragma once

#include "client_wasm/app/sync_view.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string>

namespace minga::client {

struct SyncWords {
    SyncState state = SyncState::on_server;
    std::string text;          ///< For the chip.
    std::string description;   ///< The whole sentence.
    std::string text_short{};  ///< A part of `text` for narrow screens, or "".
};

struct SyncMoment {
    Instant now;
    std::int32_t zone_offset_minutes = 0;
    bool is_durable = true;          ///< Whether the device keeps what is stored.
    std::int64_t files_pending = 0;  ///< Attached files that are not at the server.
};

SyncWords sync_words(const SyncView& view, const SyncMoment& moment);

/// What is wrong with this device's clock, in a sentence; "" within five minutes. `skew_ms`: the
/// server's minus this one's.
std::string skew_words(std::int64_t skew_ms);

/// Up to where the work is in a backup of the server, after "Respaldado hasta"; "" before anything
/// was sent. `now` is by this device's clock.
std::string backed_words(const SyncView& view, Instant now, std::int32_t zone_offset_minutes);

struct SyncBudget {
    std::int64_t pending_bytes = 0;  ///< Of changes without an answer.
    std::int64_t file_bytes = 0;     ///< Of attached files, still to be sent.
    bool are_files_held = false;     ///< They wait for another network.
};

/// "Esta sincronización: cerca de 4 KB; archivos: 1,2 MB, esperan Wi-Fi."
std::string budget_words(const SyncBudget& budget);

/// "1 cambio", "3 cambios".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);

}  // namespace minga::client
