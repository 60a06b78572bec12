#include "shared/records/all_records.hpp"
#include "tests/support/generators.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

namespace {

template <class R>
void check_typed_round_trip(SeededRandom& random) {
    const schema::RecordInfo& info = schema::record_info<R>;
    CAPTURE(info.key);
    for (int i = 0; i < 50; ++i) {
        const FieldMap full = test::arbitrary_fields(info, random, {.all = true});
        CHECK(schema::encode(schema::decode<R>(full)) == full);

        const FieldMap partial = test::arbitrary_fields(info, random);
        const FieldMap once = schema::encode(schema::decode<R>(partial));
        CHECK(schema::encode(schema::decode<R>(once)) == once);
        for (const auto& [key, value] : partial) CHECK(value_of(once, key) == value);
    }
}

template <class... Rs>
void check_all(SeededRandom& random, std::tuple<Rs...>*) {
    (check_typed_round_trip<Rs>(random), ...);
}

}  // namespace

TEST_CASE("every record type keeps its values through its typed struct") {
    SeededRandom random{20261120};
    check_all(random, static_cast<AllRecords*>(nullptr));
}

TEST_CASE("a value of another type leaves a typed member as it is") {
    const FieldMap fields{{"name", Value{std::int64_t{5}}},
                          {"own_kclp", Value{std::string{"mucho"}}},
                          {"status", Value{std::string{"done"}}},
                          {"start_month", Value{std::string{"marzo"}}}};
    const auto activity = schema::decode<Activity>(fields);
    CHECK(activity.name.empty());
    CHECK_FALSE(activity.own_kclp.has_value());
    CHECK_FALSE(activity.status.has_value());
    CHECK_FALSE(activity.start_month.has_value());
}

TEST_CASE("empty members are no values") {
    FieldMap fields = schema::encode(ActionLine{});
    CHECK(fields.empty());
}
