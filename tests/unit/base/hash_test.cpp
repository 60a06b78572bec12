#include "shared/base/hash.hpp"
#include "shared/base/bytes.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("digests are those of their published examples") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(to_hex(sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    CHECK(to_hex(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    CHECK(crc32c("123456789") == 0xE3069283u);
    CHECK(crc32c("") == 0u);
}

TEST_CASE("a digest is the same in one piece and in many") {
    std::string text;
    for (int i = 0; i < 500; ++i) text += static_cast<char>(i * 37);
    for (const std::size_t length : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 119u, 120u, 500u}) {
        const std::string_view part = std::string_view{text}.substr(0, length);
        for (const std::size_t piece : {1u, 7u, 64u, 100u}) {
            Sha256Stream stream;
            for (std::size_t at = 0; at < part.size(); at += piece) {
                stream.add(part.substr(at, piece));
            }
            CHECK(stream.finish() == sha256_hex(part));
        }
    }
    CHECK(sha256_hex(std::string(1000, 'a')) ==
          "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
}

TEST_CASE("a checksum takes every byte, whatever the length and the place") {
    // Bit by bit, as the polynomial says.
    const auto plainly = [](std::string_view text) {
        std::uint32_t crc = 0xFFFFFFFFu;
        for (const char c : text) {
            crc ^= static_cast<std::uint8_t>(c);
            for (int bit = 0; bit < 8; ++bit) {
                crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
            }
        }
        return crc ^ 0xFFFFFFFFu;
    };
    std::string text;
    for (int i = 0; i < 60; ++i) text += static_cast<char>(i * 91 + 200);
    for (std::size_t from = 0; from < 9; ++from) {
        for (std::size_t length = 0; from + length <= text.size(); ++length) {
            const std::string_view part = std::string_view{text}.substr(from, length);
            REQUIRE(crc32c(part) == plainly(part));
        }
    }
}

TEST_CASE("bytes are written as hexadecimal and read back") {
    CHECK(to_hex(as_byte_span("Az")) == "417a");
    CHECK(from_hex("417A") == Bytes{0x41, 0x7a});
    CHECK(from_hex("") == Bytes{});
    CHECK_FALSE(from_hex("4").has_value());
    CHECK_FALSE(from_hex("4g").has_value());
}
