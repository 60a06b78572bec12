#include "shared/rules/progress.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

Id add_activity(World& world, const Id& line, std::string_view end_month, std::string_view status,
                std::int64_t own = 0, std::int64_t subdere = 0) {
    return world
        .add("activity", {{"action_line", text(line.to_text())},
                          {"name", text("Actividad")},
                          {"end_month", text(end_month)},
                          {"status", text(status)},
                          {"own_kclp", number(own)},
                          {"subdere_kclp", number(subdere)}})
        .id;
}

PlanProgress progress(const World& world, Date today) {
    return plan_progress(world.get(world.plan), world.records, world.catalog, today);
}

}  // namespace

TEST_CASE("AT-06 three of four programmed are 75 %") {
    const Execution execution{4, 3};
    CHECK(execution.percent() == 75);
    CHECK(execution.in_words() == "75 %");
}

TEST_CASE("AT-06 nothing programmed is said in words and divides by nothing") {
    const Execution execution{0, 2};
    CHECK_FALSE(execution.percent().has_value());
    CHECK(execution.in_words() == "sin actividades programadas");
}

TEST_CASE("AT-06 more executed than programmed is shown as it is") {
    CHECK(Execution{4, 5}.percent() == 125);
}

TEST_CASE("AT-06 a follow-up's percentage is derived from what it wrote down") {
    World world;
    const Record follow_up = world.draft("follow_up", {{"action_line", text(world.line.to_text())},
                                                       {"programmed", number(4)},
                                                       {"executed", number(3)}});
    CHECK(execution_of(follow_up).percent() == 75);
}

TEST_CASE("AT-06 a period counts what ends in it and what was executed in it") {
    World world;
    add_activity(world, world.line, "2026-04", "executed");
    add_activity(world, world.line, "2026-04", "in_progress");
    const Id early = add_activity(world, world.line, "2026-06", "executed");
    world.set(early, "executed_on", text("2026-04-20"));

    const auto activities = world.records.children(world.line, "activity");
    const Execution april = execution_between(activities, Month::of(2026, 4), Month::of(2026, 4));

    CHECK(april == Execution{2, 2});
}

TEST_CASE("AT-15 a plan's money is the sum of its activities, by line and in all") {
    World world;
    add_activity(world, world.line, "2026-04", "executed", 1200, 3000);
    add_activity(world, world.line, "2026-05", "programmed", 300, 0);
    add_activity(world, world.other_line, "2026-05", "programmed", 1700, 9000);

    const PlanProgress plan = progress(world, Date::of(2026, 4, 1));

    REQUIRE(plan.lines.size() == 2);
    CHECK(plan.lines[0].funds == Funds{{1500}, {3000}});
    CHECK(plan.lines[1].funds == Funds{{1700}, {9000}});
    CHECK(plan.funds == Funds{{3200}, {12000}});
    CHECK(plan.funds.total() == Money{15200});
}

TEST_CASE("AT-15 removed activities and cancelled lines add nothing to the plan") {
    World world;
    const Id gone = add_activity(world, world.line, "2026-04", "programmed", 500, 0);
    add_activity(world, world.other_line, "2026-04", "programmed", 70, 7);
    Record removed = world.get(gone);
    removed.deleted = true;
    world.records.put(removed);
    world.set(world.other_line, "status", text("cancelled"));

    const PlanProgress plan = progress(world, Date::of(2026, 4, 1));

    CHECK(plan.funds == Funds{});
    CHECK(plan.lines[1].funds == Funds{{70}, {7}});
}

TEST_CASE("a plan's progress is its executed activities over all, beside what was expected") {
    World world;  // has one activity that ends in May
    add_activity(world, world.line, "2026-03", "executed");
    add_activity(world, world.line, "2026-03", "in_progress");
    add_activity(world, world.other_line, "2026-08", "executed");

    const PlanProgress plan = progress(world, Date::of(2026, 4, 15));

    CHECK(plan.activities == ActivityCounts{4, 1, 1, 2, 2, 1});
    CHECK(plan.activities.percent() == 50);
    CHECK(plan.activities.expected_percent() == 50);
}

TEST_CASE("an activity is late once its end month has passed, and not a day before") {
    World world;  // its activity ends in May
    const Record activity = world.get(world.activity);

    CHECK_FALSE(is_late(activity, Date::of(2026, 5, 31).month()));
    CHECK(is_late(activity, Date::of(2026, 6, 1).month()));
    world.set(world.activity, "status", text("executed"));
    CHECK_FALSE(is_late(world.get(world.activity), Month::of(2026, 6)));
}

TEST_CASE("a line is late when it ended with something left to do") {
    World world;
    CHECK_FALSE(progress(world, Date::of(2026, 6, 30)).lines[0].is_late);
    CHECK(progress(world, Date::of(2026, 7, 1)).lines[0].is_late);
    CHECK(progress(world, Date::of(2026, 7, 1)).late_lines == 1);
    CHECK(progress(world, Date::of(2026, 7, 1)).lines[0].late_activities ==
          std::vector<Id>{world.activity});
    world.set(world.activity, "status", text("executed"));
    CHECK_FALSE(progress(world, Date::of(2026, 7, 1)).lines[0].is_late);
}

TEST_CASE("each month of a line that passed wants its follow-up") {
    World world;  // its line runs from March to June
    world.set(world.plan, "state", text("definitive"));
    world.add("follow_up", {{"action_line", text(world.line.to_text())},
                            {"date", text("2026-04-30")},
                            {"programmed", number(2)},
                            {"executed", number(1)}});

    const LineProgress line =
        line_progress(world.get(world.line), world.records, world.catalog, Date::of(2026, 6, 10));

    CHECK(line.missing_follow_ups == std::vector<Month>{Month::of(2026, 3), Month::of(2026, 5)});
    CHECK(line.last_follow_up == Date::of(2026, 4, 30));
    CHECK(line.last_execution == Execution{2, 1});
}

TEST_CASE("follow-ups are owed once the plan is carried out, whatever its line says of itself") {
    World world;  // its line runs from March to June
    const auto missing = [&] {
        return line_progress(world.get(world.line), world.records, world.catalog,
                             Date::of(2026, 6, 10))
            .missing_follow_ups.size();
    };
    for (const std::string_view state : {"draft", "submitted", "observed", "validated"}) {
        INFO(state);
        world.set(world.plan, "state", text(state));
        world.set(world.line, "status", text("in_progress"));
        CHECK(missing() == 0);
    }
    world.set(world.plan, "state", text("definitive"));
    for (const std::string_view status : {"", "draft", "programmed", "in_progress", "delayed"}) {
        INFO(status);
        world.set(world.line, "status", text(status));
        CHECK(missing() == 3);
    }
    for (const std::string_view status : {"completed", "cancelled"}) {
        INFO(status);
        world.set(world.line, "status", text(status));
        CHECK(missing() == 0);
    }
}

TEST_CASE("activities left outside a shortened line are pointed at") {
    World world;
    world.set(world.line, "start_month", text("2026-05"));
    const LineProgress line =
        line_progress(world.get(world.line), world.records, world.catalog, Date::of(2026, 3, 1));
    CHECK(line.outside_activities == std::vector<Id>{world.activity});
}

TEST_CASE("a plan without lines is at zero") {
    World world;
    const PlanProgress plan = plan_progress(world.get(world.neighbour_plan), world.records,
                                            world.catalog, Date::of(2026, 1, 1));
    CHECK(plan.activities.percent() == 0);
    CHECK(plan.activities.expected_percent() == 0);
    CHECK(plan.lines.empty());
}
