#include "sync/client/client_session.hpp"

#include "sync/wire/frame.hpp"
#include "tests/unit/sync/device_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

std::string answer_text(std::string_view header) {
    std::string body;
    append_frame(body, header);
    return body;
}

const std::string nothing_new =
    answer_text("{\"minga\":1,\"epoch\":\"first\",\"time\":1,\"next_n\":1,\"cursors\":{}}");

std::vector<std::string> frames_of(std::string_view body) {
    FrameReader reader;
    reader.feed(body);
    std::vector<std::string> frames;
    while (true) {
        auto frame = reader.next();
        REQUIRE(frame);
        if (!*frame) break;
        frames.emplace_back(**frame);
    }
    return frames;
}

std::size_t ops_bytes(std::string_view body) {
    const auto frames = frames_of(body);
    std::size_t bytes = 0;
    for (std::size_t i = 1; i < frames.size(); ++i) bytes += frames[i].size();
    return bytes;
}

}  // namespace

TEST_CASE_METHOD(DeviceFixture, "a request is a header and then the ops") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    ClientSession session{store()};

    auto body = session.next_request();

    REQUIRE(body);
    const auto frames = frames_of(*body);
    REQUIRE(frames.size() == 2);
    CHECK(frames[0] == "{\"minga\":1,\"device\":\"" + store().device().to_text() +
                           "\",\"epoch\":\"first\",\"schema\":1,\"last_n\":1,\"cursors\":{}}");
    CHECK(op_from_text(frames[1])->set == FieldMap{{"name", text("Dibujar")}});
}

TEST_CASE_METHOD(DeviceFixture, "an op travels byte for byte the same each time") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    ClientSession session{store()};
    const std::string first = *session.next_request();
    session.take_failure();
    device.kill();
    ClientSession later{store()};
    CHECK(frames_of(*later.next_request())[1] == frames_of(first)[1]);
}

TEST_CASE_METHOD(DeviceFixture, "batches double with each answer and halve with each failure") {
    ClientSession session{store()};
    CHECK(session.batch_bytes() == 16 * 1024);
    for (const int kib : {32, 64, 128, 256, 256}) {
        REQUIRE(session.take_answer(200, nothing_new));
        CHECK(session.batch_bytes() == kib * 1024);
    }
    for (const int kib : {128, 64, 32, 16, 8, 4, 2, 2}) {
        session.take_failure();
        CHECK(session.batch_bytes() == kib * 1024);
    }
}

TEST_CASE_METHOD(DeviceFixture, "a batch keeps to its bytes, and holds at least one op") {
    const std::string long_text(3000, 'x');
    for (int i = 0; i < 12; ++i) {
        REQUIRE(store().set(world.line, {{"description", text(long_text + std::to_string(i))}}));
    }
    ClientSession session{store()};
    const std::string first = *session.next_request();
    CHECK(ops_bytes(first) <= 16 * 1024);
    CHECK(ops_bytes(first) > 6 * 1024);
    for (int i = 0; i < 5; ++i) session.take_failure();
    CHECK(frames_of(*session.next_request()).size() == 2);
}

TEST_CASE_METHOD(DeviceFixture, "the wanted size of the answer follows the link") {
    ClientSession session{store()};
    CHECK(frames_of(*session.next_request())[0].find("\"budget\"") == std::string::npos);
    session.take_failure();
    CHECK(frames_of(*session.next_request())[0].find("\"budget\":131072") != std::string::npos);
}

TEST_CASE_METHOD(DeviceFixture, "a session is done when everything has its verdict") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    ClientSession session{store()};
    REQUIRE(session.next_request());

    REQUIRE(session.take_answer(200, nothing_new));
    CHECK_FALSE(session.is_done());
    REQUIRE(session.take_answer(
        200, answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":2,\"more\":true,"
                         "\"verdicts\":[[1,1,2]]}")));
    CHECK_FALSE(session.is_done());
    REQUIRE(
        session.take_answer(200, answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":2}")));
    CHECK(session.is_done());
    CHECK(session.totals().pushed == 1);
}

