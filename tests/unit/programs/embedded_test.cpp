// What our own definitions hold: the figures that the guides fix.
#include "shared/programs/embedded.hpp"
#include "shared/rules/percent.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>
#include <array>
#include <set>

using namespace minga;

namespace {

std::int64_t count_of(ElementType type) {
    const auto& elements = embedded_catalog().model().elements();
    return std::count_if(elements.begin(), elements.end(),
                         [&](const Element& element) { return element.type == type; });
}

}  // namespace

TEST_CASE("AT-02 the maxima add up to 234, which is 78 questions of 3 points") {
    const Catalog& catalog = embedded_catalog();

    std::int64_t maximum = 0;
    for (const Subcriterion& subcriterion : catalog.model().subcriteria()) {
        maximum += subcriterion.maximum;
    }

    CHECK(maximum == 234);
    CHECK(catalog.model().maximum() == 234);
    CHECK(catalog.model().elements().size() == 78);
    CHECK(78 * catalog.current_instrument(InstrumentKind::diagnostic).element_maximum() == 234);
}

TEST_CASE("AT-02 each ámbito has the number of questions of the guide") {
    const Catalog& catalog = embedded_catalog();
    const Instrument& instrument = catalog.current_instrument(InstrumentKind::diagnostic);
    constexpr std::array<std::int64_t, 12> expected{8, 6, 5, 7, 8, 6, 10, 2, 10, 5, 5, 6};

    std::vector<std::int64_t> found;
    for (const Subcriterion& subcriterion : catalog.model().subcriteria()) {
        found.push_back(std::count_if(
            instrument.questions().begin(), instrument.questions().end(),
            [&](const Question& question) { return question.subcriterion == subcriterion.key; }));
    }

    CHECK(std::equal(found.begin(), found.end(), expected.begin(), expected.end()));
    CHECK(instrument.questions().size() == 78);
}

TEST_CASE("AT-03 57 elements of process and 21 of result, 73 % and 27 %") {
    CHECK(count_of(ElementType::process) == 57);
    CHECK(count_of(ElementType::result) == 21);
    CHECK(rounded_percent(57, 78) == 73);
    CHECK(rounded_percent(21, 78) == 27);
}

TEST_CASE("AT-05 17 tools, at least one for each of the 12 subcriteria") {
    const Catalog& catalog = embedded_catalog();
    constexpr std::array<std::int64_t, 12> expected{1, 3, 1, 1, 1, 1, 1, 1, 2, 2, 1, 2};

    std::vector<std::int64_t> found;
    for (const Subcriterion& subcriterion : catalog.model().subcriteria()) {
        found.push_back(
            std::count_if(catalog.tools().begin(), catalog.tools().end(),
                          [&](const Tool& tool) { return tool.subcriterion == subcriterion.key; }));
    }

    CHECK(catalog.tools().size() == 17);
    CHECK(std::equal(found.begin(), found.end(), expected.begin(), expected.end()));
}

TEST_CASE("the model is found by its keys") {
    const Model& model = embedded_catalog().model();
    CHECK(model.criteria().size() == 5);
    CHECK(model.subcriteria().size() == 12);
    REQUIRE(model.find_element("14") != nullptr);
    CHECK(model.find_element("14")->number == 14);
    CHECK(model.find_element("014") == nullptr);
    CHECK(model.find_element("0") == nullptr);
    CHECK(model.find_subcriterion("strategy")->name == "Estrategia");
    CHECK(model.find_criterion("people")->name == "Personas");
    CHECK(model.find_subcriterion("") == nullptr);
}

