#include "shared/rules/words.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("rules speak as people do") {
    CHECK(month_in_words(Month::of(2026, 3)) == "marzo 2026");
    CHECK(month_in_words(Month::of(2026, 12)) == "diciembre 2026");
    CHECK(quoted("Nivel") == "«Nivel»");
    CHECK(enumerated({}).empty());
    CHECK(enumerated({"a"}) == "a");
    CHECK(enumerated({"a", "b"}) == "a y b");
    CHECK(enumerated({"a", "b", "c"}) == "a, b y c");
}
