#include "shared/base/decimal.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("decimals are exact, with a point or a comma") {
    CHECK(Decimal::parse("12.5")->thousandths == 12500);
    CHECK(Decimal::parse("12,5")->thousandths == 12500);
    CHECK(Decimal::parse("-3")->thousandths == -3000);
    CHECK(Decimal::parse("0.125")->to_text() == "0.125");
    CHECK(Decimal::parse("-0.5")->to_text() == "-0.5");
    CHECK(Decimal::parse("7.500")->to_text() == "7.5");
    CHECK(Decimal::parse("7.0000")->to_text() == "7");
}

TEST_CASE("what is not a decimal is refused") {
    for (const std::string_view text :
         {"", "-", ".", ".5", "5.", "1.2345", "1e3", "1 000", "12a", "--1", "9999999999999999"}) {
        CAPTURE(text);
        const auto decimal = Decimal::parse(text);
        REQUIRE_FALSE(decimal);
        CHECK(decimal.error().code == ErrorCode::wrong_type);
    }
}
