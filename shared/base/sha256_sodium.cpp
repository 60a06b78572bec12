// SHA-256 where there is no OpenSSL: in the browser.
#include "shared/base/bytes.hpp"
#include "shared/base/hash.hpp"

#include <sodium/crypto_hash_sha256.h>

namespace minga {

Sha256 sha256(std::span<const std::uint8_t> bytes) {
    Sha256 digest{};
    crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
    return digest;
}

struct Sha256Stream::State {
    crypto_hash_sha256_state sodium;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
    crypto_hash_sha256_init(&state_->sodium);
}

Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(std::string_view bytes) {
    const auto span = as_byte_span(bytes);
    crypto_hash_sha256_update(&state_->sodium, span.data(), span.size());
}

std::string Sha256Stream::finish() {
    Sha256 digest{};
    crypto_hash_sha256_final(&state_->sodium, digest.data());
    return to_hex(digest);
}

}  // namespace minga
