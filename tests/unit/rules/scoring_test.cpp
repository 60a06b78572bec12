#include "shared/rules/scoring.hpp"
#include "shared/rules/percent.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <array>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

struct Row {
    std::string_view key;
    std::int64_t obtained;
    std::int64_t maximum;
    std::int64_t percent;
};

/// The worked example of the guide (seed 002).
constexpr std::array<Row, 12> guide_example{{{"strategy", 10, 24, 42},
                                             {"leadership", 13, 18, 72},
                                             {"people_competences", 9, 15, 60},
                                             {"training", 13, 21, 62},
                                             {"wellbeing_safety", 14, 24, 58},
                                             {"municipal_revenue", 12, 18, 67},
                                             {"municipal_budget", 21, 30, 70},
                                             {"material_resources", 3, 6, 50},
                                             {"user_satisfaction", 5, 30, 17},
                                             {"user_communication", 11, 15, 73},
                                             {"service_delivery", 2, 15, 13},
                                             {"support_processes", 4, 18, 22}}};

constexpr std::array<Row, 5> guide_criteria{{{"strategy_leadership", 23, 42, 55},
                                             {"people", 36, 60, 60},
                                             {"resources", 36, 54, 67},
                                             {"users", 16, 45, 36},
                                             {"municipal_services", 6, 33, 18}}};

Record answer(World& world, std::string_view element, std::int64_t level) {
    return world.draft("answer", {{"assessment", text(world.diagnosis.to_text())},
                                  {"element", text(element)},
                                  {"level", number(level)}});
}

/// Answers that give each subcriterion the points of the guide's example, as early as they can.
std::vector<Record> guide_answers(World& world) {
    std::vector<Record> answers;
    for (const Row& row : guide_example) {
        std::int64_t left = row.obtained;
        for (const Element& element : world.catalog.model().elements()) {
            if (element.subcriterion != row.key) continue;
            const std::int64_t level = std::min<std::int64_t>(left, 3);
            answers.push_back(answer(world, element.key, level));
            left -= level;
        }
    }
    return answers;
}

AssessmentScore score(World& world, const std::vector<Record>& answers) {
    return score_answers(answers, world.catalog.current_instrument(InstrumentKind::diagnostic),
                         world.catalog.model());
}

void check_row(const Row& row, const GroupScore* group) {
    CAPTURE(row.key);
    REQUIRE(group != nullptr);
    CHECK(group->score.obtained == row.obtained);
    CHECK(group->score.maximum == row.maximum);
    CHECK(group->score.percent() == row.percent);
}

}  // namespace

TEST_CASE("answers are found by their element: the last one, unless it was removed") {
    World world;
    std::vector<Record> answers{answer(world, "first", 1), answer(world, "first", 2),
                                answer(world, "first", 3)};
    answers[2].deleted = true;
    const AnswersByElement by_element{answers};

    CHECK(by_element.find("first") == &answers[1]);
    CHECK(by_element.find("second") == nullptr);
}

TEST_CASE("AT-01 the twelve rows of the guide's diagnosis, obtained, maximum and percent") {
    World world;

    const AssessmentScore result = score(world, guide_answers(world));

    REQUIRE(result.subcriteria.size() == guide_example.size());
    for (const Row& row : guide_example) check_row(row, result.find_subcriterion(row.key));
}

TEST_CASE("AT-01 the five criteria of the guide's diagnosis") {
    World world;

    const AssessmentScore result = score(world, guide_answers(world));

    REQUIRE(result.criteria.size() == guide_criteria.size());
    for (std::size_t i = 0; i < guide_criteria.size(); ++i) {
        const Row& row = guide_criteria[i];
        CHECK(result.criteria[i].score.obtained == row.obtained);
        CHECK(result.criteria[i].score.maximum == row.maximum);
        CHECK(result.criteria[i].score.percent() == row.percent);
    }
}

TEST_CASE("AT-01 the total is 117 of 234, 50 % and not the 51 of a mean of percentages") {
    World world;

    const AssessmentScore result = score(world, guide_answers(world));

    CHECK(result.total == Score{117, 234, 78, 0});
    CHECK(result.total.percent() == 50);
    CHECK(result.is_complete());
    std::int64_t sum_of_percentages = 0;
    for (const GroupScore& group : result.subcriteria) sum_of_percentages += group.score.percent();
    CHECK(rounded_percent(sum_of_percentages, 1200) == 51);
}

TEST_CASE("percentages round half up from raw sums") {
    CHECK(rounded_percent(1, 200) == 1);  // 0,5
    CHECK(rounded_percent(1, 201) == 0);  // 0,497
    CHECK(rounded_percent(1, 8) == 13);   // 12,5
    CHECK(rounded_percent(2, 3) == 67);
    CHECK(rounded_percent(0, 0) == 0);
    CHECK(rounded_percent(5, 4) == 125);
}

TEST_CASE("what is missing counts in the maximum and is listed in order") {
    World world;
    auto answers = guide_answers(world);
    answers.erase(answers.begin() + 13);  // element 14
    answers[1].fields.erase("level");     // element 2 was begun and left

    const AssessmentScore result = score(world, answers);

    CHECK(result.missing == std::vector<std::string>{"2", "14"});
    CHECK(result.total.answered == 76);
    CHECK(result.total.missing == 2);
    CHECK(result.total.maximum == 234);
    CHECK_FALSE(result.is_complete());
}

TEST_CASE("no answers give zero of the maximum") {
    World world;
    const AssessmentScore result = score(world, {});
    CHECK(result.total == Score{0, 234, 0, 78});
    CHECK(result.total.percent() == 0);
}

TEST_CASE("removed answers, other kinds and unknown elements count for nothing") {
    World world;
    Record removed = answer(world, "1", 3);
    removed.deleted = true;

    const AssessmentScore result =
        score(world, {removed, world.get(world.activity), answer(world, "79", 3)});

    CHECK(result.total.obtained == 0);
}

TEST_CASE("answers marked to look at again are listed") {
    World world;
    Record doubtful = answer(world, "7", 1);
    doubtful.fields["doubtful"] = Value{true};
    CHECK(score(world, {doubtful}).doubtful == std::vector<std::string>{"7"});
}

TEST_CASE("a self-assessment adds up its scores, its own or the validated ones") {
    World world;
    const Instrument& instrument =
        world.catalog.current_instrument(InstrumentKind::self_assessment);
    Record one = answer(world, "1", 0);
    one.fields = {{"element", text("1")}, {"score", number(4)}, {"validated_score", number(3)}};

    const std::vector<Record> answers{one};
    const auto own = score_answers(answers, instrument, world.catalog.model());
    const auto validated =
        score_answers(answers, instrument, world.catalog.model(), ScoreSource::validated);

    CHECK(own.total == Score{4, 78 * 5, 1, 77});
    CHECK(validated.total.obtained == 3);
}

TEST_CASE(
    "AT-07 of 193 services 87, 91 and 15 are 45, 47 and 8 %: all of them, none counted twice") {
    CHECK(rounded_percent(87, 193) == 45);
    CHECK(rounded_percent(91, 193) == 47);
    CHECK(rounded_percent(15, 193) == 8);
    CHECK(87 + 91 + 15 == 193);
}
