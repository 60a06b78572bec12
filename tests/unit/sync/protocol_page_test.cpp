#include "sync/wire/frame.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/support/sync/server.hpp"

#include <catch_amalgamated.hpp>
#include <fstream>
#include <iostream>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

/// The blocks of sync/PROTOCOL.md that are fenced as ```request and ```answer, in their order.
struct Page {
    std::vector<std::string> requests;
    std::vector<std::string> answers;
};

Page read_page() {
    std::ifstream file{MINGA_SOURCE_ROOT "/sync/PROTOCOL.md"};
    REQUIRE(file.is_open());
    Page page;
    std::string* block = nullptr;
    for (std::string line; std::getline(file, line);) {
        if (line == "```request") {
            block = &page.requests.emplace_back();
        } else if (line == "```answer") {
            block = &page.answers.emplace_back();
        } else if (line.starts_with("```")) {
            block = nullptr;
        } else if (block != nullptr) {
            *block += line + "\n";
        }
    }
    return page;
}

/// The contents of whole, sound frames, without what differs from one server and one moment to the
/// next: the clock and the hash at the head of the chain.
std::vector<std::string> contents(std::string_view body) {
    std::vector<std::string> texts;
    FrameReader reader;
    reader.feed(body);
    while (true) {
        auto frame = reader.next();
        REQUIRE(frame.has_value());
        if (!*frame) break;
        auto json = parse_json(**frame);
        REQUIRE(json.has_value());
        if (json->contains("time")) json->set("time", 0);
        if (json->contains("head")) json->set("head", (*json)["head"].items()[0]);
        texts.push_back(json->dump());
    }
    REQUIRE_FALSE(reader.has_partial());
    return texts;
}

}  // namespace

TEST_CASE("the exchanges that PROTOCOL.md shows byte by byte are what the server does") {
    const World world;
    TestServer server{world};
    const Page page = read_page();
    REQUIRE(page.requests.size() == 2);
    REQUIRE(page.answers.size() == 2);
    const std::array<const Actor*, 2> people{&world.owner, &world.committee};

    for (std::size_t i = 0; i < people.size(); ++i) {
        const Reply reply = server.handle(*people[i], page.requests[i]);

        CHECK(reply.status == 200);
        const bool is_as_shown = contents(reply.body) == contents(page.answers[i]);
        if (!is_as_shown) std::cerr << "sync/PROTOCOL.md should say:\n" << reply.body;
        CHECK(is_as_shown);
    }
}

TEST_CASE("the ops that PROTOCOL.md shows are as our own device writes them") {
    for (const std::string& request : read_page().requests) {
        for (const std::string& text : contents(request)) {
            if (text.find("\"minga\"") != std::string::npos) continue;
            auto op = op_from_text(text);
            REQUIRE(op.has_value());
            CHECK(op_to_text(*op) == text);
        }
    }
}
