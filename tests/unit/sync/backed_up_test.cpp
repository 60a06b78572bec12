#include "server/storage/epochs.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct BackedUp : ExchangeFixture {
    BackedUp() {
        set(luis, world.activity, "name", text("Uno"));
        set(luis, world.activity, "name", text("Dos"));
        sync(luis);
    }
    /// As a backup does that was made now.
    void back_up(std::int64_t n) {
        REQUIRE(server.store().begin());
        REQUIRE(server.store().database().run(
            "INSERT INTO backup_mark (device, n, made_at) VALUES (?1, ?2, ?3)",
            luis.store().device(), n, server.clock().now().ms));
        REQUIRE(server.store().commit());
    }
};

}  // namespace

TEST_CASE_METHOD(BackedUp, "an idle exchange tells how much of one's work is in a backup") {
    CHECK(luis.store().status().acked_n == 2);
    CHECK(luis.store().status().backed_n == 0);
    back_up(1);

    sync(luis);

    CHECK(luis.store().status().backed_n == 1);
    CHECK(luis.store().status().backed_at.ms > 0);
    back_up(2);
    sync(luis);
    CHECK(luis.store().status().backed_n == 2);
    luis.kill();
    CHECK(luis.store().status().backed_n == 2);
}

TEST_CASE_METHOD(BackedUp, "what the device knows it is not told again") {
    const std::size_t before = request(luis).size();
    back_up(2);
    CHECK(exchange(world.committee, request(luis)).backed_n == 2);
    sync(luis);

    CHECK(exchange(world.committee, request(luis)).backed_n == 0);
    CHECK(request(luis).size() <= before + 15);
}

TEST_CASE_METHOD(BackedUp, "a server that came back from a backup counts anew") {
    back_up(1);
    const std::string backup = server.image();
    back_up(2);
    sync(luis);
    REQUIRE(luis.store().status().backed_n == 2);
    server.reopen(backup);
    REQUIRE(server.store().begin());
    REQUIRE(server::begin_epoch(server.store(), "epoch-2", server.clock().now()));
    REQUIRE(server.store().commit());

    sync(luis);
    sync(luis);

    CHECK(luis.store().status().backed_n == 1);
}

TEST_CASE_METHOD(BackedUp, "another person's work is none of theirs") {
    back_up(2);
    sync(luis);

    REQUIRE(luis.store().empty());

    CHECK(luis.store().status().backed_n == 0);
}
