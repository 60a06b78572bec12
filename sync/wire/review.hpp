/// What became of a change that went to quarantine, as its author is told.
#pragma once

#include "shared/base/id.hpp"
#include "shared/base/instant.hpp"
#include "shared/codec/json.hpp"

#include <cstdint>
#include <string>

namespace minga::sync {

/// It tells nothing of what the change said: its author may not read that any more.
struct Review {
    std::int64_t number = 0;  ///< In the order of the server's decisions, from 1.
    Id device;                ///< Whose op, and which.
    std::int64_t n = 0;
    bool is_released = false;  ///< Applied, as the reviewer's own; otherwise let go of.
    std::string by;
    Instant at;
    std::string reason;             ///< In the reviewer's words; may be empty.
    std::string organization_name;  ///< Where the record is.
    std::string kind;               ///< "" where the server never knew the record.
    Instant received_at;            ///< When the change came to the server.

    friend bool operator==(const Review&, const Review&) = default;
};

/// So many in one answer; the device asks again.
inline constexpr std::size_t reviews_max = 50;

Json review_to_json(const Review& review);
Result<Review> review_from_json(const Json& json);

}  // namespace minga::sync
