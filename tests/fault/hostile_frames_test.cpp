#include "server/storage/verify.hpp"
#include "sync/wire/frame.hpp"
#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/machines.hpp"
#include "tests/support/sanitized.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>
#include <limits>

using namespace minga;
using namespace minga::simulation;

namespace {

constexpr std::size_t stride = test::is_sanitized ? 23 : 1;

/// A device with three changes that wait, and their request.
struct Sender {
    DeviceMachine device{the_world().committee, {.seed = 5}};
    std::string body;

    Sender() {
        const Id id = the_world().activity;
        for (const std::string_view name : {"una", "otra", "la última"}) {
            REQUIRE(device.store().set(id, {{"name", test::text(name)}}));
        }
        sync::ClientSession session{device.store()};
        auto request = session.next_request();
        REQUIRE(request);
        body = *std::move(request);
    }

    /// Everything that waits arrives after all; what the server then says of its records.
    std::string finish(ServerMachine& server) {
        sync::ClientSession session{device.store()};
        for (int i = 0; i < 10; ++i) {
            auto request = session.next_request();
            REQUIRE(request);
            const auto reply = server.handle(the_world().committee, *request);
            REQUIRE(session.take_answer(reply.status, reply.body));
            if (session.is_done()) break;
        }
        CHECK(session.is_done());
        CHECK(device.store().status().pending == 0);
        const auto verified = server::verify_store(server.store());
        CHECK((verified && !verified->first_break));
        return timeless_dump(server.store());
    }
};

std::string undisturbed() {
    ServerMachine server;
    return Sender{}.finish(server);
}

std::vector<std::string> lines_of(const std::string& body) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = body.find('\n', at) + 1;
        lines.push_back(body.substr(at, end - at));
        at = end;
    }
    return lines;
}

std::string frame(std::string_view json) {
    std::string framed;
    sync::append_frame(framed, json);
    return framed;
}

std::string header_of(std::string_view rest) {
    return frame(R"({"minga":1,"device":"018c0000-0000-7000-8000-00000000abcd","schema":1)" +
                 std::string{rest} + "}");
}

}  // namespace

TEST_CASE("a request cut after any byte loses nothing") {
    const std::string expected = undisturbed();
    const std::size_t length = Sender{}.body.size();
    for (std::size_t bytes = 0; bytes < length; bytes += stride) {
        ServerMachine server;
        Sender sender;
        server.handle_cut(the_world().committee, std::string_view{sender.body}.substr(0, bytes));

        INFO("cut after " << bytes);
        CHECK(sender.finish(server) == expected);
    }
}

TEST_CASE("a bit flipped at any byte is found out, and nothing is lost") {
    const std::string expected = undisturbed();
    const std::size_t length = Sender{}.body.size();
    for (std::size_t byte = 0; byte < length; byte += stride) {
        ServerMachine server;
        Sender sender;
        std::string damaged = sender.body;
        damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << (byte % 8)));

        const auto reply = server.handle(the_world().committee, damaged);

        INFO("byte " << byte << ": " << reply.body);
        CHECK((reply.status == 400 || reply.status == 413));
        CHECK(sender.finish(server) == expected);
    }
}

TEST_CASE("frames that come twice count once") {
    ServerMachine server;
    Sender sender;
    std::string doubled;
    for (const std::string& line : lines_of(sender.body)) {
        doubled += line;
        if (!doubled.starts_with(line)) doubled += line;
    }

    const auto reply = server.handle(the_world().committee, doubled);

    CHECK(reply.status == 200);
    CHECK(sender.finish(server) == undisturbed());
}

TEST_CASE("frames in another order wait for their turn") {
    ServerMachine server;
    Sender sender;
    auto lines = lines_of(sender.body);
    std::reverse(lines.begin() + 1, lines.end());
    std::string reversed;
    for (const std::string& line : lines) reversed += line;

    const auto reply = server.handle(the_world().committee, reversed);

    CHECK(reply.status == 200);
    CHECK(sender.finish(server) == undisturbed());
}

