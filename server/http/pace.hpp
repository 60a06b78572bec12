/// How long a connection may keep us waiting: a slack that waiting uses up and bytes earn back. A
/// limit on each wait alone would let one byte a minute hold a place for ever; a limit on the whole
/// alone would cut off whoever sends much over a slow link.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace minga::server {

class Pace {
public:
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::milliseconds;

    struct Limits {
        Milliseconds slack{60'000};          ///< Of waiting without a byte.
        std::size_t bytes_per_second = 512;  ///< That earn as much as waiting costs.
        Milliseconds whole{3'600'000};       ///< Of one request or answer, whatever its pace.
    };

    Pace() : Pace(Limits{}) {}
    explicit Pace(const Limits& limits, Clock::time_point now = Clock::now())
        : limits_(limits), slack_(limits.slack), end_(now + limits.whole) {}

    void begin(Clock::time_point now = Clock::now()) { *this = Pace{limits_, now}; }

    void wait(Clock::duration waited) { slack_ -= waited; }
    void earn(std::size_t bytes) {
        const auto worth = std::chrono::microseconds{
            static_cast<std::int64_t>(bytes * 1'000'000 / limits_.bytes_per_second)};
        slack_ = std::min<Clock::duration>(slack_ + worth, limits_.slack);
    }

    /// How long the next byte may still take; nothing where the time is up.
    Milliseconds left(Clock::time_point now = Clock::now()) const {
        const auto left = std::min<Clock::duration>(slack_, end_ - now);
        return std::max(std::chrono::ceil<Milliseconds>(left), Milliseconds{0});
    }

private:
    Limits limits_;
    Clock::duration slack_;
    Clock::time_point end_;
};

}  // namespace minga::server
