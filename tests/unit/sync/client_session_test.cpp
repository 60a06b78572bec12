#include "sync/client/client_session.hpp"

#include "sync/wire/actor_codec.hpp"
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
                           "\",\"epoch\":\"first\",\"schema\":" + std::to_string(schema_version) +
                           ",\"last_n\":1,\"who\":\"" + actor_digest(world.committee) +
                           "\",\"marks\":4096,\"cursors\":{}}");
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

TEST_CASE_METHOD(
    DeviceFixture,
    "batches double with each answer, halve with each failure, and then feel their way") {
    ClientSession session{store()};
    CHECK(session.batch_bytes() == 64 * 1024);
    for (const int kib : {128, 256, 512, 1024, 1024}) {
        REQUIRE(session.take_answer(200, nothing_new));
        CHECK(session.batch_bytes() == kib * 1024);
    }
    for (const int kib : {512, 256, 128, 64, 32, 16, 16}) {
        session.take_failure();
        CHECK(session.batch_bytes() == kib * 1024);
    }
    for (const int bytes : {20480, 25600}) {
        REQUIRE(session.take_answer(200, nothing_new));
        CHECK(session.batch_bytes() == bytes);
    }
}

TEST_CASE_METHOD(DeviceFixture, "a batch keeps to its bytes") {
    const std::string long_text(3000, 'x');
    for (int i = 0; i < 24; ++i) {
        REQUIRE(store().set(world.line, {{"description", text(long_text + std::to_string(i))}}));
    }
    ClientSession session{store()};
    const std::string first = *session.next_request();
    CHECK(ops_bytes(first) <= 64 * 1024);
    CHECK(ops_bytes(first) > 48 * 1024);
    for (int i = 0; i < 5; ++i) session.take_failure();
    CHECK(frames_of(*session.next_request()).size() == 1);  // asks how far the batch came
    REQUIRE(
        session.take_answer(200, answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":1}")));
    CHECK(ops_bytes(*session.next_request()) <= 20 * 1024);
}

TEST_CASE_METHOD(DeviceFixture, "the wanted size of the answer follows the link") {
    ClientSession session{store()};
    CHECK(frames_of(*session.next_request())[0].find("\"budget\"") == std::string::npos);
    session.take_failure();
    CHECK(frames_of(*session.next_request())[0].find("\"budget\":524288") != std::string::npos);
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

TEST_CASE_METHOD(DeviceFixture, "an answer that was cut in its header changes nothing") {
    REQUIRE(store().set(world.activity, {{"name", text("Dibujar")}}));
    ClientSession session{store()};
    REQUIRE(session.next_request());
    const std::string whole = answer_text(
        "{\"minga\":1,\"epoch\":\"first\",\"next_n\":2,\"verdicts\":[[1,1,2]],"
        "\"records\":1}");
    const std::string before = device.image();

    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        CHECK_FALSE(session.take_answer(200, std::string_view{whole}.substr(0, cut)));
    }

    CHECK(device.image() == before);
    CHECK(store().status().pending == 1);
}

TEST_CASE_METHOD(DeviceFixture, "of an answer that was cut, what is marked counts") {
    const std::string scope = world.municipality.to_text();
    const auto mark = [&](std::int64_t reached) {
        return Json::object().set("at", cursors_to_json({{scope, Cursor{3, reached}}})).dump();
    };
    std::string whole =
        answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":1,\"records\":3,\"cursors\":{\"" +
                    scope + "\":40}}");
    const std::size_t head_ends = whole.size();
    append_frame(whole, delta_to_text(delta(world.plan, 2, {{"focus_what", text("Qué")}})));
    append_frame(whole, mark(10));
    const std::size_t first_ends = whole.size();
    append_frame(whole, delta_to_text(delta(world.plan, 3, {{"focus_what", text("Otro")}})));
    append_frame(whole, mark(20));
    const std::size_t second_ends = whole.size();
    append_frame(whole, delta_to_text(delta(world.plan, 4, {{"focus_what", text("Más")}})));

    for (std::size_t cut = head_ends; cut <= whole.size(); ++cut) {
        auto received = read_received(std::string_view{whole}.substr(0, cut));
        REQUIRE(received);
        const SyncAnswer& answer = received->answer;
        const bool is_whole = cut == whole.size();
        const std::size_t records = is_whole             ? 3
                                    : cut >= second_ends ? 2
                                    : cut >= first_ends  ? 1
                                                         : 0;
        CHECK(received->is_cut == !is_whole);
        CHECK(answer.has_more == !is_whole);
        REQUIRE(answer.records.size() == records);
        const std::array cursors{Cursors{}, Cursors{{scope, {3, 10}}}, Cursors{{scope, {3, 20}}},
                                 Cursors{{scope, {40, 40}}}};
        CHECK(answer.cursors == cursors[records]);
    }

    ClientSession session{store()};
    REQUIRE(session.next_request());
    REQUIRE(session.take_answer(200, std::string_view{whole}.substr(0, second_ends + 5)));
    CHECK_FALSE(session.is_done());
    CHECK(store().cursors().at(scope) == Cursor{3, 20});
    CHECK(get(world.plan).rev == 3);
}