TEST_CASE("hostile requests get a clear answer and leave the store sound") {
    const std::string whole_header = header_of("");
    const std::string nested = std::string(300'000, '[') + std::string(300'000, ']');
    const std::string id = the_world().activity.to_text();
    std::string many_fields = R"({"n":1,"i":")" + id + R"(","b":1,"s":{)";
    // As many as a frame holds: what looks through all of them for each would not end.
    for (int i = 0; i < 80'000; ++i) many_fields += "\"f" + std::to_string(i) + "\":1,";
    many_fields += R"("name":"x"}})";
    const std::vector<std::string> bodies{
        "",
        "\n",
        "GET / HTTP/1.1\r\n\r\n",
        "999999999999999999999999 00000000 {}\n",
        "1048577 00000000 {",
        "-1 00000000 {}\n",
        "2 zzzzzzzz {}\n",
        std::string("\0\0\0\0\0\0\0\0", 8),
        frame("[]"),
        frame("null"),
        frame("{}"),
        frame(nested),
        frame(R"({"minga":2,"device":"018c0000-0000-7000-8000-00000000abcd"})"),
        frame(R"({"minga":1,"device":5})"),
        frame(
            "{\"minga\":1,\"device\":\"018c0000-0000-7000-8000-00000000abcd\",\"x\":\"\xff\xfe\"}"),
        header_of(R"(,"cursors":[1,2])"),
        header_of(R"(,"cursors":{"*":-9223372036854775808})"),
        header_of(R"(,"cursors":{"*":[9223372036854775807,0]})"),
        header_of(R"(,"budget":-1,"last_n":-5,"acked_n":-9)"),
        header_of(R"(,"acked_n":9223372036854775807,"held":[9223372036854775807,"x"])"),
        header_of(R"(,"acked_n":-9223372036854775808,"held":[3,"x"])"),
        header_of(R"(,"only":{"a":1},"formerly":[["x",1]])"),
        header_of(R"(,"formerly":[["018c0000-0000-7000-8000-00000000abcd",9223372036854775807]])"),
        whole_header + frame("{}"),
        whole_header + frame("[]"),
        whole_header + frame("not json"),
        whole_header + frame(nested),
        whole_header + frame(many_fields),
        whole_header + frame(R"({"n":9223372036854775807,"i":")" + id + R"(","s":{"name":"x"}})"),
        whole_header + frame(R"({"n":-1,"i":")" + id + R"(","s":{"name":"x"}})"),
        whole_header + frame(R"({"n":1,"i":"nobody","s":{"name":"x"}})"),
        whole_header + frame(R"({"n":1,"i":")" + id + R"(","b":-5,"s":[1,2]})"),
        whole_header +
            frame(R"({"n":1,"i":")" + id + R"(","b":9223372036854775807,"s":{"name":"x"}})"),
        whole_header +
            frame(R"({"n":1,"i":")" + id + R"(","b":1,"s":{"own_kclp":1e300,"name":{"a":[{}]}}})"),
        whole_header + frame(R"({"n":1,"i":")" + id +
                             R"(","b":1,"s":{"name":"x"},"t":9223372036854775807,"v":999})"),
        whole_header +
            frame(R"({"n":1,"n":2,"i":")" + id + R"(","b":1,"d":true,"s":{"name":"x"}})"),
    };
    for (const std::string& body : bodies) {
        ServerMachine server;

        const auto reply = server.handle(the_world().secretary, body);

        INFO(body.substr(0, 200) << " -> " << reply.status << " " << reply.body);
        CHECK((reply.status == 200 || (reply.status >= 400 && reply.status < 500)));
        if (reply.status != 200) CHECK(reply.body.find("\"code\"") != std::string::npos);
        Sender sender;
        sender.finish(server);
    }
}

TEST_CASE("hostile answers change nothing on the device") {
    const std::vector<std::string> bodies{
        "",
        "\n",
        "5 00000000 {}\n",
        frame("[]"),
        frame("{}"),
        frame(R"({"minga":1,"epoch":"epoch-1","time":1,"next_n":-4})") + "1",
        frame(R"({"minga":1,"epoch":"epoch-1","time":1,"next_n":1,"records":1})"),
        frame(
            R"({"minga":1,"epoch":"epoch-1","time":1,"next_n":1,"verdicts":[[1,999999999999,1]]})"),
        frame(R"({"minga":1,"epoch":"epoch-1","time":1,"next_n":1,"verdicts":[{"n":1,"v":"?"}]})"),
        frame(R"({"minga":1,"epoch":"epoch-1","time":1,"next_n":1,"records":1})") +
            frame(R"({"i":"x","r":1})"),
    };
    const std::string expected = undisturbed();
    for (const std::string& body : bodies) {
        ServerMachine server;
        Sender sender;
        sync::ClientSession session{sender.device.store()};
        REQUIRE(session.next_request());

        INFO(body.substr(0, 200));
        CHECK_FALSE(session.take_answer(200, body));
        CHECK(sender.device.store().status().pending == 3);
        CHECK(sender.finish(server) == expected);
    }
}
