#include "shared/schema/lift.hpp"

#include <catch_amalgamated.hpp>

#include <array>

using namespace minga;
using namespace minga::schema;

namespace {

Value thousands_to_units(Value value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number != nullptr ? Value{*number * 1000} : value;
}

/// Tables of no program: two versions after the first.
constexpr std::array lifts{
    FieldLift{2, "activity", "cost", "cost_clp", thousands_to_units},
    FieldLift{2, "activity", "owner", "responsible"},
    FieldLift{3, "activity", "responsible", "in_charge"},
};

Value text(std::string_view value) {
    return Value{std::string{value}};
}

}  // namespace

TEST_CASE("an older record reads as the present tables say, through every version between") {
    const FieldMap first{
        {"cost", Value{std::int64_t{3}}}, {"owner", text("Eva")}, {"unknown", text("kept")}};
    const FieldMap now = lifted("activity", first, 1, lifts);
    CHECK(now == FieldMap{{"cost_clp", Value{std::int64_t{3000}}},
                          {"in_charge", text("Eva")},
                          {"unknown", text("kept")}});
    CHECK(lifted_key("activity", "owner", 1, lifts) == "in_charge");
}

TEST_CASE("what is of the present version already is not lifted again") {
    const FieldMap now{{"cost", Value{std::int64_t{3}}}, {"responsible", text("Eva")}};
    CHECK(lifted("activity", now, 3, lifts) == now);
    CHECK(lifted("activity", now, 2, lifts) ==
          FieldMap{{"cost", Value{std::int64_t{3}}}, {"in_charge", text("Eva")}});
    CHECK(lifted("plan", now, 1, lifts) == now);
}

TEST_CASE("a clearing stays a clearing") {
    const FieldMap clearing{{"cost", Value{}}};
    CHECK(lifted("activity", clearing, 1, lifts) == FieldMap{{"cost_clp", Value{}}});
}

TEST_CASE("the lifts of this program keep different values apart") {
    // A lift that made one value of two would hide a conflict.
    for (const FieldLift& lift : all_lifts) {
        CHECK(lift.since > 1);
        CHECK(lift.since <= schema_version);
        if (lift.convert == nullptr) continue;
        CHECK(lift.convert(text("a")) != lift.convert(text("b")));
        CHECK(lift.convert(Value{std::int64_t{1}}) != lift.convert(Value{std::int64_t{2}}));
    }
}
