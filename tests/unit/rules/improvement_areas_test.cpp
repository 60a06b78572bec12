#include "shared/rules/improvement_areas.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <map>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

void choose(World& world, std::string_view subcriterion, bool is_selected = true) {
    world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                   {"subcriterion", text(subcriterion)},
                                   {"selected", Value{is_selected}}});
}

Id self_assessment(World& world) {
    return world
        .add("assessment",
             {{"cycle", text(world.cycle.to_text())},
              {"type", text("self_assessment")},
              {"instrument",
               text(world.catalog.current_instrument(InstrumentKind::self_assessment).key())}})
        .id;
}

void answer(World& world, const Id& assessment, std::string_view element, std::string_view field,
            std::int64_t value) {
    Record record = world.draft(
        "answer", {{"assessment", text(assessment.to_text())}, {"element", text(element)}});
    if (const auto known = world.records.find(record.id)) record = *known;
    assign(record.fields, field, number(value));
    world.records.put(record);
}

AreaScores scores(const World& world) {
    return area_scores(world.get(world.plan), world.records, world.catalog);
}

}  // namespace

TEST_CASE("AT-13 seven to nine areas are what the guide suggests") {
    CHECK_FALSE(is_suggested_count(6));
    CHECK(is_suggested_count(7));
    CHECK(is_suggested_count(9));
    CHECK_FALSE(is_suggested_count(10));
}

TEST_CASE("a subcriterion that two people chose counts once") {
    World world;
    choose(world, "strategy");
    choose(world, "strategy");
    choose(world, "leadership");
    choose(world, "training", false);

    CHECK(selected_areas(world.records.children(world.plan, "improvement_area")) == 2);
}

TEST_CASE("what was validated counts before one's own score, and that before the diagnosis") {
    World world;
    CHECK(scores(world).source == AreaScoreSource::none);
    answer(world, world.diagnosis, "1", "level", 2);
    CHECK(scores(world).source == AreaScoreSource::diagnosis);
    const Id own = self_assessment(world);
    CHECK(scores(world).source == AreaScoreSource::diagnosis);
    answer(world, own, "1", "score", 4);
    CHECK(scores(world).source == AreaScoreSource::own);
    answer(world, own, "1", "validated_score", 3);

    const AreaScores validated = scores(world);

    CHECK(validated.source == AreaScoreSource::validated);
    CHECK(validated.assessment == own);
    CHECK(validated.score.find_subcriterion("strategy")->score.obtained == 3);
}

TEST_CASE("the weakest subcriterion stands first, by its share and not by its points") {
    World world;
    // AT-01: points obtained of each subcriterion, here given directly.
    const std::map<std::string_view, std::int64_t> obtained{
        {"strategy", 10},           {"leadership", 13},        {"people_competences", 9},
        {"training", 13},           {"wellbeing_safety", 14},  {"municipal_revenue", 12},
        {"municipal_budget", 21},   {"material_resources", 3}, {"user_satisfaction", 5},
        {"user_communication", 11}, {"service_delivery", 2},   {"support_processes", 4}};
    AreaScores given;
    given.source = AreaScoreSource::diagnosis;
    for (const Subcriterion& one : world.catalog.model().subcriteria()) {
        given.score.subcriteria.push_back(
            {one.key, one.number, one.name, {obtained.at(one.key), one.maximum, 1, 0}});
    }
    choose(world, "strategy");
    const auto areas = world.records.children(world.plan, "improvement_area");

    const auto candidates = area_candidates(given, areas, world.catalog);

    REQUIRE(candidates.size() == 12);
    // 13 %, 17 %, 22 %, 42 %, 50 %…
    CHECK(candidates[0].subcriterion->key == "service_delivery");
    CHECK(candidates[1].subcriterion->key == "user_satisfaction");
    CHECK(candidates[2].subcriterion->key == "support_processes");
    CHECK(candidates[3].subcriterion->key == "strategy");
    CHECK(candidates[3].is_selected());
    CHECK(candidates[4].subcriterion->key == "material_resources");
    CHECK(candidates[11].subcriterion->key == "user_communication");
}

TEST_CASE("without scores the subcriteria stand as in the model") {
    World world;
    choose(world, "training", false);
    choose(world, "training");
    const auto areas = world.records.children(world.plan, "improvement_area");

    const auto candidates = area_candidates({}, areas, world.catalog);

    CHECK(candidates[0].subcriterion->number == 1);
    CHECK(candidates[3].is_selected());
    CHECK(candidates[3].twins == 1);
}
