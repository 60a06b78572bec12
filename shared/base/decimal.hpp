/// Exact decimal numbers with three places, for measurements and targets of indicators.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga {

struct Decimal {
    std::int64_t thousandths = 0;

    /// "12.5", "-3", "0.125": a point, no trailing zeros.
    std::string to_text() const;
    /// Accepts what `to_text` writes and a decimal comma.
    static Result<Decimal> parse(std::string_view text);

    friend bool operator==(const Decimal&, const Decimal&) = default;
    friend auto operator<=>(const Decimal&, const Decimal&) = default;
};

}  // namespace minga
