#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

namespace {

const schema::FieldInfo& field(std::string_view kind, std::string_view key) {
    return *schema::find_record_info(kind)->find(key);
}

Value read(std::string_view kind, std::string_view key, std::string_view text) {
    const auto value = value_from_text(field(kind, key), text);
    REQUIRE(value);
    return *value;
}

}  // namespace

TEST_CASE("a RUT is read as people write it and shown as they do") {
    const schema::FieldInfo rut{.tag = 1,
                                .key = "rut",
                                .kind = schema::Kind::text,
                                .options = {.label = "RUT", .format = schema::TextFormat::rut},
                                .choices = {}};
    const Value kept{std::string{"60803000-K"}};

    const auto typed = value_from_text(rut, "60.803.000-k");
    REQUIRE(typed);
    CHECK(*typed == kept);
    CHECK(value_to_text(rut, kept) == "60.803.000-K");
    CHECK(value_to_text(rut, kept, {.plain = true}) == "60803000-K");
    // What is none stays as it was typed, for the rules to say what is wrong with it.
    const auto none = value_from_text(rut, "60.803.000-1");
    REQUIRE(none);
    CHECK(*none == Value{std::string{"60.803.000-1"}});
}

TEST_CASE("what a person types is read by the field's type") {
    CHECK(read("activity", "own_kclp", "1200") == Value{std::int64_t{1200}});
    CHECK(read("activity", "own_kclp", "-5") == Value{std::int64_t{-5}});
    CHECK(read("activity", "name", "12") == Value{std::string{"12"}});
    CHECK(read("measurement", "value", "12,5") == Value{Decimal{12500}});
    CHECK(read("participant", "attended", "sí") == Value{true});
    CHECK(read("participant", "attended", "No") == Value{false});
    CHECK(read("action_line", "areas", "b, a,b,") == Value{TextSet{"a", "b"}});
    CHECK(read("meeting", "attendees", "Soto\\, María, Luis") ==
          Value{TextSet{"Luis", "Soto, María"}});
    CHECK(is_empty(read("activity", "own_kclp", "")));
    CHECK(is_empty(read("action_line", "areas", " , ")));
}

TEST_CASE("what does not fit the field's type is refused and names the field") {
    for (const auto& [kind, key, text] :
         {std::tuple{"activity", "own_kclp", "mucho"}, std::tuple{"activity", "own_kclp", "1.5"},
          std::tuple{"activity", "own_kclp", "99999999999999999999"},
          std::tuple{"measurement", "value", "x"},
          std::tuple{"participant", "attended", "quizás"}}) {
        CAPTURE(kind, key, text);
        const auto value = value_from_text(field(kind, key), text);
        REQUIRE_FALSE(value);
        CHECK(value.error().code == ErrorCode::wrong_type);
        CHECK(value.error().field == key);
    }
}

TEST_CASE("values are shown as people read them, or plain") {
    CHECK(value_to_text(field("activity", "own_kclp"), Value{std::int64_t{1234567}}) ==
          "1.234.567");
    CHECK(value_to_text(field("activity", "status"), Value{std::string{"executed"}}) ==
          "Ejecutada");
    CHECK(value_to_text(field("measurement", "value"), Value{Decimal{12500}}) == "12,5");
    CHECK(value_to_text(field("participant", "attended"), Value{true}) == "Sí");
    CHECK(value_to_text(field("activity", "status"), Value{std::string{"executed"}},
                        {.plain = true}) == "executed");
    CHECK(value_to_text(field("activity", "name"), Value{}).empty());
}

TEST_CASE("fields of unknown kinds are kept as they came") {
    const auto json = parse_json(R"({"a":1,"b":"x","c":[ "q","p"],"d":2.5,"e":true,"f":null})");
    REQUIRE(json);
    const auto fields = fields_from_json(*json);
    REQUIRE(fields);
    CHECK(value_of(*fields, "a") == Value{std::int64_t{1}});
    CHECK(value_of(*fields, "c") == Value{TextSet{"p", "q"}});
    CHECK(value_of(*fields, "d") == Value{Decimal{2500}});
}

TEST_CASE("a whole number is one value, however many places it is written with") {
    const auto read_json = [](std::string_view text) {
        const auto value = value_from_json(*parse_json(text));
        REQUIRE(value);
        return *value;
    };
    CHECK(read_json("8.0") == read_json("8"));
    CHECK(read_json("-0.000") == read_json("0"));
    CHECK(read_json("8.50") == Value{Decimal{8500}});
}

TEST_CASE("values of a shape that no field has are refused and name the field") {
    for (const std::string_view text : {R"({"a":{}})", R"({"a":[1]})", R"({"a":1e10})"}) {
        CAPTURE(text);
        const auto fields = fields_from_json(*parse_json(text));
        REQUIRE_FALSE(fields);
        CHECK(fields.error().field == "a");
    }
    CHECK_FALSE(fields_from_json(*parse_json("[]")));
}

TEST_CASE("a record prints flat, with every field of its table") {
    Record record;
    record.kind = "line_actor";
    record.fields = {{"name", Value{std::string{"Ana"}}}};
    CHECK(record_to_flat_json(record).dump() ==
          R"({"id":"00000000-0000-0000-0000-000000000000","kind":"line_actor",)"
          R"("organization":"00000000-0000-0000-0000-000000000000","rev":0,"deleted":false,)"
          R"("action_line":null,"name":"Ana","position":null})");
}

TEST_CASE("the text of fields is that of their tree") {
    FieldMap fields;
    CHECK(fields_to_text(fields) == "{}");
    assign(fields, "name", Value{std::string{"Año \"uno\"\n"}});
    assign(fields, "own_kclp", Value{std::int64_t{-1200}});
    assign(fields, "value", Value{Decimal{12500}});
    assign(fields, "attended", Value{true});
    assign(fields, "areas", Value{TextSet{"a", "b\\"}});
    fields["gone"] = Value{};
    CHECK(fields_to_text(fields) == fields_to_json(fields).dump());
}
