#include "shared/rules/priority_matrix.hpp"

#include "shared/records/all_records.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <array>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

struct GuideRow {
    std::string_view tool;
    std::array<std::int64_t, 5> scores;
    std::int64_t total;
    std::int64_t place;
};

/// The example of annex 1, in its order, with the tools' names of chapter 4.4.
constexpr std::array guide{
    GuideRow{"strategic_planning", {7, 4, 7, 7, 3}, 28, 3},
    GuideRow{"competences_training", {4, 7, 7, 7, 7}, 32, 1},
    GuideRow{"process_management", {5, 4, 4, 7, 4}, 24, 5},
    GuideRow{"satisfaction_measurement", {7, 5, 5, 5, 5}, 27, 4},
    GuideRow{"wellbeing_policy", {4, 7, 7, 6, 7}, 31, 2},
    GuideRow{"collections", {4, 3, 4, 6, 4}, 21, 6},
};

struct MatrixWorld : World {
    std::vector<Id> criteria;

    MatrixWorld() {
        // Made in another order than they stand in.
        for (const std::int64_t position : {2, 1, 3, 5, 4}) {
            const Record made = add("priority_criterion", {{"plan", text(plan.to_text())},
                                                           {"name", text("Criterio")},
                                                           {"position", number(position)}});
            criteria.push_back(made.id);
        }
        std::swap(criteria[0], criteria[1]);
        std::swap(criteria[3], criteria[4]);
    }

    void score(std::string_view tool, std::size_t criterion, std::int64_t value) {
        add("priority_score", {{"plan", text(plan.to_text())},
                               {"tool", text(tool)},
                               {"criterion", text(criteria[criterion].to_text())},
                               {"score", number(value)}});
    }
    void score_guide() {
        for (const GuideRow& row : guide) {
            for (std::size_t index = 0; index < row.scores.size(); ++index) {
                score(row.tool, index, row.scores[index]);
            }
        }
    }

    /// The records stay alive as long as the matrix is looked at.
    PriorityMatrix matrix() {
        areas_ = records.children(plan, "improvement_area");
        criteria_ = records.children(plan, "priority_criterion");
        scores_ = records.children(plan, "priority_score");
        choices_ = records.children(plan, "tool_choice");
        return priority_matrix({areas_, criteria_, scores_, choices_}, catalog);
    }
    const MatrixRow& row(const PriorityMatrix& matrix, std::string_view tool) {
        for (const MatrixRow& one : matrix.rows) {
            if (one.tool == tool) return one;
        }
        FAIL("no row of " << tool);
        return matrix.rows.front();
    }

private:
    std::vector<Record> areas_;
    std::vector<Record> criteria_;
    std::vector<Record> scores_;
    std::vector<Record> choices_;
};

}  // namespace

TEST_CASE("AT-04 the guide's matrix has the guide's totals and order") {
    MatrixWorld world;
    world.score_guide();

    const PriorityMatrix matrix = world.matrix();

    CHECK(matrix.is_complete());
    CHECK(matrix.maximum() == 35);
    for (const GuideRow& expected : guide) {
        const MatrixRow& row = world.row(matrix, expected.tool);
        CHECK(row.total == expected.total);
        CHECK(row.place == expected.place);
    }
    std::vector<std::int64_t> totals;
    for (const MatrixRow* row : matrix.by_total()) totals.push_back(row->total);
    CHECK(totals == std::vector<std::int64_t>{32, 31, 28, 27, 24, 21});
}

TEST_CASE("a tool that lacks a score has no place and comes after those that have theirs") {
    MatrixWorld world;
    world.score_guide();
    world.score("budget_planning", 0, 7);
    world.score("budget_planning", 1, 7);

    const PriorityMatrix matrix = world.matrix();

    const MatrixRow& row = world.row(matrix, "budget_planning");
    CHECK(row.missing == 3);
    CHECK(row.place == 0);
    CHECK(matrix.missing() == 3);
    CHECK_FALSE(matrix.is_complete());
    CHECK(matrix.by_total().back()->tool == "budget_planning");
}

TEST_CASE("equal totals share a place, and the next one counts them both") {
    MatrixWorld world;
    for (std::size_t index = 0; index < 5; ++index) {
        world.score("collections", index, 5);
        world.score("budget_planning", index, 5);
        world.score("inventory_control", index, 4);
    }

    const PriorityMatrix matrix = world.matrix();

    CHECK(world.row(matrix, "collections").place == 1);
    CHECK(world.row(matrix, "budget_planning").place == 1);
    CHECK(world.row(matrix, "inventory_control").place == 3);
}

TEST_CASE("the rows are the tools of the chosen areas and those decided about") {
    MatrixWorld world;
    world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                   {"subcriterion", text("leadership")},
                                   {"selected", Value{true}}});
    world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                   {"subcriterion", text("training")},
                                   {"selected", Value{false}}});
    world.add("tool_choice", {{"plan", text(world.plan.to_text())},
                              {"tool", text("collections")},
                              {"selected", Value{true}},
                              {"justification", text("Así lo acordó el Comité.")}});

    const PriorityMatrix matrix = world.matrix();

    REQUIRE(matrix.rows.size() == 4);
    CHECK(world.row(matrix, "internal_control").is_of_area);
    CHECK_FALSE(world.row(matrix, "internal_control").is_decided);
    const MatrixRow& decided = world.row(matrix, "collections");
    CHECK(decided.is_chosen);
    CHECK_FALSE(decided.is_of_area);
    CHECK(decided.reason == "Así lo acordó el Comité.");
    CHECK(matrix.chosen() == 1);
    CHECK(matrix.missing() == 20);
}

TEST_CASE("without criteria nothing is complete and nothing has a place") {
    World world;
    const std::vector<Record> choices{
        world.draft("tool_choice", {{"plan", text(world.plan.to_text())},
                                    {"tool", text("collections")},
                                    {"selected", Value{true}}})};

    const PriorityMatrix matrix = priority_matrix({{}, {}, {}, choices}, world.catalog);

    REQUIRE(matrix.rows.size() == 1);
    CHECK(matrix.rows.front().place == 0);
    CHECK_FALSE(matrix.is_complete());
}

TEST_CASE("AT-14 an immediate action has no money, and nothing of the matrix names one") {
    const auto* action = schema::find_record_info("immediate_action");
    REQUIRE(action != nullptr);
    for (const schema::FieldInfo& field : action->fields) {
        CAPTURE(field.key);
        CHECK(field.kind != schema::Kind::money);
    }
    for (const std::string_view kind : {"priority_criterion", "priority_score", "tool_choice"}) {
        const auto* info = schema::find_record_info(kind);
        REQUIRE(info != nullptr);
        for (const schema::FieldInfo& field : info->fields) {
            CAPTURE(kind, field.key);
            CHECK(field.options.refers_to != "immediate_action");
            CHECK(field.options.refers_to != "*");
        }
    }
}
