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

TEST_CASE("bytes are written as hexadecimal and read back") {
    CHECK(to_hex(as_byte_span("Az")) == "417a");
    CHECK(from_hex("417A") == Bytes{0x41, 0x7a});
    CHECK(from_hex("") == Bytes{});
    CHECK_FALSE(from_hex("4").has_value());
    CHECK_FALSE(from_hex("4g").has_value());
}
