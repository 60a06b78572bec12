#include "server/platform/wall_clock.hpp"

#include <chrono>

namespace minga::server {

Instant WallClock::now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

}  // namespace minga::server
