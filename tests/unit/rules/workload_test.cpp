#include "shared/rules/workload.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::text;
using minga::test::World;

namespace {

const Date today = Date::of(2026, 4, 15);

Record action(World& world, std::string_view owner, std::string_view keeper,
              std::string_view status, std::string_view due) {
    return world.draft("immediate_action", {{"plan", text(world.plan.to_text())},
                                            {"implementation_owner", text(owner)},
                                            {"maintenance_owner", text(keeper)},
                                            {"status", text(status)},
                                            {"due_date", text(due)}});
}

}  // namespace

TEST_CASE("immediate actions are counted by how they stand") {
    World world;
    Record removed = action(world, "Ana", "Ana", "open", "2026-01-01");
    removed.deleted = true;
    const std::vector<Record> actions{action(world, "Ana", "Ana", "", "2026-04-14"),
                                      action(world, "Ana", "Ana", "in_progress", "2026-04-15"),
                                      action(world, "Ana", "Ana", "implemented", "2026-03-01"),
                                      action(world, "Ana", "Ana", "maintained", "2026-03-01"),
                                      action(world, "Ana", "Ana", "lapsed", "2026-03-01"),
                                      removed};

    const ActionCounts counts = count_actions(actions, today);

    CHECK(counts == ActionCounts{5, 2, 1, 2, 1});
}

TEST_CASE("an action is overdue after its day and until it is implemented") {
    World world;
    CHECK_FALSE(is_overdue_action(action(world, "", "", "open", "2026-04-15"), today));
    CHECK(is_overdue_action(action(world, "", "", "open", "2026-04-14"), today));
    CHECK_FALSE(is_overdue_action(action(world, "", "", "implemented", "2026-04-14"), today));
    CHECK_FALSE(is_overdue_action(action(world, "", "", "open", ""), today));
}

TEST_CASE("the load of a person is what they are to implement and to maintain") {
    World world;
    const std::vector<Record> actions{
        action(world, "Ana Ríos", "Pedro Díaz", "open", "2026-04-01"),
        action(world, " ana  rios ", "Pedro Díaz", "implemented", "2026-04-01"),
        action(world, "Pedro Díaz", "Pedro Díaz", "lapsed", ""), action(world, "", "", "open", "")};

    const Workload load = action_workload(actions, today);

    REQUIRE(load.people.size() == 2);
    CHECK(load.people[0].name == "Ana Ríos");
    CHECK(load.people[0].to_implement == 1);
    CHECK(load.people[0].overdue == 1);
    CHECK(load.people[0].implemented == 1);
    CHECK(load.people[0].to_maintain == 0);
    CHECK(load.people[1].implemented == 1);
    CHECK(load.people[1].to_maintain == 2);
    CHECK(load.without_owner == 1);
}

TEST_CASE("a load is heavy with three actions or more and over half of them") {
    World world;
    std::vector<Record> actions;
    for (int count = 0; count < 3; ++count) {
        actions.push_back(action(world, "Ana Ríos", "", "open", ""));
    }
    actions.push_back(action(world, "Pedro Díaz", "", "open", ""));
    actions.push_back(action(world, "", "", "open", ""));

    REQUIRE(action_workload(actions, today).heaviest() != nullptr);
    CHECK(action_workload(actions, today).heaviest()->name == "Ana Ríos");
    actions.push_back(action(world, "Pedro Díaz", "", "open", ""));
    CHECK(action_workload(actions, today).heaviest() == nullptr);
}
