#include "shared/rules/consolidated.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

std::vector<Record> everything(const World& world) {
    std::vector<Record> records;
    for (const std::string_view kind :
         {"cycle", "assessment", "answer", "plan", "action_line", "activity", "conflict"}) {
        for (Record& record : world.records.all(kind)) records.push_back(std::move(record));
    }
    return records;
}

MunicipalitySummary summary(const World& world) {
    return summarize_municipality(world.get(world.municipality), everything(world), world.catalog,
                                  Date::of(2026, 6, 10), Instant{5});
}

}  // namespace

TEST_CASE("a municipality's line says its diagnosis, its plan, its money and what is open") {
    World world;
    world.add("answer", {{"assessment", text(world.diagnosis.to_text())},
                         {"element", text("1")},
                         {"level", number(3)}});
    world.set(world.activity, "own_kclp", number(100));
    world.set(world.activity, "subdere_kclp", number(900));
    world.add("conflict", {{"record", text(world.activity.to_text())}, {"status", text("open")}});
    world.add("conflict",
              {{"record", text(world.activity.to_text())}, {"status", text("resolved")}});

    const MunicipalitySummary line = summary(world);

    CHECK(line.name == "Municipalidad de Puerto Varas");
    CHECK(line.region == "10");
    CHECK(line.cycle_number == 1);
    REQUIRE(line.diagnosis.has_value());
    CHECK(*line.diagnosis == Score{3, 234, 1, 77});
    CHECK(line.diagnosis_state == "draft");
    CHECK(line.has_plan);
    CHECK(line.lines == 2);
    CHECK(line.activities == ActivityCounts{1, 1, 0, 0, 1, 1});
    CHECK(line.funds == Funds{{100}, {900}});
    CHECK(line.open_conflicts == 1);
    CHECK(line.last_change == Instant{5});
}

TEST_CASE("a plan that is carried out counts until the next one is definitive, too") {
    World world;
    world.set(world.plan, "state", text("definitive"));
    const Record second = world.add(
        "cycle", {{"enrollment", text(world.enrollment.to_text())}, {"number", number(2)}});
    const Record designed =
        world.add("plan", {{"cycle", text(second.id.to_text())}, {"version", number(1)}});

    CHECK(summary(world).lines == 2);
    world.set(designed.id, "state", text("definitive"));
    CHECK(summary(world).lines == 0);
}

TEST_CASE("the newest cycle counts, with the newest diagnosis and plan there are") {
    World world;
    const Record second = world.add("cycle", {{"enrollment", text(world.enrollment.to_text())},
                                              {"number", number(2)},
                                              {"state", text("committee_formed")}});
    world.add("plan", {{"cycle", text(second.id.to_text())}, {"version", number(1)}});

    const MunicipalitySummary line = summary(world);

    CHECK(line.cycle_number == 2);
    CHECK(line.cycle_state == "committee_formed");
    CHECK(line.diagnosis.has_value());  // that of the first cycle
    CHECK(line.lines == 0);             // the plan of the second
}

TEST_CASE("an organization without records is an empty line") {
    World world;
    const MunicipalitySummary line = summarize_municipality(world.get(world.neighbour), {},
                                                            world.catalog, Date::of(2026, 6, 10));
    CHECK_FALSE(line.cycle_number.has_value());
    CHECK_FALSE(line.diagnosis.has_value());
    CHECK_FALSE(line.has_plan);
}

TEST_CASE("records of another organization count for nothing") {
    World world;
    const MunicipalitySummary line = summarize_municipality(
        world.get(world.neighbour), everything(world), world.catalog, Date::of(2026, 6, 10));
    CHECK_FALSE(line.diagnosis.has_value());
    CHECK(line.activities.total == 0);
}

TEST_CASE("totals come from sums, not from percentages") {
    MunicipalitySummary small;
    small.diagnosis = Score{234, 234, 78, 0};
    small.activities = {1, 0, 0, 1, 1, 0};
    small.has_plan = true;
    MunicipalitySummary large;
    large.diagnosis = Score{0, 234, 78, 0};
    large.activities = {9, 9, 0, 0, 9, 9};
    large.has_plan = true;
    large.funds = {{10}, {20}};
    MunicipalitySummary silent;  // has not answered anything yet
    silent.diagnosis = Score{0, 234, 0, 78};
    const std::vector<MunicipalitySummary> all{small, large, silent};

    const ConsolidatedTotals totals = consolidated_totals(all);

    CHECK(totals.municipalities == 3);
    CHECK(totals.with_diagnosis == 2);
    CHECK(totals.with_plan == 2);
    CHECK(totals.diagnosis.percent() == 50);
    CHECK(totals.activities.percent() == 10);
    CHECK(totals.activities.late == 9);
    CHECK(totals.funds == Funds{{10}, {20}});
}

TEST_CASE("a diagnosis barely begun does not take the place of the last one that was answered") {
    World world;
    world.set(world.diagnosis, "state", text("closed"));
    const Record cycle = world.add(
        "cycle", {{"enrollment", text(world.enrollment.to_text())}, {"number", number(2)}});
    const Record begun = world.add(
        "assessment",
        {{"cycle", text(cycle.id.to_text())},
         {"type", text("diagnostic")},
         {"instrument", text(world.catalog.current_instrument(InstrumentKind::diagnostic).key())}});
    world.add(
        "answer",
        {{"assessment", text(begun.id.to_text())}, {"element", text("1")}, {"level", number(3)}});

    CHECK(summary(world).diagnosis_state == "closed");
    world.set(world.diagnosis, "state", text("draft"));
    CHECK(summary(world).diagnosis->answered == 1);
    world.set(begun.id, "state", text("answered"));
    CHECK(summary(world).diagnosis_state == "answered");
}
