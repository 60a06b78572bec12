#include "sync/server/collection.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

#include <sqlite3.h>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

// Sanitizers look for errors of memory, which fewer records show as well; and they take their time.
constexpr std::int64_t parts = test::is_sanitized ? 10 : 1;

/// Steps of SQLite's machine, by all statements of the connection since the last call.
std::int64_t steps_taken(server::SqliteStore& store) {
    std::int64_t steps = 0;
    sqlite3* handle = store.database().handle();
    for (sqlite3_stmt* one = sqlite3_next_stmt(handle, nullptr); one != nullptr;
         one = sqlite3_next_stmt(handle, one)) {
        steps += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_VM_STEP, 1);
        steps += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_SORT, 0) * 1'000'000;  // none may
    }
    return steps;
}

/// How often a statement of this connection was compiled again although it was there.
std::int64_t compiled_again(sqlite3* handle) {
    std::int64_t times = 0;
    for (sqlite3_stmt* one = sqlite3_next_stmt(handle, nullptr); one != nullptr;
         one = sqlite3_next_stmt(handle, one)) {
        times += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_REPREPARE, 1);
    }
    return times;
}

struct GrowthFixture : ExchangeFixture {
    std::int64_t made = 0;

    struct Made {
        std::int64_t count = 0;
        bool deleted = false;
    };
    /// As if so many activities had come, past rules and ledger, which do not matter here.
    void make(const Made& wanted) {
        server::SqliteStore& store = server.store();
        REQUIRE(store.begin());
        for (std::int64_t i = 0; i < wanted.count; ++i) {
            StampedRecord stamped;
            stamped.seq = stamped.created_seq = store.take_seq();
            stamped.record.id = name_based_id(world.line, std::to_string(++made));
            stamped.record.kind = "activity";
            stamped.record.organization = world.municipality;
            stamped.record.rev = 1;
            stamped.record.fields = {{"name", text("Levantar el proceso")},
                                     {"action_line", text(world.line.to_text())}};
            stamped.stamps = {{"name", {1, stamped.seq, Id{}, 0}}};
            if (wanted.deleted) {
                stamped.record.deleted = true;
                stamped.deleted_at = noon;
                stamped.stamps[std::string{deletion_key}] = {1, stamped.seq, Id{}, 0};
            }
            REQUIRE(store.put(stamped));
        }
        REQUIRE(store.commit());
    }
    /// As if the activity's name had been decided so many times.
    void settle(std::int64_t count) {
        server::SqliteStore& store = server.store();
        REQUIRE(store.begin());
        for (std::int64_t i = 0; i < count; ++i) {
            StampedRecord stamped;
            stamped.seq = stamped.created_seq = store.take_seq();
            stamped.record.id = name_based_id(world.activity, std::to_string(++made));
            stamped.record.kind = "conflict";
            stamped.record.organization = world.municipality;
            stamped.record.rev = 2;
            stamped.record.fields = {{"record", text(world.activity.to_text())},
                                     {"record_kind", text("activity")},
                                     {"type", text("edit")},
                                     {"field", text("name")},
                                     {"status", text("resolved")},
                                     {"resolved_by", text("Luis Mella")},
                                     {"resolved_at", text(noon.to_text())}};
            stamped.stamps = {{"status", {2, stamped.seq, Id{}, 0}}};
            REQUIRE(store.put(stamped));
        }
        REQUIRE(store.commit());
    }
    /// Of a device's next op, taken; its answer does not come through.
    std::int64_t steps_of_name(const Actor& actor, std::int64_t n, std::int64_t base_rev) {
        const Id device = name_based_id(actor.user, "writer");
        Op op;
        op.n = n;
        op.record = world.activity;
        op.base_rev = base_rev;
        op.set = {{"name", text(actor.name + ", " + std::to_string(n))}};
        const std::string body =
            frames({header(device, ",\"last_n\":" + std::to_string(n)), op_to_text(op)});
        steps_taken(server.store());
        server.handle_cut(actor, body);
        return steps_taken(server.store());
    }
    std::int64_t rev() { return server.store().find(world.activity)->rev; }
    std::int64_t head() { return server.store().last_seq(); }
    std::int64_t steps_of_pull(const Actor& actor, const std::string& scope, std::int64_t from) {
        const std::string body =
            frames({header(name_based_id(Id{}, "reader"),
                           ",\"epoch\":\"epoch-1\",\"budget\":1048576,\"cursors\":{\"" + scope +
                               "\":" + std::to_string(from) + "}")});
        steps_taken(server.store());
        const SyncAnswer answer = exchange(actor, body);
        CHECK_FALSE(answer.has_more);
        return steps_taken(server.store());
    }
};

}  // namespace

