#include "sync/bundle/keys.hpp"

#include "shared/base/bytes.hpp"
#include "shared/base/hash.hpp"
#include "sync/bundle/sealing.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

constexpr std::string_view proof_purpose = "minga device keys 1";

template <std::size_t size>
std::string_view text_of(const std::array<std::uint8_t, size>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> parse_bytes(std::string_view text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != size) return std::nullopt;
    std::array<std::uint8_t, size> found{};
    std::copy(bytes->begin(), bytes->end(), found.begin());
    return found;
}

std::string proof_message(const PublicKeys& keys, std::string_view login) {
    return std::string{text_of(keys.sign)} + std::string{text_of(keys.box)} + std::string{login};
}

}  // namespace

KeyId PublicKeys::id() const {
    const Sha256 digest = sha256(std::string{text_of(sign)} + std::string{text_of(box)});
    KeyId id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

std::string PublicKeys::to_text() const {
    return to_hex(sign) + to_hex(box);
}

std::optional<PublicKeys> PublicKeys::parse(std::string_view text) {
    const auto both = parse_bytes<64>(text);
    if (!both) return std::nullopt;
    PublicKeys keys;
    std::copy_n(both->begin(), keys.sign.size(), keys.sign.begin());
    std::copy_n(both->begin() + keys.sign.size(), keys.box.size(), keys.box.begin());
    return keys;
}

Secret new_secret(Random& random) {
    Secret secret{};
    for (std::size_t at = 0; at < secret.size(); at += 8) {
        std::uint64_t word = random.next();
        for (std::size_t i = 0; i < 8; ++i, word >>= 8) {
            secret[at + i] = static_cast<std::uint8_t>(word & 0xff);
        }
    }
    return secret;
}

std::string secret_to_text(const Secret& secret) {
    return to_hex(secret);
}

std::optional<Secret> parse_secret(std::string_view text) {
    return parse_bytes<32>(text);
}

KeyPair keys_of(const Secret& secret) {
    return {secret, {signing_key(secret), box_key(secret)}};
}

std::string proof_of_keys(const KeyPair& keys, std::string_view login) {
    return to_hex(sign(keys.secret, proof_purpose, proof_message(keys.shown, login)));
}

bool is_proof_of_keys(std::string_view proof, const PublicKeys& keys, std::string_view login) {
    const auto signature = parse_bytes<64>(proof);
    return signature && is_signed(*signature, keys.sign, proof_purpose, proof_message(keys, login));
}

}  // namespace minga::sync
