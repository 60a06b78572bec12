#include "client_wasm/widgets/format.hpp"

#include <catch_amalgamated.hpp>

using namespace minga::client;

TEST_CASE("format: numbers as Chile writes them") {
    CHECK(format_integer(0) == "0");
    CHECK(format_integer(999) == "999");
    CHECK(format_integer(1234567) == "1.234.567");
    CHECK(format_integer(-1234) == "−1.234");
    CHECK(format_decimal(1234.5, 1) == "1.234,5");
    CHECK(format_decimal(0.05, 2) == "0,05");
    CHECK(format_money(3200) == "M$\u00A03.200");
    CHECK(format_percent(0.5) == "50\u00A0%");
}

TEST_CASE("format: months and dates") {
    CHECK(format_month("2026-03") == "mar 2026");
    CHECK(format_month_long("2026-03") == "marzo de 2026");
    CHECK(format_date("2026-11-20") == "20-11-2026");
    CHECK(format_month("marzo") == "marzo");
    CHECK(month_text(month_index("2026-12") + 1) == "2027-01");
    CHECK(month_index("2026-13") == -1);
}

TEST_CASE("parse_integer: whole numbers from zero up, with or without dots") {
    CHECK(parse_integer("3200") == 3200);
    CHECK(parse_integer("3.200") == 3200);
    CHECK(parse_integer(" 7 ") == 7);
    CHECK_FALSE(parse_integer("-3").has_value());
    CHECK_FALSE(parse_integer("1,5").has_value());
    CHECK_FALSE(parse_integer("").has_value());
    CHECK_FALSE(parse_integer("99999999999999999999").has_value());
}
