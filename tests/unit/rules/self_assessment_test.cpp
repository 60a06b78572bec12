// The self-assessment among people: who writes which element, and the series of figures.
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/precondition.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/world.hpp"

#include <algorithm>

#include <catch_amalgamated.hpp>

using namespace minga;
using minga::test::text;
using minga::test::World;

namespace {

struct SelfAssessment {
    SelfAssessment() {
        const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
        assessment = world
                         .add("assessment", {{"cycle", text(world.cycle.to_text())},
                                             {"type", text("self_assessment")},
                                             {"instrument", text(instrument.key())}})
                         .id;
    }

    Record answer(std::string_view element, const Actor* owner = nullptr) {
        Record made = world.draft(
            "answer", {{"assessment", text(assessment.to_text())}, {"element", text(element)}});
        if (owner != nullptr) made.fields["owner_user"] = text(owner->login);
        world.records.put(made);
        return made;
    }
    Record figure(const Record& answer, std::string_view period, Value value) {
        return world.draft("figure", {{"answer", text(answer.id.to_text())},
                                      {"period", text(period)},
                                      {"value", std::move(value)}});
    }
    Result<void> set(const Actor& actor, const Id& id, std::string_view field, Value value) {
        Record after = world.get(id);
        assign(after.fields, field, std::move(value));
        return permit(actor, Action::edit, after, world.records, world.catalog);
    }
    Result<void> make(const Actor& actor, const Record& record) {
        return permit(actor, Action::create, record, world.records, world.catalog);
    }
    std::string first_of_result() {
        for (const Element& element : world.catalog.model().elements()) {
            if (element.type == ElementType::result) return element.key;
        }
        return {};
    }

    World world;
    Id assessment;
};

}  // namespace

TEST_CASE("whoever is responsible for an element writes it, and nobody else of their role") {
    SelfAssessment self;
    const Record mine = self.answer("1", &self.world.owner);
    const Record other = self.answer("2");

    CHECK(self.set(self.world.owner, mine.id, "evidence", text("Acta 12")));
    CHECK(self.set(self.world.owner, mine.id, "score", Value{std::int64_t{3}}));
    CHECK_FALSE(self.set(self.world.owner, other.id, "evidence", text("Acta 12")));
    // The element is given by the committee, not handed on or taken.
    const auto taken = self.set(self.world.owner, mine.id, "owner_user", text("otra"));
    REQUIRE_FALSE(taken);
    CHECK(taken.error().field == "owner_user");
    CHECK(self.set(self.world.committee, other.id, "owner_user", text("encargado.puertovaras")));
}

TEST_CASE("a name without a login names whoever writes the element too") {
    SelfAssessment self;
    Record answer = self.answer("1");
    self.world.set(answer.id, "owner", text("maria soto"));

    CHECK(self.set(self.world.owner, answer.id, "evidence", text("Acta 12")));
}

TEST_CASE("the figures of an element are written by whoever writes the element") {
    SelfAssessment self;
    const std::string element = self.first_of_result();
    const Record mine = self.answer(element, &self.world.owner);
    const Record figure = self.figure(mine, "2025", Value{std::int64_t{40}});

    CHECK(self.make(self.world.owner, figure));
    CHECK(self.make(self.world.committee, figure));
    CHECK_FALSE(self.make(self.world.secretary, figure));
    self.world.set(mine.id, "owner_user", text("otra"));
    CHECK_FALSE(self.make(self.world.owner, figure));
    self.world.set(self.assessment, "state", text("closed"));
    CHECK_FALSE(self.make(self.world.committee, figure));
}

TEST_CASE("two devices that write the same year of an element write one figure") {
    SelfAssessment self;
    const Record answer = self.answer(self.first_of_result());

    CHECK(self.figure(answer, "2025", {}).id == self.figure(answer, "2025", {}).id);
    CHECK(self.figure(answer, "2025", {}).id != self.figure(answer, "2024", {}).id);
}

TEST_CASE("an element of process has no figures") {
    SelfAssessment self;
    const std::string result = self.first_of_result();
    const auto errors_of = [&](const std::string& element) {
        const Record figure = self.figure(self.answer(element), "2025", {});
        return validate_record(figure, nullptr, self.world.records, self.world.catalog);
    };

    CHECK(errors_of(result).empty());
    const auto& elements = self.world.catalog.model().elements();
    const auto process = std::find_if(elements.begin(), elements.end(), [](const Element& one) {
        return one.type == ElementType::process;
    });
    REQUIRE(process != elements.end());
    REQUIRE(errors_of(process->key).size() == 1);
    CHECK(errors_of(process->key).front().field == "answer");
}

TEST_CASE("the series of three years of each element of result is asked for") {
    SelfAssessment self;
    const auto finding = [&] {
        const Record assessment = self.world.get(self.assessment);
        return find_precondition("result_series_written",
                                 {assessment, "answered", self.world.records, self.world.catalog});
    };
    CHECK_FALSE(finding().holds);

    for (const Element& element : self.world.catalog.model().elements()) {
        if (element.type != ElementType::result) continue;
        const Record answer = self.answer(element.key);
        for (const char* year : {"2023", "2024", "2025"}) {
            self.world.records.put(self.figure(answer, year, Value{std::int64_t{1}}));
        }
    }
    CHECK(finding().holds);

    // A year without its figure is no year of the series.
    const std::string first = self.first_of_result();
    self.world.records.put(self.figure(self.answer(first), "2025", {}));
    CHECK_FALSE(finding().holds);
    CHECK(finding().detail == "Falta: " + first + ".");
}
