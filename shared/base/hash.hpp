/// The three digests that Minga uses, each for one thing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace minga {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (OpenSSL natively, libsodium in the browser): payloads of ops, the audit chain,
/// attachments.
Sha256 sha256(std::span<const std::uint8_t> bytes);
Sha256 sha256(std::string_view text);
std::string sha256_hex(std::string_view text);

/// SHA-256 of bytes that come a piece at a time: a whole file need not fit into memory.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(const Sha256Stream&) = delete;
    Sha256Stream& operator=(const Sha256Stream&) = delete;

    void add(std::string_view bytes);
    /// The digest of all that was added, in hexadecimal. Ends the stream.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// SHA-1 (RFC 3174), only because UUID version 5 is defined by it. Not for security.
std::array<std::uint8_t, 20> sha1(std::string_view text);

/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78): tells a whole frame from a torn one.
std::uint32_t crc32c(std::string_view text);

}  // namespace minga
