#include "shared/rules/ancestry.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::text;
using minga::test::World;

TEST_CASE("a record's ancestors are found by their kind") {
    World world;
    Ancestry ancestry{world.get(world.activity), world.records};

    REQUIRE(ancestry.parent() != nullptr);
    CHECK(ancestry.parent()->id == world.line);
    CHECK(ancestry.find("activity") == &ancestry.self());
    CHECK(ancestry.find("cycle")->id == world.cycle);
    CHECK(ancestry.find("enrollment")->id == world.enrollment);
    CHECK(ancestry.find("meeting") == nullptr);
}

TEST_CASE("conditions look at the record, at its ancestors and at what it hangs from") {
    World world;
    Ancestry ancestry{world.get(world.activity), world.records};

    CHECK(ancestry.satisfies({}));
    CHECK(ancestry.satisfies({{"name", {"Levantar el proceso"}}}));
    CHECK(ancestry.satisfies({{"plan.state", {"submitted", "draft"}}}));
    CHECK(ancestry.satisfies({{"subject.kind", {"action_line"}}}));
    CHECK_FALSE(ancestry.satisfies({{"subject.kind", {"plan"}}}));
    CHECK_FALSE(ancestry.satisfies({{"plan.state", {"draft"}}, {"name", {"otro"}}}));
    CHECK_FALSE(ancestry.satisfies({{"meeting.place", {"Concejo"}}}));
}

TEST_CASE("a circle of parents, or one that is missing, ends the climb") {
    World world;
    Record loop = world.draft("signature", {});
    loop.fields["subject"] = text(loop.id.to_text());
    world.records.put(loop);
    Ancestry circle{loop, world.records};
    CHECK(circle.find("cycle") == nullptr);

    const RecordSet nothing;
    Ancestry orphan{world.draft("activity", {{"action_line", text(loop.id.to_text())}}), nothing};
    CHECK(orphan.parent() == nullptr);
}
