/// How the synchronization stands, as screens show it.
#pragma once

#include "shared/base/instant.hpp"

#include <cstdint>
#include <string>

namespace minga::client {

struct SyncView {
    std::int64_t pending = 0;    ///< Changes that are only on this device.
    std::int64_t conflicts = 0;  ///< Wait for the person's decision.
    std::int64_t refused = 0;
    std::int64_t lost = 0;      ///< Records of which the server lost something that is here.
    Instant last_sync;          ///< When all was read that there was; 0 before the first.
    Instant offline_since;      ///< 0 while the server answers.
    std::int64_t acked_n = 0;   ///< Changes of this device that the server answered.
    std::int64_t backed_n = 0;  ///< Those of them that are in a backup there.
    Instant backed_at;          ///< When the last of those was made; 0: not known any more.
    std::int64_t clock_skew_ms = 0;
    bool is_running = false;
    bool is_expired = false;    ///< Must sign in again to synchronize.
    std::string last_error;     ///< A Spanish sentence, "" after a success.
    std::int64_t bytes_up = 0;  ///< Of the last exchange.
    std::int64_t bytes_down = 0;
    std::int64_t pushed = 0;
    std::int64_t pulled = 0;

    std::int64_t waiting() const { return conflicts + refused + lost; }
};

}  // namespace minga::client
