// Beginning the cycle after this one, and what of the one before goes on counting.
#include "shared/rules/next_cycle.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/precondition.hpp"
#include "shared/rules/validate.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::test;

namespace {

struct Years {
    World world;

    explicit Years(std::string_view state = "implementation") {
        world.set(world.cycle, "state", text(state));
    }
    std::optional<NextCycle> next(const Id& cycle) const {
        return next_cycle(world.get(cycle), world.records, world.catalog);
    }
    FieldMap fields() const {
        return next_cycle_fields(world.get(world.cycle), *next(world.cycle), 2027);
    }
    Id add_second() {
        Record second = world.draft("cycle", {});
        second.fields = fields();
        world.records.put(second);
        return second.id;
    }
    bool holds(std::string_view precondition, const Id& cycle) const {
        return find_precondition(precondition, {world.get(cycle), "self_assessment", world.records,
                                                world.catalog})
            .holds;
    }
};

}  // namespace

TEST_CASE("next_cycle: a second one may begin while the first carries out its plan, or after") {
    for (const std::string_view state : {"implementation", "implemented"}) {
        const Years at{state};
        const auto next = at.next(at.world.cycle);
        REQUIRE(next);
        CHECK(next->number == 2);
        CHECK(next->machine->next_roles == std::vector<std::string>{"mayor"});
    }
    CHECK_FALSE(Years{"plan_design"}.next(Years{}.world.cycle));
    CHECK_FALSE(Years{"withdrawn"}.next(Years{}.world.cycle));
}

TEST_CASE("next_cycle: only the last one leads to another") {
    Years at;
    const Id second = at.add_second();

    CHECK_FALSE(at.next(at.world.cycle));
    CHECK_FALSE(at.next(second));
    at.world.set(second, "state", text("implementation"));
    REQUIRE(at.next(second));
    CHECK(at.next(second)->number == 3);
    CHECK(previous_cycle(at.world.get(second), at.world.records)->id == at.world.cycle);
    CHECK_FALSE(previous_cycle(at.world.get(at.world.cycle), at.world.records));
}

TEST_CASE("next_cycle: what it says is right for the mayor, and for nobody of the committee") {
    Years at;
    Record second = at.world.draft("cycle", {});
    second.fields = at.fields();

    CHECK(text_of(second.fields, "state") == "committee_formed");
    CHECK(validate_record(second, nullptr, at.world.records, at.world.catalog).empty());
    CHECK(permit(at.world.mayor, Action::create, second, at.world.records, at.world.catalog));
    CHECK_FALSE(
        permit(at.world.committee, Action::create, second, at.world.records, at.world.catalog));
}

TEST_CASE(
    "next_cycle: nobody begins it before the one before has come so far, nor one that is none") {
    Years early{"plan_design"};
    Record second = early.world.draft("cycle", {});
    second.fields = {{"enrollment", text(early.world.enrollment.to_text())},
                     {"number", number(2)},
                     {"year", number(2027)},
                     {"state", text("committee_formed")}};
    const auto may = [&] {
        return permit(early.world.mayor, Action::create, second, early.world.records,
                      early.world.catalog);
    };

    const auto refused = may();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::forbidden);
    CHECK(refused.error().field == "number");
    early.world.set(early.world.cycle, "state", text("implementation"));
    CHECK(may());
    second.fields["number"] = number(3);
    CHECK_FALSE(may());
}

TEST_CASE("next_cycle: whoever begins it gives it the same id") {
    const Years at;
    const Id id = meeting_id(schema::record_info<Cycle>, at.fields());

    CHECK_FALSE(id.is_nil());
    FieldMap later = at.fields();
    later["year"] = number(2031);
    CHECK(meeting_id(schema::record_info<Cycle>, later) == id);
    later["number"] = number(3);
    CHECK(meeting_id(schema::record_info<Cycle>, later) != id);
}

TEST_CASE("next_cycle: agreement and decree of the first cycle count in the second") {
    Years at;
    const Id second = at.add_second();
    CHECK_FALSE(at.holds("decree_issued", second));
    const auto add = [&](std::string_view type) {
        return at.world.add("document",
                            {{"cycle", text(at.world.cycle.to_text())}, {"type", text(type)}});
    };
    add("mayoral_decree");
    const Record agreement = add("agreement");
    for (const std::string_view capacity : {"mayor", "subdere"}) {
        at.world.add("signature",
                     {{"subject", text(agreement.id.to_text())}, {"function", text(capacity)}});
    }

    CHECK(at.holds("decree_issued", second));
    CHECK(at.holds("agreement_signed_by_mayor", second));
    CHECK(at.holds("agreement_signed_by_subdere", second));
    // A plan of work is made anew.
    add("work_plan");
    CHECK_FALSE(at.holds("work_plan_ready", second));
    CHECK(at.holds("work_plan_ready", at.world.cycle));
}

TEST_CASE("next_cycle: an agreement that the enrollment names counts without its signatures") {
    Years at;
    const Id second = at.add_second();
    CHECK_FALSE(at.holds("agreement_signed_by_subdere", second));
    at.world.set(at.world.enrollment, "agreement_number", text("1.037"));

    CHECK(at.holds("agreement_signed_by_mayor", second));
    CHECK(at.holds("agreement_signed_by_subdere", second));
    // The first one needs them: it is what brings the organization in.
    CHECK_FALSE(at.holds("agreement_signed_by_subdere", at.world.cycle));
    at.world.set(at.world.enrollment, "status", text("suspended"));
    CHECK_FALSE(at.holds("agreement_signed_by_subdere", second));
}
