#include "sync/wire/contents.hpp"

#include "sync/wire/frame.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sync;

namespace {

std::string joined(std::string_view contents) {
    std::string body;
    PieceReader pieces{contents};
    while (true) {
        const auto piece = pieces.next();
        REQUIRE(piece);
        if (!*piece) return body;
        body += (*piece)->bytes;
    }
}

Result<std::string> no_unpacking(std::string_view, std::size_t) {
    return make_error(ErrorCode::malformed, "");
}

}  // namespace

TEST_CASE("a body is cut at its frames, and is whole again when put together") {
    std::string body;
    for (int i = 0; i < 400; ++i) append_frame(body, "{\"x\":\"" + std::string(900, 'x') + "\"}");
    append_frame(body, "{\"large\":\"" + std::string(300'000, 'y') + "\"}");
    append_frame(body, "{}");
    std::string contents;

    append_body(contents, body);

    CHECK(joined(contents) == body);
    PieceReader pieces{contents};
    int count = 0;
    for (auto piece = pieces.next(); piece && *piece; piece = pieces.next(), ++count) {
        CHECK((*piece)->is(count == 0 ? PieceKind::body : PieceKind::body_more));
        FrameReader frames;
        frames.feed((*piece)->bytes);
        while (true) {
            const auto frame = frames.next();
            REQUIRE(frame);
            if (!*frame) break;
        }
        CHECK_FALSE(frames.has_partial());
    }
    CHECK(count > 5);
}

TEST_CASE("contents that lie about their lengths are refused") {
    std::string contents;
    append_piece(contents, {1, 0, "abc"});
    std::string endless = contents;
    endless[5] = '\x7f';

    for (const std::string& bad :
         {endless, contents.substr(0, contents.size() - 1), contents.substr(0, 3)}) {
        PieceReader pieces{bad};
        CHECK_FALSE(pieces.next());
    }
}

TEST_CASE("a piece that is coded in a way nobody knows is refused") {
    std::string held;

    CHECK(plain_bytes({1, 0, "abc"}, no_unpacking, held).value_or("") == "abc");
    CHECK_FALSE(plain_bytes({1, 1, "abc"}, no_unpacking, held));
    CHECK_FALSE(plain_bytes({1, 9, "abc"}, no_unpacking, held));
}
