#include "shared/storage/database.hpp"
#include "tests/support/disk/simulated_disk.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using storage::Database;

namespace {

/// A table of two hundred rows of a kilobyte each, of which little fits into memory.
struct SmallCache {
    test::SimulatedDisk disk;
    std::unique_ptr<Database> database;

    SmallCache() {
        auto opened = Database::open(
            {.path = "store", .vfs = disk.vfs(), .exclusive = true, .cache_kib = 16});
        REQUIRE(opened);
        database = *std::move(opened);
        REQUIRE(database->execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"));
        for (int id = 0; id < 200; ++id) {
            REQUIRE(database->run("INSERT INTO note VALUES (?1, ?2)", id, std::string(1000, 'a')));
        }
    }

    std::int64_t count(std::string_view text) {
        std::int64_t count = -1;
        REQUIRE(database->each(
            "SELECT count(*) FROM note WHERE text = ?1",
            [&](const storage::Row& row) { count = row.integer(0); }, text));
        return count;
    }
    Result<void> read_all() { return database->run("SELECT sum(length(text)) FROM note"); }
};

}  // namespace

// SQLite rolls a transaction back at a failed read; what follows would be written by itself.
TEST_CASE("a read that fails inside a transaction leaves nothing of it written") {
    SmallCache store;
    Database& database = *store.database;
    REQUIRE(database.run("BEGIN IMMEDIATE"));
    REQUIRE(database.run("UPDATE note SET text = 'before' WHERE id = 1"));
    store.disk.fail_at(1, test::DiskFault::broken);
    const auto read = store.read_all();
    REQUIRE(store.disk.has_failed());
    REQUIRE_FALSE(read);

    const auto written = database.run("UPDATE note SET text = 'after' WHERE id = 2");
    const auto executed = database.execute("UPDATE note SET text = 'after' WHERE id = 3");
    const auto committed = database.run("COMMIT");

    CHECK_FALSE(written);
    CHECK_FALSE(executed);
    CHECK_FALSE(committed);
    CHECK(committed.error().detail == read.error().detail);
    CHECK(store.count("before") == 0);
    CHECK(store.count("after") == 0);
}

TEST_CASE("after a transaction that was cut off the next one is as any other") {
    SmallCache store;
    Database& database = *store.database;
    {
        storage::Transaction cut{database};
        REQUIRE(cut.begin());
        store.disk.fail_at(1, test::DiskFault::broken);
        REQUIRE_FALSE(store.read_all());
    }

    storage::Transaction next{database};
    REQUIRE(next.begin());
    REQUIRE(database.run("UPDATE note SET text = 'after' WHERE id = 2"));
    REQUIRE(next.commit());

    CHECK(store.count("after") == 1);
}