TEST_CASE_METHOD(DeviceFixture, "an answer that was cut changes nothing") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    ClientSession session{store()};
    REQUIRE(session.next_request());
    std::string whole = answer_text(
        "{\"minga\":1,\"epoch\":\"first\",\"next_n\":2,\"verdicts\":[[1,1,2]],"
        "\"records\":1}");
    append_frame(whole, delta_to_text(delta(world.plan, 2, {{"focus_what", text("Qué")}})));
    const std::string before = device.image();

    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        CHECK_FALSE(session.take_answer(200, std::string_view{whole}.substr(0, cut)));
    }

    CHECK(device.image() == before);
    CHECK(store().status().pending == 1);
}

TEST_CASE_METHOD(DeviceFixture, "error answers are named and keep the work") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    ClientSession session{store()};
    const auto code_of = [&](int status, std::string_view body) {
        auto taken = session.take_answer(status, body);
        REQUIRE_FALSE(taken);
        CHECK_FALSE(taken.error().message.empty());
        return taken.error().code;
    };

    CHECK(code_of(401, "") == ErrorCode::unauthenticated);
    CHECK(session.batch_bytes() == batch_bytes_first);
    CHECK(code_of(400, "{\"code\":\"bad_frame\",\"detail\":\"Dañado.\"}") == ErrorCode::bad_frame);
    CHECK(session.batch_bytes() == batch_bytes_first / 2);
    CHECK(code_of(413, "{\"code\":\"too_large\"}") == ErrorCode::too_large);
    CHECK(session.batch_bytes() == batch_bytes_first / 4);
    CHECK(code_of(503, "{\"code\":\"busy\"}") == ErrorCode::busy);
    CHECK(code_of(502, "<html>") == ErrorCode::internal);
    CHECK(store().status().pending == 1);
}

TEST_CASE("answers unpack runs of acceptance and single verdicts") {
    auto answer = read_answer(answer_text(
        "{\"minga\":1,\"epoch\":\"e\",\"time\":5,\"next_n\":9,\"verdicts\":[[1,3,1],"
        "{\"n\":4,\"v\":\"conflict\",\"r\":2,\"c\":[\"name\"]},[5,5,7]],\"head\":[8,\"ab\"],"
        "\"cursors\":{\"*\":40,\"x\":[3,9]},\"gone\":[\"y\"],\"more\":true}"));

    REQUIRE(answer);
    REQUIRE(answer->verdicts.size() == 5);
    CHECK(answer->verdicts[2] == Verdict{.n = 3, .outcome = Outcome::applied, .rev = 1});
    CHECK(answer->verdicts[3].conflicts == std::vector<std::string>{"name"});
    CHECK(answer->verdicts[4] == Verdict{.n = 5, .outcome = Outcome::applied, .rev = 7});
    CHECK(answer->head_number == 8);
    CHECK(answer->has_more);
    CHECK(answer->cursors == Cursors{{"*", {40, 40}}, {"x", {3, 9}}});
    CHECK(answer->gone == std::vector<std::string>{"y"});
}

TEST_CASE("hostile answers are errors") {
    const auto fails = [](std::string_view header) { return !read_answer(answer_text(header)); };
    CHECK(fails("{}"));
    CHECK(fails("[]"));
    CHECK(fails("{\"minga\":2}"));
    CHECK(fails("{\"minga\":1,\"verdicts\":[[1,2]]}"));
    CHECK(fails("{\"minga\":1,\"verdicts\":[[0,2,1]]}"));
    CHECK(fails("{\"minga\":1,\"verdicts\":[[5,2,1]]}"));
    CHECK(fails("{\"minga\":1,\"verdicts\":[[1,9000000000000000000,1]]}"));
    CHECK(fails("{\"minga\":1,\"verdicts\":[{\"n\":1,\"v\":\"perhaps\"}]}"));
    CHECK(fails("{\"minga\":1,\"cursors\":{\"*\":[9,3]}}"));
    CHECK(fails("{\"minga\":1,\"cursors\":{\"*\":-1}}"));
    CHECK_FALSE(read_answer(""));
}
