/// The last link of the server's audit chain, as it travels in every answer.
#pragma once

#include <cstdint>
#include <string>

namespace minga::sync {

struct AuditHead {
    std::int64_t number = 0;
    std::string hash;  ///< Hexadecimal; the hash of link 0 is 64 zeros.

    friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

/// How many digits of a hash a device sends to ask whether the chain still contains it.
inline constexpr std::size_t asked_hash_digits = 8;

}  // namespace minga::sync
