/// The three truths about where one's work is, in words: on this device, on the server, waiting for
/// the person.
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
    bool is_durable = true;  ///< Whether the device keeps what is stored.
};

SyncWords sync_words(const SyncView& view, const SyncMoment& moment);

/// "1 cambio", "3 cambios".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);

}  // namespace minga::client
