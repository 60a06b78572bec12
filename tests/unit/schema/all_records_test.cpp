#include "shared/records/all_records.hpp"

#include <catch_amalgamated.hpp>

#include <set>

using namespace minga;

TEST_CASE("record types and their fields are found by key") {
    REQUIRE(schema::find_record_info("activity") != nullptr);
    CHECK(schema::find_record_info("activity")->label == "Actividad");
    CHECK(schema::find_record_info("wedding") == nullptr);
    CHECK(schema::find_record_info("activity")->find("own_kclp")->kind == schema::Kind::money);
    CHECK(schema::find_record_info("activity")->find("colour") == nullptr);
    CHECK(schema::find_record_info("follow_up")->options.derived == "percent");
    CHECK(schema::find_record_info("conflict")->options.server_made);
}

TEST_CASE("the kinds are those of the contract, each with a Spanish name") {
    CHECK(schema::all_record_infos.size() == 31);
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        CAPTURE(info.key);
        CHECK_FALSE(info.label.empty());
        for (const schema::FieldInfo& field : info.fields) CHECK_FALSE(field.options.label.empty());
    }
}

TEST_CASE("every choice has a key and a label") {
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        for (const schema::FieldInfo& field : info.fields) {
            CHECK((field.kind == schema::Kind::choice) == !field.choices.empty());
            std::set<std::string_view> keys;
            for (const schema::ChoiceInfo& choice : field.choices) {
                CHECK(keys.insert(choice.key).second);
                CHECK_FALSE(choice.label.empty());
            }
        }
    }
}

TEST_CASE("two devices that answer one element make one record") {
    const schema::RecordInfo& info = *schema::find_record_info("answer");
    const FieldMap one{{"assessment", Value{std::string{"0190a000-1234-7abc-8def-0123456789ab"}}},
                       {"element", Value{std::string{"14"}}},
                       {"level", Value{std::int64_t{1}}}};
    FieldMap other = one;
    other["level"] = Value{std::int64_t{3}};
    FieldMap third = one;
    third["element"] = Value{std::string{"15"}};

    CHECK(natural_id(info, one) == natural_id(info, other));
    CHECK_FALSE(natural_id(info, one) == natural_id(info, third));
    CHECK(natural_id(info, {}).is_nil());
}

TEST_CASE("a derived id never changes, since devices and servers must agree on it") {
    const FieldMap answer{
        {"assessment", Value{std::string{"0190a000-1234-7abc-8def-0123456789ab"}}},
        {"element", Value{std::string{"14"}}}};
    CHECK(natural_id(*schema::find_record_info("answer"), answer).to_text() ==
          "6a625162-15ef-58f1-b296-f4accab72cea");
}
