/// Moments in time: whole milliseconds since 1970-01-01T00:00:00Z, and the seam for reading them.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga {

struct Instant {
    std::int64_t ms = 0;

    friend bool operator==(const Instant&, const Instant&) = default;
    friend auto operator<=>(const Instant&, const Instant&) = default;

    /// "2026-11-20T13:05:09.120Z".
    std::string to_text() const;
    /// Accepts what `to_text` writes, with or without milliseconds.
    static Result<Instant> parse(std::string_view text);
};

/// The seam for the wall clock. No outcome of a merge depends on it.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

}  // namespace minga
