// Who validates: named by SUBDERE, without a conflict of interest, and from outside.
#include "shared/rules/permit.hpp"
#include "shared/rules/precondition.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

struct Validation {
    Validation() {
        world.set(world.cycle, "state", text("self_assessment_submitted"));
        const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
        const Id assessment = world
                                  .add("assessment", {{"cycle", text(world.cycle.to_text())},
                                                      {"type", text("self_assessment")},
                                                      {"instrument", text(instrument.key())},
                                                      {"state", text("closed")}})
                                  .id;
        answer = world
                     .add("answer", {{"assessment", text(assessment.to_text())},
                                     {"element", text("1")},
                                     {"score", number(4)}})
                     .id;
    }

    Record assignment(std::string_view login, std::string_view name) {
        return world.draft("validator_assignment", {{"cycle", text(world.cycle.to_text())},
                                                    {"validator_user", text(login)},
                                                    {"validator", text(name)}});
    }
    Record assign_val() {
        world.records.put(assignment("val", "Val Lara"));
        return assignment("val", "Val Lara");
    }
    Result<void> set(const Actor& actor, const Id& id, std::string_view field, Value value) {
        Record after = world.get(id);
        assign(after.fields, field, std::move(value));
        return permit(actor, Action::edit, after, world.records, world.catalog);
    }
    Result<void> validate(const Actor& actor) {
        return set(actor, answer, "validated_score", number(3));
    }
    Result<void> move(const Actor& actor, std::string_view from, std::string_view to) {
        return permit_transition(actor, world.get(world.cycle), "state", from, to, world.records,
                                 world.catalog);
    }

    World world;
    Id answer;
    Actor val = world.person("val", "Val Lara", "validator", world.municipality);
    Actor other = world.person("otra", "Otra Persona", "validator", world.municipality);
};

}  // namespace

TEST_CASE("SUBDERE assigns who validates; nobody of the municipality does") {
    Validation test;
    const Record made = test.assignment("val", "Val Lara");
    const auto make = [&](const Actor& actor) {
        return permit(actor, Action::create, made, test.world.records, test.world.catalog);
    };

    CHECK(make(test.world.subdere));
    CHECK_FALSE(make(test.world.mayor));
    CHECK_FALSE(make(test.world.committee));
    CHECK_FALSE(make(test.val));
}

TEST_CASE("whoever is assigned declares their own interests, and SUBDERE does not do it for them") {
    Validation test;
    const Id id = test.assign_val().id;

    CHECK(test.set(test.val, id, "declaration", text("none")));
    CHECK_FALSE(test.set(test.other, id, "declaration", text("none")));
    CHECK_FALSE(test.set(test.world.subdere, id, "declaration", text("none")));
    CHECK_FALSE(test.set(test.val, id, "validator", text("Otra Persona")));
}

TEST_CASE("only who is assigned and free of conflicts of interest validates") {
    Validation test;
    CHECK(test.validate(test.other));  // as in cycles from before there were assignments
    const Id id = test.assign_val().id;

    const auto stranger = test.validate(test.other);
    REQUIRE_FALSE(stranger);
    CHECK(stranger.error().message.find("no le asignó") != std::string::npos);
    const auto silent = test.validate(test.val);
    REQUIRE_FALSE(silent);
    CHECK(silent.error().message.find("declare") != std::string::npos);
    test.world.set(id, "declaration", text("conflict"));
    CHECK_FALSE(test.validate(test.val));
    test.world.set(id, "declaration", text("none"));
    CHECK(test.validate(test.val));
}

TEST_CASE("nobody validates the municipality that they belong to") {
    Validation test;
    test.world.set(test.assign_val().id, "declaration", text("none"));
    test.val.roles.push_back({"staff", test.world.municipality});

    CHECK_FALSE(test.validate(test.val));
    test.val.roles.back().organization = test.world.neighbour;
    CHECK(test.validate(test.val));
}

TEST_CASE("the review begins when those who validate are assigned and free of conflicts") {
    Validation test;
    const auto begin = [&] {
        return test.move(test.world.subdere, "self_assessment_submitted", "sa_doc_review");
    };
    const auto missing = [&] { return begin() ? std::string{} : begin().error().detail; };

    CHECK(missing() == "validators_assigned");
    const Id id = test.assign_val().id;
    CHECK(missing() == "no_conflict_of_interest");
    CHECK(begin().error().message.find("Falta la declaración de Val Lara.") != std::string::npos);
    test.world.set(id, "declaration", text("conflict"));
    CHECK(missing() == "no_conflict_of_interest");
    test.world.set(id, "declaration", text("none"));
    CHECK(begin());
    // A member of the committee is no outsider, whatever they declare.
    test.world.add("committee_member",
                   {{"cycle", text(test.world.cycle.to_text())}, {"name", text("val lara")}});
    CHECK(missing() == "no_conflict_of_interest");
}

TEST_CASE("only who is assigned moves the validation on") {
    Validation test;
    test.world.set(test.assign_val().id, "declaration", text("none"));
    test.world.set(test.world.cycle, "state", text("sa_doc_review"));

    const auto stranger = test.move(test.other, "sa_doc_review", "sa_interview");
    REQUIRE_FALSE(stranger);
    CHECK(stranger.error().code == ErrorCode::forbidden);
    const auto named = test.move(test.val, "sa_doc_review", "sa_interview");
    REQUIRE_FALSE(named);
    CHECK(named.error().detail == "document_review_recorded");
}
