/// The RUT by which the Chilean State knows every person and institution: a number and a check
/// digit.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga {

struct Rut {
    std::int32_t number = 0;  ///< 1 to 99 999 999.

    /// '0' to '9' or 'K': what remains of the number by modulus 11.
    char check_digit() const;
    /// "69220200-7": as it is stored and compared.
    std::string to_text() const;
    /// "69.220.200-7": as people write it.
    std::string shown() const;

    /// Reads it as people write it: with dots or blanks or without, with a hyphen or without, a
    /// small or a capital K, zeros or "RUT" in front. Refuses what its check digit denies.
    static Result<Rut> parse(std::string_view text);

    friend bool operator==(const Rut&, const Rut&) = default;
};

/// A stored RUT as people write it; text that is none as it is.
std::string shown_rut(std::string_view text);

}  // namespace minga
