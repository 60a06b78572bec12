/// Percentages as the guides compute them: from raw sums, rounded half up to a whole number, and
/// never from other percentages.
#pragma once

#include <cstdint>

namespace minga {

/// `part` of `whole` in percent; 0 where there is no whole. Both are 0 or more.
constexpr std::int64_t rounded_percent(std::int64_t part, std::int64_t whole) {
    return whole <= 0 ? 0 : (200 * part + whole) / (2 * whole);
}

}  // namespace minga
