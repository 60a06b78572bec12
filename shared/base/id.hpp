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

/// Makes the identifiers of one run of a program: version 7 like `new_id`, but those made one after
/// the other differ only in their moment and in a count (RFC 9562, 6.2, methods 1 and 2). The other
/// 62 bits are drawn once, and again when the count is used up. Many of them together are packed
/// into half the bytes that as many random ones take.
class IdMaker {
public:
    Id next(Instant now, Random& random);

private:
    static constexpr std::uint32_t count_max = 0x0FFF;  // The 12 bits beside the version.

    Id last_;  ///< Nil before the first.
    std::uint32_t count_ = count_max;
};

/// The identifier that a name always has (UUID version 5, RFC 9562): two people who create "the
/// answer to element 14" create one record.
Id name_based_id(const Id& name_space, std::string_view name);

struct IdHash {
    std::size_t operator()(const Id& id) const noexcept;
};

}  // namespace minga
