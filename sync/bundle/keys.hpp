/// The keys of a device or a server: one secret of 32 bytes, from which the pair that signs
/// (Ed25519) and the pair that is sealed to (X25519) are worked out.
///
/// Whoever holds the secret keeps it where nobody else reads it. The public half travels as 128
/// hexadecimal digits; its short name, the key id, says in a bundle's clear header whom it is for.
#pragma once

#include "shared/base/rng.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

using Secret = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using KeyId = std::array<std::uint8_t, 16>;

struct PublicKeys {
    PublicKey sign{};  ///< Ed25519.
    PublicKey box{};   ///< X25519.

    /// The first 16 bytes of the SHA-256 of both.
    KeyId id() const;
    std::string to_text() const;
    static std::optional<PublicKeys> parse(std::string_view text);

    friend bool operator==(const PublicKeys&, const PublicKeys&) = default;
};

struct KeyPair {
    Secret secret{};
    PublicKeys shown;  ///< What others may know.
};

Secret new_secret(Random& random);
/// As texts are kept: 64 hexadecimal digits.
std::string secret_to_text(const Secret& secret);
std::optional<Secret> parse_secret(std::string_view text);

KeyPair keys_of(const Secret& secret);

/// Shows that whoever signs in as `login` holds the keys: what a server asks for before it takes
/// bundles signed with them for that person's. 128 hexadecimal digits.
std::string proof_of_keys(const KeyPair& keys, std::string_view login);
bool is_proof_of_keys(std::string_view proof, const PublicKeys& keys, std::string_view login);

}  // namespace minga::sync
