#include "shared/base/date.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("months are read and written as year and month") {
    const auto month = Month::parse("2026-03");
    REQUIRE(month);
    CHECK(month->year() == 2026);
    CHECK(month->month() == 3);
    CHECK(month->to_text() == "2026-03");
    CHECK(Month::of(2026, 12) < Month::of(2027, 1));
}

TEST_CASE("what is not a month is refused") {
    for (const std::string_view text :
         {"", "2026", "2026-3", "2026-13", "2026-00", "26-03-01", "2026/03", "2026-03-01",
          "1899-01", "9999-01", "abcd-ef", "2026-+3", " 2026-03"}) {
        CAPTURE(text);
        const auto month = Month::parse(text);
        REQUIRE_FALSE(month);
        CHECK(month.error().code == ErrorCode::bad_month);
    }
}

TEST_CASE("days are read and written, leap years included") {
    CHECK(Date::parse("2024-02-29")->to_text() == "2024-02-29");
    CHECK(Date::of(1970, 1, 1).days == 0);
    CHECK(Date::of(2026, 11, 20).month() == Month::of(2026, 11));
    CHECK(Date::of(2026, 3, 31) < Date::of(2026, 4, 1));
    for (const std::string_view text :
         {"", "2026-02-29", "2026-04-31", "2026-1-1", "20-11-2026", "2026-11-20T00:00", "x"}) {
        CAPTURE(text);
        const auto date = Date::parse(text);
        REQUIRE_FALSE(date);
        CHECK(date.error().code == ErrorCode::bad_date);
    }
}

TEST_CASE("moments are read with and without milliseconds") {
    CHECK(Instant::parse("2026-11-20T13:05:09.120Z")->to_text() == "2026-11-20T13:05:09.120Z");
    CHECK(Instant::parse("2026-11-20T13:05:09Z")->ms % 1000 == 0);
    CHECK(Instant::parse("1970-01-01T00:00:00Z")->ms == 0);
    for (const std::string_view text :
         {"", "2026-11-20", "2026-11-20T25:00:00Z", "2026-11-20T13:05:09", "2026-11-20 13:05:09Z",
          "2026-11-20T13-05-09Z", "2026-11-20T13:05:09.12Z"}) {
        CAPTURE(text);
        CHECK_FALSE(Instant::parse(text));
    }
}

TEST_CASE("moments before 1970 keep their day") {
    CHECK(Instant{-1}.to_text() == "1969-12-31T23:59:59.999Z");
    CHECK(Date::of(Instant{-1}).days == -1);
}

TEST_CASE("the day changes at midnight of Chile's winter time") {
    const Instant before = *Instant::parse("2026-11-20T03:59:59Z");
    const Instant after = *Instant::parse("2026-11-20T04:00:00Z");
    CHECK(today_in_chile(before) == Date::of(2026, 11, 19));
    CHECK(today_in_chile(after) == Date::of(2026, 11, 20));
}
