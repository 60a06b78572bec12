#include "sync/bundle/sealing.hpp"

#include "shared/base/assert.hpp"
#include "shared/base/hash.hpp"

#include <algorithm>

#include <sodium/crypto_aead_chacha20poly1305.h>
#include <sodium/crypto_scalarmult.h>
#include <sodium/crypto_sign.h>

namespace minga::sync {
namespace {

constexpr std::string_view sign_purpose = "minga sign 1";
constexpr std::string_view box_purpose = "minga box 1";
constexpr std::string_view bundle_purpose = "minga bundle 1";

const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytes_of(std::string& text) {
    return reinterpret_cast<std::uint8_t*>(text.data());
}

template <std::size_t size>
std::string_view text_of(const std::array<std::uint8_t, size>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The purpose, a zero byte, and what belongs to it.
std::string labelled(std::string_view purpose, std::string_view message) {
    std::string whole{purpose};
    whole += '\0';
    whole += message;
    return whole;
}

Sha256 derived(std::string_view purpose, const Secret& secret) {
    return sha256(labelled(purpose, text_of(secret)));
}

struct SigningPair {
    PublicKey shown{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
};

SigningPair signing_pair(const Secret& secret) {
    SigningPair pair;
    const Sha256 seed = derived(sign_purpose, secret);
    crypto_sign_seed_keypair(pair.shown.data(), pair.secret.data(), seed.data());
    return pair;
}

/// What others may know of a box key. By the base point, as with any other, and not by libsodium's
/// table of its multiples: those are 30 kB that the web client leaves out (client_wasm/README.md).
PublicKey shown_key(const Secret& secret) {
    constexpr PublicKey base_point{9};
    PublicKey shown{};
    const int done = crypto_scalarmult(shown.data(), secret.data(), base_point.data());
    MINGA_ASSERT(done == 0);  // It fails for points of small order only, which this is not.
    return shown;
}

std::optional<SealingKey> key_from(const Secret& ours, const PublicKey& theirs,
                                   const PublicKey& ephemeral, const PublicKey& receiver,
                                   const PublicKey& sender) {
    std::array<std::uint8_t, 32> shared{};
    if (crypto_scalarmult(shared.data(), ours.data(), theirs.data()) != 0) return std::nullopt;
    std::string material{text_of(shared)};
    for (const PublicKey* key : {&ephemeral, &receiver, &sender}) material += text_of(*key);
    return sha256(labelled(bundle_purpose, material));
}

using Nonce = std::array<std::uint8_t, crypto_aead_chacha20poly1305_ietf_NPUBBYTES>;

Nonce nonce_of(const SealPlace& place) {
    Nonce nonce{};
    for (std::size_t i = 0; i < 8; ++i) {
        nonce[i] = static_cast<std::uint8_t>((place.number >> (8 * i)) & 0xff);
    }
    nonce[8] = place.is_last ? 1 : 0;
    return nonce;
}

}  // namespace

PublicKey signing_key(const Secret& secret) {
    return signing_pair(secret).shown;
}

PublicKey box_key(const Secret& secret) {
    return shown_key(derived(box_purpose, secret));
}

Signature sign(const Secret& secret, std::string_view purpose, std::string_view message) {
    const SigningPair pair = signing_pair(secret);
    const std::string whole = labelled(purpose, message);
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes_of(std::string_view{whole}), whole.size(),
                         pair.secret.data());
    return signature;
}

bool is_signed(const Signature& signature, const PublicKey& key, std::string_view purpose,
               std::string_view message) {
    const std::string whole = labelled(purpose, message);
    return crypto_sign_verify_detached(signature.data(), bytes_of(std::string_view{whole}),
                                       whole.size(), key.data()) == 0;
}

std::optional<Agreement> agree(const Secret& ephemeral_secret, const PublicKeys& receiver,
                               const PublicKey& sender) {
    Agreement agreement;
    agreement.ephemeral = shown_key(ephemeral_secret);
    const auto key =
        key_from(ephemeral_secret, receiver.box, agreement.ephemeral, receiver.box, sender);
    if (!key) return std::nullopt;
    agreement.key = *key;
    return agreement;
}

std::optional<SealingKey> agreed_key(const KeyPair& receiver, const PublicKey& ephemeral,
                                     const PublicKey& sender) {
    return key_from(derived(box_purpose, receiver.secret), ephemeral, ephemeral, receiver.shown.box,
                    sender);
}

std::string seal_chunk(const SealingKey& key, const SealPlace& place, std::string_view plain) {
    std::string sealed(plain.size() + seal_bytes, '\0');
    unsigned long long length = 0;
    crypto_aead_chacha20poly1305_ietf_encrypt(
        bytes_of(sealed), &length, bytes_of(plain), plain.size(), bytes_of(place.context),
        place.context.size(), nullptr, nonce_of(place).data(), key.data());
    MINGA_ASSERT(length == sealed.size());
    return sealed;
}

std::optional<std::string> open_chunk(const SealingKey& key, const SealPlace& place,
                                      std::string_view sealed) {
    if (sealed.size() < seal_bytes) return std::nullopt;
    std::string plain(sealed.size() - seal_bytes, '\0');
    unsigned long long length = 0;
    if (crypto_aead_chacha20poly1305_ietf_decrypt(bytes_of(plain), &length, nullptr,
                                                  bytes_of(sealed), sealed.size(),
                                                  bytes_of(place.context), place.context.size(),
                                                  nonce_of(place).data(), key.data()) != 0) {
        return std::nullopt;
    }
    return plain;
}

}  // namespace minga::sync
