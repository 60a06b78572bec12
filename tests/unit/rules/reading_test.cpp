#include "shared/rules/permit.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::test;

namespace {

struct ReadingFixture {
    World world;
    Id validating = name_based_id(Id{}, "validating");
    Actor validator = world.person("validador", "Val", "validator", validating);

    ReadingFixture() {
        world.records.put({validating,
                           "organization",
                           validating,
                           0,
                           false,
                           {{"type", text("validator")}, {"name", text("Organismo validador")}}});
    }

    bool reads(const Actor& actor, const Record& record) const {
        return may_read(actor, record, world.records, world.catalog);
    }
    Record under_cycle(std::string_view kind, Fields more) {
        Record record = world.draft(kind, more);
        record.fields["cycle"] = text(world.cycle.to_text());
        world.records.put(record);
        return record;
    }
    void cycle_is(std::string_view state) { world.set(world.cycle, "state", text(state)); }
};

}  // namespace

TEST_CASE_METHOD(ReadingFixture, "a validator reads what was submitted, from then on") {
    const Record letter = under_cycle("document", {{"type", text("mayor_letter")}});
    const Record draft = under_cycle("document", {{"type", text("improvement_plan")}});
    const Record member = under_cycle("committee_member", {{"name", text("Eva")}});

    CHECK_FALSE(reads(validator, letter));
    cycle_is("self_assessment_submitted");
    CHECK(reads(validator, letter));
    CHECK_FALSE(reads(validator, draft));
    CHECK_FALSE(reads(validator, member));
    CHECK_FALSE(reads(world.neighbour_secretary, letter));
    CHECK(reads(world.secretary, member));

    cycle_is("plan_submitted");
    CHECK(reads(validator, draft));
    cycle_is("suspended");
    CHECK_FALSE(reads(validator, letter));
}

TEST_CASE_METHOD(ReadingFixture,
                 "a plan in design is its municipality's own, whatever the cycle says") {
    cycle_is("plan_design");
    const Record line = world.get(world.line);
    CHECK_FALSE(reads(validator, line));
    world.set(world.plan, "state", text("submitted"));
    CHECK(reads(validator, line));
    world.set(world.plan, "state", text("observed"));
    CHECK(reads(validator, line));
}

TEST_CASE_METHOD(ReadingFixture, "a good practice is everybody's once it is published") {
    Record practice = world.add("good_practice", {{"title", text("Ventanilla única")}});
    CHECK_FALSE(reads(world.neighbour_secretary, practice));
    CHECK_FALSE(reads(validator, practice));
    practice.fields["published"] = Value{true};
    CHECK(reads(world.neighbour_secretary, practice));
    CHECK(reads(validator, practice));
}

TEST_CASE_METHOD(ReadingFixture, "results of a validation are no other municipality's") {
    cycle_is("sa_validated");
    const Record feedback = under_cycle("feedback", {{"type", text("strength")}});
    CHECK(reads(validator, feedback));
    const Actor staff = world.person("func", "Dora", "staff", world.neighbour);
    CHECK_FALSE(reads(staff, feedback));
}

TEST_CASE_METHOD(ReadingFixture, "each share has its readers") {
    const auto shares = [&](const Actor& actor) {
        return shares_of(actor, world.records, world.catalog);
    };
    using Shares = std::vector<ReadShare>;
    CHECK(shares(validator) == Shares{{"after_submit"}, {"published"}});
    CHECK(shares(world.mayor) == Shares{{"published"}});
    CHECK(shares(world.admin).empty());
    Actor assigned = validator;
    assigned.roles = {{"validator", world.municipality}, {"validator", world.neighbour}};
    CHECK(shares(assigned) == Shares{{"after_submit", world.municipality},
                                     {"after_submit", world.neighbour},
                                     {"published"}});
    assigned.roles.push_back({"validation_admin", validating});
    CHECK(shares(assigned) == shares(validator));
}

TEST_CASE_METHOD(ReadingFixture, "who is assigned to a municipality does not belong to it") {
    cycle_is("sa_doc_review");
    const Record letter = under_cycle("document", {{"type", text("mayor_letter")}});
    const Record member = under_cycle("committee_member", {{"name", text("Eva")}});
    Actor assigned = world.person("asignada", "Inés", "validator", world.municipality);
    CHECK(reads(assigned, letter));
    CHECK_FALSE(reads(assigned, member));
    CHECK_FALSE(may_read(assigned, world.municipality, world.catalog));
    assigned.roles = {{"validator", world.neighbour}};
    CHECK_FALSE(reads(assigned, letter));
}

TEST_CASE_METHOD(ReadingFixture, "nobody changes what they may not read yet") {
    const Record assessment = world.add(
        "assessment", {{"cycle", text(world.cycle.to_text())}, {"type", text("self_assessment")}});
    const Record review = world.draft(
        "review", {{"subject", text(assessment.id.to_text())}, {"stage", text("document")}});
    const auto refused = permit(validator, Action::create, review, world.records, world.catalog);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::forbidden);
    CHECK(refused.error().message.find("todavía no lo presenta") != std::string::npos);
    cycle_is("sa_doc_review");
    CHECK(permit(validator, Action::create, review, world.records, world.catalog));
}
