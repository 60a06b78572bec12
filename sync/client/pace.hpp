/// How much travels at a time. It doubles while the link bears it. After a failure it is halved,
/// and from where that helped it only feels its way up, a quarter more at a time: on a link that
/// keeps dying, asking for twice as much each time would lose every second answer.
#pragma once

#include <algorithm>
#include <cstdint>

namespace minga::sync {

class Pace {
public:
    struct Limits {
        std::int64_t first;
        std::int64_t min;
        std::int64_t max;
    };

    explicit Pace(const Limits& limits)
        : limits_(limits), bytes_(limits.first), doubles_to_(limits.max) {}

    std::int64_t bytes() const { return bytes_; }

    void succeed() {
        const bool may_double = bytes_ * 2 <= doubles_to_;
        const std::int64_t more = may_double ? bytes_ * 2 : bytes_ + bytes_ / 4;
        bytes_ = std::min(more, limits_.max);
    }

    void fail() {
        bytes_ = std::max(bytes_ / 2, limits_.min);
        doubles_to_ = bytes_;
    }

    /// A link that bore this much and no more.
    void hold_to(std::int64_t bytes) {
        bytes_ = std::clamp(bytes, limits_.min, bytes_);
        doubles_to_ = bytes_;
    }

private:
    Limits limits_;
    std::int64_t bytes_;
    std::int64_t doubles_to_;
};

}  // namespace minga::sync
