#include "shared/base/text.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("well-formed UTF-8 is told from what only resembles it") {
    CHECK(is_valid_utf8("Ñuñoa € 😀"));
    CHECK(is_valid_utf8(""));
    for (const std::string_view bad : {
             std::string_view{"\xC3"},              // cut short
             std::string_view{"\x80"},              // a tail alone
             std::string_view{"\xC0\xAF"},          // overlong
             std::string_view{"\xE0\x80\xAF"},      // overlong
             std::string_view{"\xED\xA0\x80"},      // half of a surrogate pair
             std::string_view{"\xF4\x90\x80\x80"},  // beyond U+10FFFF
             std::string_view{"\xFF"},
             std::string_view{"a\0b", 3},
         }) {
        CHECK_FALSE(is_valid_utf8(bad));
        // The same wherever it stands in a longer text.
        for (std::size_t before = 0; before < 20; ++before) {
            const std::string around(before, 'x');
            CHECK_FALSE(is_valid_utf8(around + std::string{bad}));
            CHECK_FALSE(is_valid_utf8(around + std::string{bad} + std::string(17, 'x')));
            CHECK(is_valid_utf8(around + "ñ€😀" + std::string(17, 'x')));
        }
    }
}

TEST_CASE("length is in code points") {
    CHECK(code_point_count("Ñuñoa") == 5);
    CHECK(code_point_count("😀") == 1);
    CHECK(code_point_count("") == 0);
}

TEST_CASE("searching forgives capitals and accents") {
    CHECK(fold_for_search("Ñuñoa ÁÉÍÓÚ Güell") == "nunoa aeiou guell");
}

TEST_CASE("text is trimmed, split and joined") {
    CHECK(trim("  a b \r\n") == "a b");
    CHECK(trim(" \t ").empty());
    CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
    CHECK(split("", ',') == std::vector<std::string>{""});
    CHECK(join({"a", "b"}, ", ") == "a, b");
    CHECK(join({}, ", ").empty());
}

TEST_CASE("numbers are grouped as Chile writes them") {
    CHECK(with_thousands(1'234'567) == "1.234.567");
    CHECK(with_thousands(-1'234) == "-1.234");
    CHECK(with_thousands(999) == "999");
    CHECK(with_thousands(0) == "0");
}
