/// Identifiers of records, devices and people: 128-bit UUIDs, printed in canonical lower case.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/base/result.hpp"
#include "shared/base/rng.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace minga {

struct Id {
    std::array<std::uint8_t, 16> bytes{};

    bool is_nil() const;
    std::string to_text() const;

    /// Reads the canonical form, upper or lower case; anything else is `bad_id`.
    static Result<Id> parse(std::string_view text);

    friend bool operator==(const Id&, const Id&) = default;
    friend bool operator<(const Id& a, const Id& b) { return a.bytes < b.bytes; }
};

/// A new identifier that sorts by time of making (UUID version 7, RFC 9562).
Id new_id(Instant now, Random& random);

/// The identifier that a name always has (UUID version 5, RFC 9562): two people who create "the
/// answer to element 14" create one record.
Id name_based_id(const Id& name_space, std::string_view name);

struct IdHash {
    std::size_t operator()(const Id& id) const noexcept;
};

}  // namespace minga
