/// The cryptography of bundles on libsodium, in the few words that bundles need. Nothing here draws
/// random numbers: whoever calls brings them, so that a test can repeat what it saw.
///
/// A bundle has a key of its own, agreed between a pair of keys made for it alone and the
/// receiver's (X25519, SHA-256); its chunks are sealed with that key (ChaCha20-Poly1305, RFC 8439)
/// and signed by the sender (Ed25519). PROTOCOL.md has it byte by byte.
#pragma once

#include "sync/bundle/keys.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

using Signature = std::array<std::uint8_t, 64>;
using SealingKey = std::array<std::uint8_t, 32>;

inline constexpr std::size_t seal_bytes = 16;  ///< What sealing adds.

PublicKey signing_key(const Secret& secret);
PublicKey box_key(const Secret& secret);

/// Signs `purpose` and `message`; a signature made for one purpose is none for another.
Signature sign(const Secret& secret, std::string_view purpose, std::string_view message);
bool is_signed(const Signature& signature, const PublicKey& key, std::string_view purpose,
               std::string_view message);

/// The pair made for one bundle, on the sender's side.
struct Agreement {
    PublicKey ephemeral{};
    SealingKey key{};
};
/// nullopt where the receiver's key is no key at all.
std::optional<Agreement> agree(const Secret& ephemeral_secret, const PublicKeys& receiver,
                               const PublicKey& sender);
/// The same key, on the receiver's side.
std::optional<SealingKey> agreed_key(const KeyPair& receiver, const PublicKey& ephemeral,
                                     const PublicKey& sender);

/// `number` must never come twice with one key; `is_last` is part of what is sealed, and so is
/// `context`, which is not sent.
struct SealPlace {
    std::uint64_t number = 0;
    bool is_last = false;
    std::string_view context;
};
std::string seal_chunk(const SealingKey& key, const SealPlace& place, std::string_view plain);
/// nullopt where anything was changed.
std::optional<std::string> open_chunk(const SealingKey& key, const SealPlace& place,
                                      std::string_view sealed);

}  // namespace minga::sync
