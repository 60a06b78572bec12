#include "server/auth/secure_random.hpp"

#include "shared/base/bytes.hpp"

#include <sodium.h>

namespace minga::server {

bool start_cryptography() {
    return sodium_init() >= 0;
}

std::uint64_t SecureRandom::next() {
    std::uint64_t value = 0;
    randombytes_buf(&value, sizeof value);
    return value;
}

std::string random_hex(std::size_t byte_count) {
    Bytes bytes(byte_count);
    randombytes_buf(bytes.data(), bytes.size());
    return to_hex(bytes);
}

}  // namespace minga::server
