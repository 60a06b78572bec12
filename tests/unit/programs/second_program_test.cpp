// A second programme is read by the same code, and held to the same rules.
#include "tests/support/counter_world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::test;

namespace {

/// The message of the refusal, after replacing the first `from` of its workflow by `to`.
std::string refusal(std::string_view from, std::string_view to) {
    auto files = counter_files();
    std::string& workflow = files.at("tests/data/programs/counter/workflow.json");
    const std::size_t place = workflow.find(from);
    REQUIRE(place != std::string::npos);
    workflow.replace(place, from.size(), to);
    const auto catalog = load_catalog(files);
    REQUIRE_FALSE(catalog);
    CHECK(catalog.error().code == ErrorCode::malformed);
    return catalog.error().message;
}

bool says(std::string_view message, std::string_view part) {
    return message.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a programme of three phases, three criteria and seven elements is a programme") {
    const Catalog& catalog = counter_catalog();
    CHECK(catalog.program() == "counter");
    CHECK(catalog.workflow().phases().size() == 3);
    CHECK(catalog.workflow().phases().front().number == 1);
    CHECK(catalog.model().criteria().size() == 3);
    CHECK(catalog.model().elements().size() == 7);
    CHECK(catalog.model().maximum() == 14);
    const Instrument& questions = catalog.current_instrument(InstrumentKind::diagnostic);
    CHECK(questions.questions().size() == 7);
    CHECK(questions.element_maximum() == 2);
    CHECK(catalog.roles().all().size() == 3);
    CHECK(catalog.positions().all().size() == 3);
}

TEST_CASE("it shares no role, document, condition or state with the municipal programme") {
    const Catalog& own = counter_catalog();
    const Catalog& municipal = embedded_catalog();
    for (const Role& role : own.roles().all()) CHECK(municipal.roles().find(role.key) == nullptr);
    for (const DocumentType& type : own.workflow().document_types()) {
        CHECK(municipal.workflow().find_document_type(type.key) == nullptr);
    }
    for (const Precondition& one : own.workflow().preconditions()) {
        CHECK(municipal.workflow().find_precondition(one.key) == nullptr);
    }
    for (const State& state : own.workflow().machines_of("cycle").front()->states) {
        CHECK(municipal.workflow().machines_of("cycle").front()->find_state(state.key) == nullptr);
    }
}

TEST_CASE("a check that does not exist is refused when the programme is read") {
    CHECK(says(refusal("\"check\": \"document\"", "\"check\": \"horoscope\""),
               "preconditions[4].check: no existe esa comprobación"));
}

TEST_CASE("a parameter that a check does not know, or lacks, is refused") {
    CHECK(says(refusal("\"called_to\": \"diagnosis\"", "\"calledto\": \"diagnosis\""),
               "preconditions[1].with.calledto: no es un parámetro de «positions_covered»"));
    CHECK(says(refusal("\"type\": \"service_pact\",", ""), "with.type: falta este parámetro"));
}

TEST_CASE("a check that names what is not there is refused") {
    CHECK(says(refusal("\"type\": \"service_pact\"", "\"type\": \"service_pct\""),
               "no existe el documento service_pct"));
    CHECK(says(refusal("\"owner\"", "\"ownr\""), "with.all: no existe ownr"));
    CHECK(says(refusal("\"by\": \"chief_of_service\"", "\"by\": \"chief\""),
               "with.by: no existe el cargo ni el rol chief"));
    CHECK(says(refusal("\"status\": \"completed\"", "\"status\": \"complete\""),
               "with: no existe el estado complete"));
    CHECK(says(refusal("\"about\": \"plan\"", "\"about\": \"plane\""),
               "about: no existe el registro plane"));
    CHECK(says(refusal("\"below\": \"activity\"", "\"below\": \"activities\""),
               "with.below: no existe el registro activities"));
    CHECK(says(refusal("\"document\": \"desk_minutes\"", "\"document\": \"closing_note\""),
               "with.document: positions.json no dice quién lo firma"));
}
