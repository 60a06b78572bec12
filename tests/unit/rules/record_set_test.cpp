#include "shared/rules/record_set.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::text;
using minga::test::World;

TEST_CASE("children are the living records under a parent, in order of id") {
    World world;
    const auto lines = world.records.children(world.plan, "action_line");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].id < lines[1].id);
    CHECK(world.records.children(world.plan, "activity").empty());
    CHECK(world.records.children(world.activity, "action_line").empty());
}

TEST_CASE("a removed record is found by id and counted nowhere") {
    World world;
    Record removed = world.get(world.activity);
    removed.deleted = true;
    world.records.put(removed);

    CHECK(world.records.find(world.activity)->deleted);
    CHECK(world.records.children(world.line, "activity").empty());
    CHECK(world.records.all("activity").empty());
}

TEST_CASE("putting a record again replaces it") {
    World world;
    world.set(world.activity, "name", text("Otro"));
    CHECK(text_of(world.get(world.activity).fields, "name") == "Otro");
    CHECK(world.records.children(world.line, "activity").size() == 1);
    CHECK_FALSE(world.records.find(Id{}).has_value());
}
