#include "sync/wire/frame.hpp"

#include <catch_amalgamated.hpp>

#include <vector>

using namespace minga;
using sync::append_frame;
using sync::FrameReader;

namespace {

std::string frame_of(std::string_view json) {
    std::string text;
    append_frame(text, json);
    return text;
}

std::vector<std::string> whole_frames(FrameReader& reader) {
    std::vector<std::string> frames;
    while (true) {
        auto frame = reader.next();
        if (!frame || !*frame) break;
        frames.emplace_back(**frame);
    }
    return frames;
}

void check_broken(std::string_view bytes, ErrorCode code) {
    FrameReader reader;
    reader.feed(bytes);
    auto frame = reader.next();
    REQUIRE_FALSE(frame);
    CHECK(frame.error().code == code);
}

}  // namespace

TEST_CASE("a frame is its length, its checksum and its JSON on one line") {
    // CRC-32C of "123456789" is e3069283, the check value of the catalogues.
    CHECK(frame_of("123456789") == "9 e3069283 123456789\n");
}

TEST_CASE("frames come back as they went") {
    FrameReader reader;
    reader.feed(frame_of("{\"a\":1}") + frame_of("{\"ñ\":\"á\"}") + frame_of("{}"));

    CHECK(whole_frames(reader) == std::vector<std::string>{"{\"a\":1}", "{\"ñ\":\"á\"}", "{}"});
    CHECK_FALSE(reader.has_partial());
}

TEST_CASE("a frame may hold nothing") {
    FrameReader reader;
    reader.feed(frame_of(""));

    auto frame = reader.next();

    REQUIRE(frame);
    REQUIRE(frame->has_value());
    CHECK((*frame)->empty());
}

TEST_CASE("no bytes are no frame and no error") {
    FrameReader reader;

    auto frame = reader.next();

    REQUIRE(frame);
    CHECK_FALSE(frame->has_value());
    CHECK_FALSE(reader.has_partial());
}

TEST_CASE("a torn frame waits for the rest of it") {
    const std::string text = frame_of("{\"name\":\"Levantar procesos\"}");
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        FrameReader reader;
        reader.feed(std::string_view{text}.substr(0, cut));
        auto frame = reader.next();
        REQUIRE(frame);
        CHECK_FALSE(frame->has_value());
        CHECK(reader.has_partial());

        reader.feed(std::string_view{text}.substr(cut));
        CHECK(whole_frames(reader).size() == 1);
    }
}

TEST_CASE("a flipped bit anywhere is never taken for a frame") {
    const std::string text = frame_of("{\"n\":7,\"s\":{\"level\":2}}") + frame_of("{}");
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = text;
            damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1u << bit));
            FrameReader reader;
            reader.feed(damaged);
            const auto frames = whole_frames(reader);
            INFO("byte " << at << ", bit " << bit);
            CHECK(frames.size() <= 1);
            if (!frames.empty()) CHECK(frames.front() == "{\"n\":7,\"s\":{\"level\":2}}");
        }
    }
}

TEST_CASE("what is no frame says so") {
    check_broken("{\"n\":1}\n", ErrorCode::bad_frame);
    check_broken("-1 00000000 x\n", ErrorCode::bad_frame);
    check_broken(" 2 00000000 {}\n", ErrorCode::bad_frame);
    check_broken("2  00000000 {}\n", ErrorCode::bad_frame);
    check_broken("2 00000000 {}\n", ErrorCode::bad_frame);
    check_broken("99999999999999999999 00000000 {}\n", ErrorCode::bad_frame);
    check_broken(std::string(64, '\0'), ErrorCode::bad_frame);
}

TEST_CASE("the checksum is written in lower case only") {
    std::string text = frame_of("123456789");
    text.replace(2, 8, "E3069283");
    check_broken(text, ErrorCode::bad_frame);
}

TEST_CASE("a frame that is too large is refused before it has come") {
    check_broken("1048577 00000000 {", ErrorCode::too_large);
    check_broken("9999999 00000000 {", ErrorCode::too_large);
}

TEST_CASE("the largest frame passes") {
    const std::string json(sync::frame_bytes_max, 'x');
    FrameReader reader;
    reader.feed(frame_of(json));
    CHECK(whole_frames(reader) == std::vector<std::string>{json});
}

TEST_CASE("after a damaged frame the reader gives nothing more") {
    std::string damaged = frame_of("{\"n\":1}");
    damaged[damaged.size() - 2] = ']';
    FrameReader reader;
    reader.feed(frame_of("{\"n\":0}") + damaged + frame_of("{\"n\":2}"));

    CHECK(whole_frames(reader).size() == 1);
    CHECK_FALSE(reader.next());
    reader.feed(frame_of("{\"n\":3}"));
    CHECK_FALSE(reader.next());
}
