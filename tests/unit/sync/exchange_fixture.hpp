/// A server and three people's devices that have read it once, for the tests of this folder.
#pragma once

#include "sync/client/client_session.hpp"
#include "sync/wire/frame.hpp"
#include "tests/support/sync/server.hpp"

#include <catch_amalgamated.hpp>

#include <string>
#include <utility>
#include <vector>

namespace minga::test {

/// Exchanges until the session is done, as that person, whoever the device believes to be its own;
/// where `only` is given, of those scopes.
inline void synchronize_as(TestDevice& device, TestServer& server, const Actor& actor,
                           std::vector<std::string> only = {}) {
    sync::ClientSession session{device.store(), std::move(only)};
    for (int requests = 0; !session.is_done(); ++requests) {
        REQUIRE(requests < 50);
        auto body = session.next_request();
        REQUIRE(body);
        const Reply reply = server.handle(actor, *body);
        REQUIRE(reply.status == 200);
        REQUIRE(session.take_answer(reply.status, reply.body));
    }
}

struct ExchangeFixture {
    World world;
    TestServer server{world};
    TestDevice luis{world.catalog, {.seed = 1}};   ///< The committee: may write in every line.
    TestDevice maria{world.catalog, {.seed = 2}};  ///< Responsible for `world.line` only.
    TestDevice rosa{world.catalog, {.seed = 3}};   ///< The municipal secretary: answers.

    ExchangeFixture() {
        REQUIRE(luis.store().sign_in(world.committee, "token"));
        REQUIRE(maria.store().sign_in(world.owner, "token"));
        REQUIRE(rosa.store().sign_in(world.secretary, "token"));
        for (TestDevice* device : {&luis, &maria, &rosa}) sync(*device);
    }

    int sync(TestDevice& device) {
        const int requests = synchronize(device, server);
        REQUIRE(requests > 0);
        return requests;
    }
    /// One exchange, as far as its answer.
    sync::SyncAnswer exchange(const Actor& actor, std::string_view body) {
        const Reply reply = server.handle(actor, body);
        REQUIRE(reply.status == 200);
        auto answer = sync::read_answer(reply.body);
        REQUIRE(answer);
        return *std::move(answer);
    }
    std::string request(TestDevice& device) {
        sync::ClientSession session{device.store()};
        auto body = session.next_request();
        REQUIRE(body);
        return *std::move(body);
    }
    void set(TestDevice& device, const Id& id, std::string_view field, Value value) {
        REQUIRE(device.store().set(id, {{std::string{field}, std::move(value)}}));
    }
    void add_activities(TestDevice& device, int count) {
        for (int i = 0; i < count; ++i) {
            REQUIRE(device.store().create("activity", {},
                                          {{"action_line", text(world.line.to_text())},
                                           {"name", text("Actividad " + std::to_string(i))}}));
        }
    }
    Value at_server(const Id& id, std::string_view field) {
        const auto record = server.store().find(id);
        REQUIRE(record);
        return value_of(record->fields, field);
    }
    Value at(TestDevice& device, const Id& id, std::string_view field) {
        const auto record = device.store().find(id);
        REQUIRE(record);
        return value_of(record->fields, field);
    }
    void check_same_everywhere(const Id& id) {
        const auto record = server.store().find(id);
        REQUIRE(record);
        for (TestDevice* device : {&luis, &maria, &rosa}) {
            sync(*device);
            CHECK(device->store().find_accepted(id) == record);
        }
    }

    /// Frames of a hand-made request.
    static std::string frames(const std::vector<std::string>& texts) {
        std::string body;
        for (const std::string& text : texts) minga::sync::append_frame(body, text);
        return body;
    }
    std::string header(const Id& device, std::string_view more = {}) {
        return "{\"minga\":1,\"device\":\"" + device.to_text() + "\",\"schema\":1" +
               std::string{more} + "}";
    }
};

}  // namespace minga::test
