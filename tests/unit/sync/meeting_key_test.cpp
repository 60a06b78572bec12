// One self-assessment a cycle, begun by whoever comes first, also where two begin it at once.
#include "shared/records/all_records.hpp"
#include "tests/unit/sync/exchange_fixture.hpp"

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

struct TwoOfTheCommittee : ExchangeFixture {
    TwoOfTheCommittee() {
        REQUIRE(ana.store().sign_in(world.committee, "token"));
        sync(ana);
    }
    FieldMap fields() const {
        const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
        return {{"cycle", text(world.cycle.to_text())},
                {"type", text("self_assessment")},
                {"instrument", text(instrument.key())}};
    }
    Id begin(TestDevice& device) {
        const auto made = device.store().create("assessment", {}, fields());
        REQUIRE(made);
        return *made;
    }
    Id answer(TestDevice& device, const Id& assessment, std::string_view element,
              std::string_view evidence) {
        const auto made = device.store().create("answer", {},
                                                {{"assessment", text(assessment.to_text())},
                                                 {"element", text(element)},
                                                 {"evidence", text(evidence)}});
        REQUIRE(made);
        return *made;
    }

    TestDevice ana{world.catalog, {.seed = 4}};
};

}  // namespace

TEST_CASE("two devices that begin the same self-assessment without a network begin one") {
    TwoOfTheCommittee both;
    const Id mine = both.begin(both.luis);
    const Id hers = both.begin(both.ana);
    const Id first = both.answer(both.luis, mine, "1", "Acta 12");
    const Id second = both.answer(both.ana, hers, "2", "Decreto 40");
    CHECK(mine == hers);

    both.sync(both.luis);
    both.sync(both.ana);
    both.sync(both.luis);

    for (TestDevice* device : {&both.luis, &both.ana}) {
        CHECK(device->store().status().pending == 0);
        CHECK(device->store().status().refused == 0);
        CHECK(device->store().status().conflicts == 0);
        CHECK(device->store().children(mine, "answer").size() == 2);
    }
    CHECK(both.at(both.luis, second, "evidence") == text("Decreto 40"));
    CHECK(both.at(both.ana, first, "evidence") == text("Acta 12"));
}

TEST_CASE("the same element of both meets field by field") {
    TwoOfTheCommittee both;
    const Id assessment = both.begin(both.luis);
    both.begin(both.ana);
    const Id answer = both.answer(both.luis, assessment, "1", "Acta 12");
    CHECK(both.answer(both.ana, assessment, "1", "Acta 13") == answer);

    both.sync(both.luis);
    both.sync(both.ana);

    // Nothing of either is lost: who decides sees both.
    CHECK(both.ana.store().status().conflicts == 1);
    CHECK(both.at_server(answer, "evidence") == text("Acta 12"));
}

TEST_CASE("an assessment under any other id is as good, and another one may stand beside it") {
    TwoOfTheCommittee both;
    const Id derived = meeting_id(schema::record_info<Assessment>, both.fields());
    const Id first = both.begin(both.luis);
    CHECK(first == derived);

    const Id second = both.begin(both.luis);

    CHECK(second != first);
    both.sync(both.luis);
    CHECK(both.luis.store().status().refused == 0);
    CHECK(both.server.store().find(second).has_value());
}

TEST_CASE("two who begin the next cycle and its plan without a network begin one of each") {
    TwoOfTheCommittee both;
    auto& store = both.server.store();
    auto running = store.find_stamped(both.world.cycle);
    REQUIRE(running);
    running->record.fields["state"] = text("implementation");
    REQUIRE(store.begin());
    REQUIRE(store.put(*running));
    REQUIRE(store.commit());
    const FieldMap cycle_fields{{"enrollment", text(both.world.enrollment.to_text())},
                                {"number", number(2)},
                                {"year", number(2027)},
                                {"state", text("committee_formed")}};
    const auto begin_cycle = [&](TestDevice& device) {
        REQUIRE(device.store().sign_in(both.world.mayor, "token"));
        both.sync(device);
        const auto made = device.store().create("cycle", {}, cycle_fields);
        REQUIRE(made);
        return *made;
    };
    TestDevice first{both.world.catalog, {.seed = 21}};
    TestDevice second{both.world.catalog, {.seed = 22}};
    const Id cycle = begin_cycle(first);
    CHECK(begin_cycle(second) == cycle);
    both.sync(first);
    both.sync(second);
    for (TestDevice* device : {&first, &second}) {
        CHECK(device->store().status().pending == 0);
        CHECK(device->store().status().refused == 0);
        CHECK(device->store().status().conflicts == 0);
        CHECK(device->store().children(both.world.enrollment, "cycle").size() == 2);
    }

    both.sync(both.luis);
    both.sync(both.ana);
    const FieldMap plan_fields{{"cycle", text(cycle.to_text())}, {"version", number(1)}};
    for (TestDevice* device : {&both.luis, &both.ana}) {
        REQUIRE(device->store().create("plan", {}, plan_fields));
        both.sync(*device);
    }
    CHECK(both.ana.store().children(cycle, "plan").size() == 1);
    CHECK(both.ana.store().status().refused == 0);
}

TEST_CASE("a record under a derived id is made once, and two who make it meet") {
    TwoOfTheCommittee both;
    const Id id = name_based_id(both.world.plan, "copy");
    const FieldMap fields{{"plan", text(both.world.plan.to_text())}, {"name", text("Compras")}};
    for (TestDevice* device : {&both.luis, &both.ana}) {
        REQUIRE(device->store().sign_in(both.world.committee, "token"));
        both.sync(*device);
    }
    for (TestDevice* device : {&both.luis, &both.ana}) {
        const auto made = device->store().create_as(id, "action_line", fields);
        REQUIRE(made);
        CHECK(*made == id);
        const auto again = device->store().create_as(id, "action_line", fields);
        REQUIRE_FALSE(again);
        CHECK(again.error().code == ErrorCode::already_exists);
    }
    for (TestDevice* device : {&both.luis, &both.ana}) both.sync(*device);

    CHECK(both.ana.store().status().refused == 0);
    CHECK(both.ana.store().status().conflicts == 0);
    CHECK(both.at_server(id, "name") == text("Compras"));
}
