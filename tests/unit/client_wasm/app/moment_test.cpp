#include "client_wasm/app/moment.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;

namespace {

constexpr std::int32_t zone = -180;

Instant at(const char* text) {
    const auto instant = Instant::parse(text);
    REQUIRE(instant);
    return *instant;
}

}  // namespace

TEST_CASE("moment_text: the day is the one of the person's clock, not of UTC") {
    const Instant now = at("2026-11-20T13:42:00Z");

    CHECK(moment_text(at("2026-11-20T13:42:00Z"), now, zone) == "10:42");
    CHECK(moment_text(at("2026-11-20T02:30:00Z"), now, zone) == "ayer, 23:30");
    CHECK(moment_text(at("2026-11-15T15:00:00Z"), now, zone) == "15-11-2026, 12:00");
    CHECK(moment_text(Instant{}, now, zone) == "nunca");
}

TEST_CASE("since_text: hours today, names of days within a week, then dates") {
    const Instant now = at("2026-11-20T13:42:00Z");  // a Friday

    CHECK(since_text(at("2026-11-20T12:05:00Z"), now, zone) == "las 09:05");
    CHECK(since_text(at("2026-11-19T12:05:00Z"), now, zone) == "ayer");
    CHECK(since_text(at("2026-11-16T12:05:00Z"), now, zone) == "el lunes");
    CHECK(since_text(at("2026-11-02T12:05:00Z"), now, zone) == "el 02-11-2026");
}

TEST_CASE("days_ago_text: whole days") {
    const Instant now = at("2026-11-20T13:42:00Z");

    CHECK(days_ago_text(at("2026-11-20T04:00:00Z"), now, zone) == "hoy");
    CHECK(days_ago_text(at("2026-11-17T12:00:00Z"), now, zone) == "hace 3 días");
}
