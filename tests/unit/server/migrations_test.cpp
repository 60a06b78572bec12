#include "server/storage/migrations.hpp"

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