TEST_CASE_METHOD(GrowthFixture,
                 "a pull after some changes costs the same whatever the store holds") {
    const std::string home = world.municipality.to_text();
    std::int64_t of_100 = 0;
    std::int64_t of_10 = 0;
    std::int64_t of_all_100 = 0;
    for (const std::int64_t count : {1'000, 9'000, 90'000}) {
        make({.count = count / parts});
        const std::int64_t hundred = steps_of_pull(world.committee, home, head() - 100);
        const std::int64_t ten = steps_of_pull(world.committee, home, head() - 10);
        const std::int64_t all_hundred = steps_of_pull(world.subdere, "*", head() - 100);
        std::printf("a pull from %lld records: %lld steps for 100 changes, %lld for 10\n",
                    static_cast<long long>(made), static_cast<long long>(hundred),
                    static_cast<long long>(ten));
        if (of_100 == 0) {
            of_100 = hundred;
            of_10 = ten;
            of_all_100 = all_hundred;
            CHECK(ten < hundred / 3);
        }
        CHECK(hundred <= of_100 + 10);
        CHECK(ten <= of_10 + 10);
        CHECK(all_hundred <= of_all_100 + 10);
    }
}

TEST_CASE_METHOD(GrowthFixture, "a first reading costs what lives, whatever was deleted") {
    TestDevice first{world.catalog, {.seed = 20}};
    REQUIRE(first.store().sign_in(world.committee, "token"));
    steps_taken(server.store());
    sync(first);
    const std::int64_t before = steps_taken(server.store());

    make({.count = 20'000 / parts, .deleted = true});
    TestDevice second{world.catalog, {.seed = 21}};
    REQUIRE(second.store().sign_in(world.committee, "token"));
    steps_taken(server.store());
    sync(second);

    CHECK(steps_taken(server.store()) <= before + 10);
    CHECK(second.store().list("activity") == first.store().list("activity"));
}

TEST_CASE_METHOD(GrowthFixture, "a write costs the same however many conflicts were settled") {
    steps_of_name(world.committee, 1, rev());
    steps_of_name(world.owner, 1, 1);  // waits for a decision
    const std::int64_t plain = steps_of_name(world.committee, 2, rev());
    const std::int64_t in_conflict = steps_of_name(world.owner, 2, 1);
    CHECK(server.store().open_conflicts(world.activity).size() == 1);

    settle(1'000);

    CHECK(steps_of_name(world.committee, 3, rev()) <= plain + 20);
    CHECK(steps_of_name(world.owner, 3, 1) <= in_conflict + 20);
    CHECK(server.store().open_conflicts(world.activity).size() == 1);
    CHECK(server.store().last_settled_conflict(world.activity, "name"));
    CHECK_FALSE(server.store().last_settled_conflict(world.activity, "weight"));
}

TEST_CASE_METHOD(ExchangeFixture, "a statement is compiled once, whatever it is used with") {
    sqlite3* handle = server.store().database().handle();
    set(luis, world.activity, "name", text("Levantar el proceso"));
    sync(luis);
    compiled_again(handle);

    for (int round = 0; round < 3; ++round) {
        set(luis, world.activity, "name", text("Levantar el proceso " + std::to_string(round)));
        for (TestDevice* device : {&luis, &maria, &rosa}) sync(*device);
    }

    CHECK(compiled_again(handle) == 0);
}
