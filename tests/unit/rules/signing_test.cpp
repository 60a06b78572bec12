// Who signed what, and whether it still says what was signed.
#include "shared/rules/signing.hpp"
#include "shared/rules/permit.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

struct Signing {
    SigningState state(std::string_view document) {
        const SignedDocument* signed_document =
            world.catalog.positions().find_signed_document(document);
        REQUIRE(signed_document != nullptr);
        return signing_state(*signed_document, world.get(world.cycle), world.records,
                             world.catalog);
    }
    Record signature(const Id& subject, std::string_view capacity, std::string_view name) {
        return world.draft("signature",
                           {{"subject", text(subject.to_text())},
                            {"function", text(capacity)},
                            {"name", text(name)},
                            {"digest", text(signed_digest(world.get(subject), world.records))}});
    }
    Result<void> may_sign(const Actor& actor, const Record& signature) {
        return permit(actor, Action::create, signature, world.records, world.catalog);
    }

    World world;
};

}  // namespace

TEST_CASE("the act of the diagnosis asks for three signatures, and for four where Control exists") {
    Signing test;
    CHECK(test.state("diagnostic_act").signatures.size() == 3);
    test.world.set(test.world.municipality, "has_control", Value{true});
    CHECK(test.state("diagnostic_act").signatures.size() == 4);

    test.world.records.put(test.signature(test.world.diagnosis, "mayor", "Ana Ríos"));
    const SigningState state = test.state("diagnostic_act");
    CHECK(state.missing() == 3);
    REQUIRE(state.signatures.front().signature.has_value());
    CHECK(text_of(state.signatures.front().signature->fields, "name") == "Ana Ríos");
}

TEST_CASE("the agreement is signed by the mayor and by SUBDERE, once it is there") {
    Signing test;
    CHECK_FALSE(test.state("agreement").subject.has_value());
    const Id agreement = test.world
                             .add("document", {{"cycle", text(test.world.cycle.to_text())},
                                               {"type", text("agreement")},
                                               {"number", text("14")}})
                             .id;
    const SigningState before = test.state("agreement");
    REQUIRE(before.signatures.size() == 2);
    CHECK(before.signatures[1].name == "SUBDERE");
    CHECK(before.missing() == 2);

    test.world.records.put(test.signature(agreement, "mayor", "Ana Ríos"));
    test.world.records.put(test.signature(agreement, "subdere", "Iván Rojas"));
    CHECK(test.state("agreement").is_complete());
}

TEST_CASE("what changes after it was signed is told, and its state is no change") {
    Signing test;
    test.world.records.put(test.signature(test.world.diagnosis, "mayor", "Ana Ríos"));
    const auto is_outdated = [&] {
        return test.state("diagnostic_act").signatures.front().is_outdated;
    };
    CHECK_FALSE(is_outdated());
    test.world.set(test.world.diagnosis, "state", text("answered"));
    CHECK_FALSE(is_outdated());
    test.world.add("answer", {{"assessment", text(test.world.diagnosis.to_text())},
                              {"element", text("1")},
                              {"level", number(2)}});
    CHECK(is_outdated());
    // Who signs again signs what it says now.
    test.world.records.put(test.signature(test.world.diagnosis, "mayor", "Ana Ríos"));
    CHECK_FALSE(is_outdated());
}

TEST_CASE("everybody signs in their own capacity") {
    Signing test;
    const Id act = test.world.diagnosis;

    CHECK(test.may_sign(test.world.mayor, test.signature(act, "mayor", "Ana Ríos")));
    CHECK(test.may_sign(test.world.secretary,
                        test.signature(act, "municipal_secretary", "Rosa Vera")));
    const auto other =
        test.may_sign(test.world.secretary, test.signature(act, "mayor", "Ana Ríos"));
    REQUIRE_FALSE(other);
    CHECK(other.error().field == "function");
    CHECK_FALSE(test.may_sign(test.world.committee, test.signature(act, "mayor", "Ana Ríos")));
}
