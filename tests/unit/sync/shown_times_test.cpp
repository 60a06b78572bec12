/// What people are told of when: with clocks that are ten years off, order and age stay right.
#include "tests/unit/sync/exchange_fixture.hpp"

#include <algorithm>
#include <cstdlib>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t ten_years_ms = 3652 * 24 * hour_ms;

/// Luis's clock is ten years ahead, María's ten years behind; the server's is right.
struct WrongClocks : ExchangeFixture {
    WrongClocks() {
        luis.clock().advance(ten_years_ms);
        maria.clock().advance(-ten_years_ms);
    }
    void pass(std::int64_t ms) {
        for (TestDevice* device : {&luis, &maria, &rosa}) device->clock().advance(ms);
        server.clock().advance(ms);
    }
    /// Within a minute of so many hours after the beginning, by the server's clock.
    static bool is_at(Instant at, std::int64_t hours) {
        return std::abs(at.ms - noon.ms - hours * hour_ms) < 60'000;
    }
    Instant latest(TestDevice& device) { return device.store().waiting(1).at(0).made_at; }
};

}  // namespace

TEST_CASE_METHOD(WrongClocks,
                 "a device that knows what its clock is off makes ops at the right time") {
    sync(luis);
    sync(maria);
    pass(hour_ms);

    set(luis, world.activity, "name", text("De Luis"));
    set(maria, world.activity, "name", text("De María"));

    CHECK(is_at(latest(luis), 1));
    CHECK(is_at(latest(maria), 1));
}

TEST_CASE_METHOD(WrongClocks,
                 "an op is made after the one before, wherever the clock goes meanwhile") {
    sync(maria);
    set(maria, world.activity, "name", text("Uno"));
    const Instant before = latest(maria);
    maria.clock().advance(-ten_years_ms);

    set(maria, world.activity, "name", text("Dos"));

    CHECK(latest(maria).ms > before.ms);
    CHECK(is_at(latest(maria), 0));
    maria.kill();
    set(maria, world.activity, "name", text("Tres"));
    CHECK(latest(maria).ms > before.ms + 1);
}

TEST_CASE_METHOD(WrongClocks, "an op is made after all that the server had said") {
    pass(hour_ms);
    sync(maria);
    maria.clock().advance(-ten_years_ms);

    set(maria, world.activity, "name", text("De María"));

    CHECK(is_at(latest(maria), 1));
}

TEST_CASE_METHOD(WrongClocks,
                 "a clock that leaps leaves no trace once the server has told the time") {
    set(luis, world.activity, "name", text("Del futuro"));
    CHECK(latest(luis).ms > noon.ms + ten_years_ms - hour_ms);
    sync(luis);
    pass(hour_ms);

    set(luis, world.activity, "name", text("De hoy"));

    CHECK(is_at(latest(luis), 1));
    const auto events = luis.store().history(world.activity, "name");
    REQUIRE(events.size() == 2);
    CHECK(events[0].to == text("De hoy"));
    CHECK(is_at(events[1].at, 0));
}

TEST_CASE_METHOD(WrongClocks, "a conflict is never from after its arrival") {
    set(luis, world.activity, "name", text("De Luis"));
    set(maria, world.activity, "name", text("De María"));
    sync(luis);
    sync(maria);
    pass(hour_ms);
    sync(rosa);

    const auto inbox = rosa.store().inbox();
    REQUIRE(inbox.size() == 1);
    CHECK(is_at(inbox[0].theirs_at, 0));
    CHECK(is_at(inbox[0].mine_at, 0));
    CHECK(is_at(inbox[0].since(), 0));
}

TEST_CASE_METHOD(WrongClocks, "what waits longest is told so, whoever's clock is ahead") {
    // María has read nothing since the beginning: both her changes meet Luis's.
    set(luis, world.activity, "name", text("De Luis"));
    set(luis, world.activity, "owner", text("Luis"));
    sync(luis);
    maria.clock().advance(ten_years_ms);
    set(maria, world.activity, "name", text("De María"));
    pass(hour_ms);
    maria.clock().advance(ten_years_ms);
    set(maria, world.activity, "owner", text("María"));
    sync(maria);
    sync(rosa);

    const auto inbox = rosa.store().inbox();
    REQUIRE(inbox.size() == 2);
    const auto of = [&](std::string_view field) {
        return *std::find_if(inbox.begin(), inbox.end(),
                             [&](const InboxItem& item) { return item.field == field; });
    };
    CHECK(is_at(of("name").since(), 0));
    CHECK(is_at(of("owner").since(), 1));
}

TEST_CASE_METHOD(WrongClocks, "a later accepted value carries the time at which it was written") {
    sync(luis);
    sync(maria);
    set(maria, world.activity, "name", text("De María"));
    set(luis, world.activity, "name", text("De Luis"));
    sync(luis);
    sync(maria);
    pass(hour_ms);
    set(luis, world.activity, "name", text("De Luis, otra vez"));
    pass(hour_ms);
    sync(luis);
    sync(rosa);

    const auto inbox = rosa.store().inbox();
    REQUIRE(inbox.size() == 1);
    CHECK(inbox[0].theirs == text("De Luis, otra vez"));
    CHECK(is_at(inbox[0].theirs_at, 1));
}