TEST_CASE("each question has four alternatives, from zero points to three") {
    const Instrument& instrument =
        embedded_catalog().current_instrument(InstrumentKind::diagnostic);
    for (const Question& question : instrument.questions()) {
        CAPTURE(question.number);
        REQUIRE(question.alternatives.size() == 4);
        for (std::int64_t level = 0; level < 4; ++level) {
            const Alternative& alternative = question.alternatives[static_cast<std::size_t>(level)];
            CHECK(alternative.level == level);
            CHECK(alternative.points == level);
        }
        CHECK(instrument.find_question(question.element) == &question);
    }
    CHECK_FALSE(instrument.label().empty());
    CHECK_FALSE(instrument.notice().empty());
}

TEST_CASE("16 regions from north to south, 56 provinces, 346 communes, 345 municipalities") {
    const Territory& territory = embedded_catalog().territory();

    CHECK(territory.regions().size() == 16);
    CHECK(territory.provinces().size() == 56);
    CHECK(territory.communes().size() == 346);
    CHECK(territory.municipalities().size() == 345);
    CHECK(territory.regions().front().code == "15");
    CHECK(territory.regions().back().code == "12");
    CHECK(territory.find_commune("12202")->municipality == "12201");
    REQUIRE(territory.find_commune("10109") != nullptr);
    CHECK(territory.find_commune("10109")->name == "Puerto Varas");
    CHECK(territory.find_region(territory.find_commune("10109")->region)->short_name ==
          "Los Lagos");
    CHECK(territory.find_province(territory.find_commune("10109")->province)->region == "10");
    CHECK(territory.find_commune("99999") == nullptr);
}

TEST_CASE("the municipalities point at communes that live as long as the territory") {
    const Territory& territory = embedded_catalog().territory();
    const Commune* first = territory.communes().data();
    for (const Commune* municipality : territory.municipalities()) {
        CHECK(municipality >= first);
        CHECK(municipality < first + territory.communes().size());
    }
}

TEST_CASE("11 positions, and who signs the act of the diagnosis") {
    const Positions& positions = embedded_catalog().positions();
    CHECK(positions.all().size() == 11);
    CHECK(positions.match("secretario o secretaria municipal")->key == "municipal_secretary");
    CHECK(positions.match("mayor")->name == "Alcalde o Alcaldesa");
    CHECK(positions.match("Astronauta") == nullptr);
    const SignedDocument* act = positions.find_signed_document("diagnostic_act");
    REQUIRE(act != nullptr);
    CHECK(act->signers.size() == 4);
    CHECK(positions.counterparts() == 2);
}

TEST_CASE("roles, workflow and glossary are there") {
    const Catalog& catalog = embedded_catalog();
    CHECK(catalog.program() == "municipal");
    CHECK(catalog.roles().find("municipal_secretary") != nullptr);
    CHECK(catalog.roles().find("emperor") == nullptr);
    CHECK(catalog.workflow().machines_of("assessment").size() == 2);
    CHECK(catalog.workflow().phases().size() == 8);
    CHECK(catalog.workflow().find_document_type("agreement") != nullptr);
    CHECK(catalog.glossary().size() == 39);
    CHECK(catalog.instrument("no_such") == nullptr);
}

TEST_CASE("every kind of record that people make has a permission") {
    const Catalog& catalog = embedded_catalog();
    for (const std::string_view kind : {"organization",
                                        "enrollment",
                                        "cycle",
                                        "document",
                                        "committee_member",
                                        "meeting",
                                        "assessment",
                                        "participant",
                                        "answer",
                                        "signature",
                                        "feedback",
                                        "review",
                                        "observation",
                                        "plan",
                                        "immediate_action",
                                        "improvement_area",
                                        "priority_criterion",
                                        "priority_score",
                                        "tool_choice",
                                        "action_line",
                                        "line_actor",
                                        "activity",
                                        "indicator",
                                        "measurement",
                                        "follow_up",
                                        "funding_request",
                                        "dissemination",
                                        "good_practice",
                                        "figure",
                                        "validator_assignment",
                                        "conflict"}) {
        CAPTURE(kind);
        CHECK_FALSE(catalog.roles().permissions_of(kind).empty());
    }
}
