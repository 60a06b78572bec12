#include "sync/headless/system_seams.hpp"

#include <chrono>

namespace minga::sync {

Instant SystemClock::now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::uint64_t SystemRandom::next() {
    return (std::uint64_t{device_()} << 32) | std::uint64_t{device_()};
}

}  // namespace minga::sync
