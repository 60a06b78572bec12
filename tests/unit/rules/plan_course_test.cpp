#include "shared/rules/plan_course.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

const Month april = Month::of(2026, 4);

struct CourseWorld : World {
    std::vector<Record> activities;

    Record& plan_activity(std::string_view start, std::string_view end, std::string_view status,
                          std::string_view executed_on = "") {
        activities.push_back(draft("activity", {{"action_line", text(line.to_text())},
                                                {"start_month", text(start)},
                                                {"end_month", text(end)},
                                                {"status", text(status)},
                                                {"executed_on", text(executed_on)},
                                                {"own_kclp", number(100)},
                                                {"subdere_kclp", number(1000)}}));
        return activities.back();
    }
};

}  // namespace

TEST_CASE("the course of a plan sums what should be done and what was, month by month") {
    CourseWorld world;
    world.plan_activity("2026-02", "2026-03", "executed", "2026-03-20");
    world.plan_activity("2026-03", "2026-03", "executed", "2026-04-02");
    world.plan_activity("2026-03", "2026-04", "in_progress");
    world.plan_activity("2026-04", "2026-06", "executed", "2026-04-10");

    const PlanCourse course = plan_course(world.activities, april);

    REQUIRE(course.points.size() == 5);
    CHECK(course.points.front().month == Month::of(2026, 2));
    std::vector<std::int64_t> planned;
    std::vector<std::optional<std::int64_t>> executed;
    for (const CoursePoint& point : course.points) {
        planned.push_back(course.planned_percent(point));
        executed.push_back(course.executed_percent(point));
    }
    CHECK(planned == std::vector<std::int64_t>{0, 50, 50, 75, 100});
    CHECK(executed ==
          std::vector<std::optional<std::int64_t>>{0, 25, 75, std::nullopt, std::nullopt});
}

TEST_CASE("the course ends where the plan's own percentages are") {
    CourseWorld world;
    world.plan_activity("2026-01", "2026-02", "executed");
    world.plan_activity("2026-01", "2026-03", "in_progress");
    world.plan_activity("2026-05", "2026-05", "executed");
    const ActivityCounts counts = count_activities(world.activities, april);

    const PlanCourse course = plan_course(world.activities, april);

    REQUIRE(course.points.size() == 5);
    CHECK(course.executed_percent(course.points[3]) == counts.percent());
    CHECK(course.planned_percent(course.points[3]) == counts.expected_percent());
}

TEST_CASE("what ends in the present month is expected of the months after it") {
    CourseWorld world;
    world.plan_activity("2026-03", "2026-04", "in_progress");
    world.plan_activity("2026-04", "2026-05", "programmed");
    world.plan_activity("2026-04", "2026-05", "programmed");
    const ActivityCounts counts = count_activities(world.activities, april);

    const PlanCourse course = plan_course(world.activities, april);

    REQUIRE(course.points.size() == 3);
    CHECK(counts.expected_percent() == 0);
    CHECK(course.planned_percent(course.points[1]) == 0);
    CHECK(course.planned_percent(course.points[2]) == 100);
}

TEST_CASE("what is left to do goes on beyond the last month of the plan") {
    CourseWorld world;
    world.plan_activity("2026-01", "2026-02", "in_progress");

    const PlanCourse course = plan_course(world.activities, april);

    REQUIRE(course.points.size() == 4);
    CHECK(course.points.back().executed == 0);
    CHECK(course.points.back().planned == 1);
}

TEST_CASE("activities without an end month count in all and are never planned") {
    CourseWorld world;
    world.plan_activity("2026-04", "2026-04", "programmed");
    world.plan_activity("", "", "programmed");

    const PlanCourse course = plan_course(world.activities, Month::of(2026, 5));

    CHECK(course.total == 2);
    CHECK(course.undated == 1);
    CHECK(course.planned_percent(course.points.back()) == 50);
}

TEST_CASE("without months there is no course, and a mistyped year does not make it endless") {
    CourseWorld world;
    world.plan_activity("", "", "programmed");
    CHECK(plan_course(world.activities, april).points.empty());
    world.plan_activity("2026-01", "2099-02", "programmed");
    CHECK(plan_course(world.activities, april).points.size() ==
          static_cast<std::size_t>(course_months_max));
}

TEST_CASE("the money of executed activities is what was to be spent on them") {
    CourseWorld world;
    world.plan_activity("2026-01", "2026-02", "executed");
    world.plan_activity("2026-01", "2026-02", "in_progress");
    world.plan_activity("2026-01", "2026-02", "executed").deleted = true;

    CHECK(executed_funds(world.activities) == Funds{{100}, {1000}});
}
