#include "server/storage/migrations.hpp"

#include "server/storage/ledger_history.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

std::unique_ptr<storage::Database> make_database() {
    auto database = storage::Database::open({.path = ":memory:"});
    REQUIRE(database);
    return *std::move(database);
}

TEST_CASE("A new store takes the epoch it is given, and keeps it") {
    const auto database = make_database();

    REQUIRE(migrate(*database, "first"));
    REQUIRE(migrate(*database, "second"));

    CHECK(read_meta(*database, "epoch").value_or("") == "first");
    CHECK(is_minga_store(*database).value_or(false));
}

TEST_CASE("A store made by a newer program is left alone") {
    const auto database = make_database();
    REQUIRE(migrate(*database, "first"));
    REQUIRE(database->execute("PRAGMA user_version = 9999"));

    const auto refused = migrate(*database, "second");

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unsupported_version);
}

TEST_CASE("A ledger of before learns what its ops are about, and keeps what cannot be read") {
    const auto database = make_database();
    REQUIRE(migrate(*database, "first"));
    const Id device = *Id::parse("0198c2a0-5b1e-7c3d-9f00-1a2b3c4d5e60");
    const Id record = *Id::parse("0198c2a0-5b1e-7c3d-9f00-1a2b3c4d5e6f");
    const std::string readable = R"({"n":1,"i":")" + record.to_text() + R"(","s":{},"t":5,"v":1})";
    for (const auto& [n, payload] : {std::pair{1, readable}, {2, std::string{"roto"}}}) {
        REQUIRE(database->run("INSERT INTO op VALUES (?1, ?2, '', NULL, 'Ana', 7, ?3, '{}', NULL)",
                              device, n, payload));
    }
    REQUIRE(
        database->execute("DROP INDEX op_by_record; ALTER TABLE op DROP COLUMN record; "
                          "PRAGMA user_version = 12"));

    REQUIRE(migrate(*database, "second"));

    std::vector<std::string> seen;
    REQUIRE(each_op_about(*database, record, std::nullopt, 10, [&](const sync::LedgerEntry& entry) {
        seen.push_back(std::to_string(entry.n) + entry.author);
    }));
    CHECK(seen == std::vector<std::string>{"1Ana"});
    std::int64_t count = 0;
    REQUIRE(database->each("SELECT count(*) FROM op",
                           [&](const storage::Row& row) { count = row.integer(0); }));
    CHECK(count == 2);
}

TEST_CASE("A place in the ledger is read as it was written, and nothing else is one") {
    const LedgerPlace place{{1234}, *Id::parse("0198c2a0-5b1e-7c3d-9f00-1a2b3c4d5e60"), 12};

    const auto read = LedgerPlace::parse(place.to_text());

    REQUIRE(read);
    CHECK(read->received_at == place.received_at);
    CHECK(read->device == place.device);
    CHECK(read->n == place.n);
    for (const std::string_view text : {"", "12", "-1.1.x", "1.2", "1.2.", "a.b.c", "1..2"}) {
        CHECK_FALSE(LedgerPlace::parse(text));
    }
}

TEST_CASE("A database of another program is left alone") {
    const auto database = make_database();
    REQUIRE(database->execute("CREATE TABLE recipes (name TEXT)"));

    const auto refused = migrate(*database, "first");

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::malformed);
    CHECK_FALSE(is_minga_store(*database).value_or(true));
}

}  // namespace
}  // namespace minga::server
