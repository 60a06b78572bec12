#include "shared/base/id.hpp"

#include <catch_amalgamated.hpp>

#include <set>

using namespace minga;

TEST_CASE("ids print in canonical lower case and read either case") {
    const auto id = Id::parse("0190A000-1234-7ABC-8DEF-0123456789AB");
    REQUIRE(id);
    CHECK(id->to_text() == "0190a000-1234-7abc-8def-0123456789ab");
    CHECK(Id::parse(id->to_text()).value_or(Id{}) == *id);
    CHECK(Id{}.is_nil());
}

TEST_CASE("what is not an id is refused") {
    for (const std::string_view text :
         {"", "x", "0190a000123470008000000000000000", "0190a000-1234-7abc-8def-0123456789a",
          "0190a000-1234-7abc-8def-0123456789abc", "0190a000-1234-7abc-8def-0123456789ag",
          "0190a000_1234-7abc-8def-0123456789ab"}) {
        CAPTURE(text);
        const auto id = Id::parse(text);
        REQUIRE_FALSE(id);
        CHECK(id.error().code == ErrorCode::bad_id);
    }
}

TEST_CASE("new ids sort by the time of their making and do not repeat") {
    SeededRandom random{1};
    std::set<Id> made;
    Id last;
    for (std::int64_t ms = 1'700'000'000'000; ms < 1'700'000'001'000; ++ms) {
        const Id id = new_id(Instant{ms}, random);
        CHECK(last < id);
        made.insert(id);
        last = id;
    }
    CHECK(made.size() == 1000);
    CHECK(last.to_text()[14] == '7');
}

TEST_CASE("ids of one maker do not repeat, even where a clock stands still or goes back") {
    SeededRandom random{1};
    IdMaker maker;
    std::set<Id> made;
    for (int i = 0; i < 10'000; ++i) {
        const Id id = maker.next(Instant{1'700'000'000'000 - i / 3000}, random);
        CHECK(id.to_text()[14] == '7');
        CHECK((id.bytes[8] & 0xC0u) == 0x80u);
        made.insert(id);
    }
    CHECK(made.size() == 10'000);
}

TEST_CASE("two makers share no id, though they work at the same moments") {
    SeededRandom random{1};
    IdMaker one;
    IdMaker other;
    std::set<Id> made;
    for (int i = 0; i < 1000; ++i) {
        made.insert(one.next(Instant{1'700'000'000'000}, random));
        made.insert(other.next(Instant{1'700'000'000'000}, random));
    }
    CHECK(made.size() == 2000);
}

TEST_CASE("a name has one id, the one of RFC 4122's own example") {
    const Id dns = *Id::parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    CHECK(name_based_id(dns, "www.example.com").to_text() ==
          "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    CHECK(name_based_id(dns, "a") == name_based_id(dns, "a"));
    CHECK_FALSE(name_based_id(dns, "a") == name_based_id(dns, "b"));
}
