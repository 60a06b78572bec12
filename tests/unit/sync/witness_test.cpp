#include "tests/unit/sync/exchange_fixture.hpp"

#include <algorithm>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct WitnessFixture : ExchangeFixture {
    std::int64_t complaints() {
        const auto notices = luis.store().notices();
        return std::count_if(notices.begin(), notices.end(),
                             [](const Notice& one) { return one.type == "audit_altered"; });
    }
    /// Behind the server's back.
    void tamper(std::string_view sql) {
        REQUIRE(server.store().database().execute(std::string{sql}));
    }
    void write_something() {
        set(luis, world.activity, "name", text("Dibujar"));
        sync(luis);
    }
};

}  // namespace

TEST_CASE_METHOD(WitnessFixture, "a device keeps the head of the chain that it saw") {
    write_something();
    CHECK(luis.store().seen_head() == server.store().audit_head());

    set(maria, world.activity, "owner", text("Eva"));
    sync(maria);
    sync(luis);

    CHECK(luis.store().seen_head() == server.store().audit_head());
    CHECK(complaints() == 0);
}

TEST_CASE_METHOD(WitnessFixture, "a chain that was rewritten is complained of, once") {
    write_something();
    const auto seen = luis.store().seen_head();
    REQUIRE(seen);
    set(maria, world.activity, "owner", text("Eva"));
    sync(maria);
    tamper("UPDATE audit SET hash = 'feedfacefeedface' WHERE number = " +
           std::to_string(seen->number));

    sync(luis);

    REQUIRE(complaints() == 1);
    const auto notices = luis.store().notices();
    CHECK(notices.back().text.find(seen->hash) != std::string::npos);
    CHECK(notices.back().text.find(server.store().audit_head().hash) != std::string::npos);
    sync(luis);
    CHECK(complaints() == 1);
}

TEST_CASE_METHOD(WitnessFixture, "a chain that became shorter is complained of") {
    write_something();
    tamper("DELETE FROM audit WHERE number = " +
           std::to_string(server.store().audit_head().number));

    sync(luis);

    CHECK(complaints() == 1);
}

TEST_CASE_METHOD(WitnessFixture, "the last link under another hash is complained of") {
    write_something();
    SyncAnswer answer = exchange(world.committee, request(luis));
    answer.head_hash[0] = answer.head_hash[0] == 'a' ? 'b' : 'a';

    REQUIRE(luis.store().apply(answer));

    CHECK(complaints() == 1);
}

TEST_CASE_METHOD(WitnessFixture, "another epoch may lack links") {
    write_something();
    SyncAnswer answer = exchange(world.committee, request(luis));
    answer.epoch = "another";
    answer.head_number = 1;

    REQUIRE(luis.store().apply(answer));

    CHECK(complaints() == 0);
    CHECK(luis.store().seen_head()->number == 1);
}

TEST_CASE_METHOD(WitnessFixture, "an answer that does not speak of the chain changes nothing") {
    write_something();
    const auto seen = luis.store().seen_head();
    SyncAnswer answer = exchange(world.committee, request(luis));
    answer.head_number = 0;

    REQUIRE(luis.store().apply(answer));

    CHECK(luis.store().seen_head() == seen);
    CHECK(complaints() == 0);
}
