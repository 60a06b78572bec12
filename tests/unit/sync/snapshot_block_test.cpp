#include "sync/wire/snapshot_block.hpp"

#include "server/snapshots/snapshot_file.hpp"
#include "shared/base/rng.hpp"
#include "sync/wire/inflate.hpp"

#include <catch_amalgamated.hpp>

#include <zlib.h>

using namespace minga;
using namespace minga::sync;

namespace {

std::string deflated(std::string_view bytes, int level, int strategy) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, level, Z_DEFLATED, -15, 8, strategy) == Z_OK);
    std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// Bytes of `variety` different kinds, with stretches that come again.
std::string some_bytes(SeededRandom& random, std::size_t count, std::uint64_t variety) {
    std::string bytes;
    while (bytes.size() < count) {
        if (bytes.size() > 40 && random.below(4) == 0) {
            const auto from = static_cast<std::size_t>(random.below(bytes.size() - 3));
            const auto length = static_cast<std::size_t>(3 + random.below(400));
            for (std::size_t i = 0; i < length; ++i) bytes += bytes[from + i];
        } else {
            bytes += static_cast<char>(random.below(variety));
        }
    }
    bytes.resize(count);
    return bytes;
}

}  // namespace

TEST_CASE("what zlib packs in any way is unpacked as it was") {
    SeededRandom random{7};
    for (const std::size_t count : {0U, 1U, 2U, 100U, 70'000U, 300'000U}) {
        for (const std::uint64_t variety : {1U, 3U, 40U, 256U}) {
            const std::string bytes = some_bytes(random, count, variety);
            for (const int level : {0, 1, 6, 9}) {
                for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE}) {
                    const auto unpacked = inflate(deflated(bytes, level, strategy), count + 1);
                    REQUIRE(unpacked);
                    REQUIRE(*unpacked == bytes);
                }
            }
        }
    }
}

TEST_CASE("a deflate stream that is cut anywhere is refused, and reads nothing beyond") {
    SeededRandom random{8};
    const std::string packed = deflated(some_bytes(random, 3000, 30), 6, Z_DEFAULT_STRATEGY);
    for (std::size_t length = 0; length < packed.size(); ++length) {
        CHECK_FALSE(inflate(packed.substr(0, length), 1 << 20));
    }
}

TEST_CASE("a deflate stream with any bit turned over ends, within its bounds") {
    SeededRandom random{9};
    const std::string packed = deflated(some_bytes(random, 3000, 30), 6, Z_DEFAULT_STRATEGY);
    for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
        std::string damaged = packed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        const auto unpacked = inflate(damaged, 20'000);
        if (unpacked) CHECK(unpacked->size() <= 20'000);
    }
}

TEST_CASE("a few bytes that stand for very many are refused") {
    const std::string bomb =
        deflated(std::string(std::size_t{50} << 20, 'x'), 9, Z_DEFAULT_STRATEGY);
    const auto unpacked = inflate(bomb, block_bytes_max);
    REQUIRE_FALSE(unpacked);
    CHECK(unpacked.error().code == ErrorCode::too_large);
}

TEST_CASE("a block tells its length, and gives its frames back") {
    SeededRandom random{10};
    const std::string frames = some_bytes(random, block_fill_bytes, 60);
    const std::string block = server::pack_block(frames);

    CHECK(**block_length(block + "more") == block.size());
    for (std::size_t length = 0; length < block_head_bytes; ++length) {
        const auto partial = block_length(std::string_view{block}.substr(0, length));
        REQUIRE(partial);
        CHECK_FALSE(*partial);
    }
    const auto unpacked = unpack_block(block);
    REQUIRE(unpacked);
    CHECK(*unpacked == frames);
}

TEST_CASE("what is no block is refused at its first byte") {
    CHECK_FALSE(block_length("{"));
    constexpr std::string_view plain_gzip{"\x1f\x8b\x08\0\0\0\0\0\0\x03 no field of ours", 28};
    CHECK_FALSE(block_length(plain_gzip));
    CHECK_FALSE(block_length(block_head(0)));
    CHECK_FALSE(block_length(block_head(block_bytes_max + 1)));
    std::string block = server::pack_block("frames");
    block.back() = static_cast<char>(block.back() ^ 1);
    CHECK_FALSE(unpack_block(block));
}

TEST_CASE("a file of blocks is a gzip file") {
    const std::string file = server::pack_block("one\n") + server::pack_block("two\n");
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(file.data()));
    stream.avail_in = static_cast<uInt>(file.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(inflate(&stream, Z_NO_FLUSH) == Z_STREAM_END);
    REQUIRE(inflateReset(&stream) == Z_OK);
    REQUIRE(inflate(&stream, Z_NO_FLUSH) == Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    inflateEnd(&stream);
    CHECK(out == "one\ntwo\n");
}
