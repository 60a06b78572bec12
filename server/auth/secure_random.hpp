/// Randomness fit for secrets and identifiers, from the operating system.
#pragma once

#include "shared/base/rng.hpp"

#include <string>

namespace minga::server {

/// Prepares the cryptographic library; call once before threads start. False if it cannot run here.
bool start_cryptography();

class SecureRandom final : public Random {
public:
    std::uint64_t next() override;
};

/// `byte_count` random bytes, hexadecimal.
std::string random_hex(std::size_t byte_count);

}  // namespace minga::server