TEST_CASE_METHOD(DeviceFixture, "what is named in an answer that was cut is left out") {
    const std::string scope = world.municipality.to_text();
    std::string cut =
        answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":1,\"lists\":2,\"listed\":[\"" +
                    scope + "\"],\"cursors\":{\"" + scope + "\":40}}");
    append_frame(cut, "{\"scope\":\"" + scope + "\",\"ids\":[\"" + world.plan.to_text() + "\"]}");
    ClientSession session{store()};
    REQUIRE(session.next_request());
    const auto before = store().list("activity");

    CHECK(session.take_answer(200, cut).error().code == ErrorCode::network_failed);

    CHECK(store().list("activity") == before);
    CHECK(store().cursors().empty());
}

TEST_CASE_METHOD(DeviceFixture, "who gained everything in an answer that was cut loses nothing") {
    const std::string scope = world.municipality.to_text();
    SyncAnswer read = answer({});
    read.cursors = {{scope, {10, 10}}};
    take(read);
    ClientSession session{store()};
    REQUIRE(session.next_request());
    const auto before = store().list("activity");
    REQUIRE_FALSE(before.empty());

    session
        .take_answer(200, answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":1,\"gone\":[\"" +
                                      scope + "\"],\"records\":1,\"cursors\":{\"*\":40}}"))
        .ignore();

    CHECK(store().list("activity") == before);
    CHECK(store().notices().empty());
    CHECK(store().cursors() == Cursors{{"*", {0, 0}}});
}

TEST_CASE_METHOD(DeviceFixture, "an answer of which nothing counts is a failure of the link") {
    ClientSession session{store()};
    REQUIRE(session.next_request());
    const auto taken = session.take_answer(
        200, answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":1,\"records\":1}"));

    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == ErrorCode::network_failed);
    CHECK(frames_of(*session.next_request())[0].find("\"budget\":524288") != std::string::npos);
}

TEST_CASE_METHOD(DeviceFixture, "a batch of which a part came is not made smaller") {
    for (int i = 0; i < 6; ++i) {
        REQUIRE(store().set(world.activity, {{"name", text("Dibujar " + std::to_string(i))}}));
    }
    ClientSession session{store()};
    const auto cut_and_ask = [&](std::int64_t next_n) {
        REQUIRE(session.next_request());
        session.take_failure();
        REQUIRE(frames_of(*session.next_request()).size() == 1);
        REQUIRE(
            session.take_answer(200, answer_text("{\"minga\":1,\"epoch\":\"first\",\"next_n\":" +
                                                 std::to_string(next_n) + "}")));
        return session.batch_bytes();
    };

    CHECK(cut_and_ask(4) == batch_bytes_first);
    CHECK(cut_and_ask(4) == batch_bytes_first / 2);
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
    // Short to write, long to keep.
    std::string many_runs = "[1,60000,1]";
    for (int i = 0; i < 20; ++i) many_runs += ",[1,60000,1]";
    CHECK(fails("{\"minga\":1,\"verdicts\":[" + many_runs + "]}"));
    CHECK(fails("{\"minga\":1,\"time\":-1}"));
    CHECK(fails("{\"minga\":1,\"time\":9223372036854775799}"));
    CHECK_FALSE(read_answer(""));
}
