/// How long to wait after the n-th failure in a row: doubling, with a random part so that many
/// devices that failed together do not come back together.
#pragma once

#include "shared/base/rng.hpp"

#include <algorithm>
#include <cstdint>

namespace minga::client {

inline constexpr std::int32_t backoff_ms_min = 2'000;
inline constexpr std::int32_t backoff_ms_max = 5 * 60 * 1000;

class Backoff {
public:
    /// The wait after one more failure: between half and all of 2 s, 4 s, 8 s … 5 min.
    std::int32_t next_ms(Random& random) {
        const int doublings = std::min(failures_, 16);
        ++failures_;
        const std::int64_t whole =
            std::min<std::int64_t>(std::int64_t{backoff_ms_min} << doublings, backoff_ms_max);
        const auto part =
            static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(whole / 2 + 1));
        return static_cast<std::int32_t>(whole / 2 + part);
    }
    void reset() { failures_ = 0; }
    int failures() const { return failures_; }

private:
    int failures_ = 0;
};

}  // namespace minga::client
