#include "shared/schema/value.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

TEST_CASE("a set is sorted and without repeats") {
    CHECK(normalized_set({"b", "a", "b"}) == TextSet{"a", "b"});
}

TEST_CASE("fields are read by type, with a fallback") {
    const FieldMap fields{{"name", Value{std::string{"x"}}},
                          {"count", Value{std::int64_t{3}}},
                          {"flag", Value{true}},
                          {"set", Value{TextSet{"a"}}}};
    CHECK(text_of(fields, "name") == "x");
    CHECK(text_of(fields, "count").empty());
    CHECK(text_of(fields, "absent").empty());
    CHECK(integer_of(fields, "count") == 3);
    CHECK(integer_of(fields, "name", 7) == 7);
    CHECK(boolean_of(fields, "flag"));
    CHECK_FALSE(boolean_of(fields, "name"));
    CHECK(set_of(fields, "set") == TextSet{"a"});
    CHECK(set_of(fields, "name").empty());
    CHECK(is_empty(value_of(fields, "absent")));
}

TEST_CASE("assigning no value removes the field") {
    FieldMap fields;
    assign(fields, "name", Value{std::string{"x"}});
    assign(fields, "name", Value{std::string{"y"}});
    CHECK(text_of(fields, "name") == "y");
    assign(fields, "name", Value{});
    CHECK(fields.empty());
    assign(fields, "name", Value{});
    CHECK(fields.empty());
}
