#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"

#include <catch_amalgamated.hpp>

#include <string>

using namespace minga;

namespace {

const schema::FieldInfo& field(std::string_view kind, std::string_view key) {
    return *schema::find_record_info(kind)->find(key);
}

Value text(std::string_view value) {
    return Value{std::string{value}};
}

Value kept(std::string_view kind, std::string_view key, Value value) {
    const auto checked = checked_value(field(kind, key), std::move(value));
    REQUIRE(checked);
    return *checked;
}

void check_refused(std::string_view kind, std::string_view key, Value value, ErrorCode code) {
    CAPTURE(kind, key);
    const auto checked = checked_value(field(kind, key), std::move(value));
    REQUIRE_FALSE(checked);
    CHECK(error_info(checked.error().code).key == error_info(code).key);
    CHECK(checked.error().field == key);
    CHECK(checked.error().message.find("«" + std::string{field(kind, key).options.label} + "»") !=
          std::string::npos);
    CHECK(checked.error().message.ends_with('.'));
}

}  // namespace

TEST_CASE("values come out in canonical form") {
    CHECK(kept("activity", "name", text("Capacitar \n ")) == text("Capacitar"));
    CHECK(is_empty(kept("activity", "name", text("   "))));
    CHECK(is_empty(kept("activity", "name", Value{})));
    CHECK(kept("activity", "action_line", text("0190A000-1234-7ABC-8DEF-0123456789AB")) ==
          text("0190a000-1234-7abc-8def-0123456789ab"));
    CHECK(kept("action_line", "areas", Value{TextSet{"b", " a ", "", "b"}}) ==
          Value{TextSet{"a", "b"}});
    CHECK(is_empty(kept("action_line", "areas", Value{TextSet{" "}})));
    CHECK(kept("measurement", "value", Value{std::int64_t{3}}) == Value{Decimal{3000}});
    CHECK(kept("signature", "signed_at", text("2026-11-20T13:05:09Z")) ==
          text("2026-11-20T13:05:09.000Z"));
}

TEST_CASE("a field that is declared a RUT keeps one form, and says what is wrong") {
    const schema::FieldInfo rut{
        .tag = 1,
        .key = "rut",
        .kind = schema::Kind::text,
        .options = {.label = "RUT", .length_max = 20, .format = schema::TextFormat::rut},
        .choices = {}};

    for (const std::string_view written : {"69.220.200-7", "69220200-7", " rut 69 220 200 7 "}) {
        const auto checked = checked_value(rut, text(written));
        REQUIRE(checked);
        CHECK(*checked == text("69220200-7"));
    }
    const auto wrong = checked_value(rut, text("69.220.200-8"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == ErrorCode::bad_rut);
    CHECK(wrong.error().field == "rut");
    CHECK(wrong.error().message.starts_with("«RUT»: El dígito verificador no corresponde"));
}

TEST_CASE("a value of another type is refused") {
    check_refused("activity", "name", Value{std::int64_t{3}}, ErrorCode::wrong_type);
    check_refused("activity", "own_kclp", text("1200"), ErrorCode::wrong_type);
    check_refused("activity", "own_kclp", Value{Decimal{1500}}, ErrorCode::wrong_type);
    check_refused("participant", "attended", text("true"), ErrorCode::wrong_type);
    check_refused("participant", "attended", Value{std::int64_t{1}}, ErrorCode::wrong_type);
    check_refused("action_line", "areas", text("strategy"), ErrorCode::wrong_type);
    check_refused("activity", "name", Value{TextSet{"a"}}, ErrorCode::wrong_type);
    check_refused("activity", "start_month", Value{std::int64_t{202603}}, ErrorCode::wrong_type);
    check_refused("measurement", "value", text("12.5"), ErrorCode::wrong_type);
}

TEST_CASE("numbers outside their range are refused") {
    check_refused("answer", "level", Value{std::int64_t{4}}, ErrorCode::level_out_of_range);
    check_refused("answer", "level", Value{std::int64_t{-1}}, ErrorCode::level_out_of_range);
    check_refused("priority_score", "score", Value{std::int64_t{0}}, ErrorCode::out_of_range);
    check_refused("priority_score", "score", Value{std::int64_t{8}}, ErrorCode::out_of_range);
    check_refused("activity", "own_kclp", Value{std::int64_t{-1}}, ErrorCode::out_of_range);
    check_refused("activity", "own_kclp", Value{std::int64_t{1'000'000'001}},
                  ErrorCode::out_of_range);
    check_refused("measurement", "value", Value{std::int64_t{1} << 60}, ErrorCode::out_of_range);
}

TEST_CASE("text that is too long is refused, counted as people count") {
    std::string letters;
    for (int i = 0; i < 300; ++i) letters += "ñ";
    CHECK(kept("activity", "name", text(letters)) == text(letters));
    check_refused("activity", "name", text(letters + "ñ"), ErrorCode::too_long);
    check_refused("activity", "name", text(std::string(1'000'000, 'a')), ErrorCode::too_long);
    TextSet many;
    for (int i = 0; i < 101; ++i) many.push_back("a" + std::to_string(i));
    check_refused("action_line", "areas", Value{many}, ErrorCode::too_long);
    check_refused("action_line", "areas", Value{TextSet{std::string(41, 'a')}},
                  ErrorCode::too_long);
}

TEST_CASE("text that is not UTF-8 is refused") {
    check_refused("activity", "name",
                  text("Mar\xED"
                       "a"),
                  ErrorCode::bad_utf8);
    check_refused("activity", "name", text(std::string_view{"a\0b", 3}), ErrorCode::bad_utf8);
    check_refused("action_line", "areas", Value{TextSet{"\xFF"}}, ErrorCode::bad_utf8);
}

TEST_CASE("choices, months, dates, moments and ids have their own errors") {
    check_refused("activity", "status", text("done"), ErrorCode::not_a_choice);
    check_refused("activity", "start_month", text("2026-13"), ErrorCode::bad_month);
    check_refused("activity", "executed_on", text("2026-02-30"), ErrorCode::bad_date);
    check_refused("signature", "signed_at", text("ayer"), ErrorCode::bad_date);
    check_refused("activity", "action_line", text("no"), ErrorCode::bad_id);
}

TEST_CASE("keys are known, derived or unknown") {
    const schema::RecordInfo& follow_up = *schema::find_record_info("follow_up");
    CHECK(checked_field(follow_up, "date"));
    CHECK(checked_field(follow_up, "percent").error().code == ErrorCode::derived_field);
    CHECK(checked_field(follow_up, "colour").error().code == ErrorCode::unknown_field);
    CHECK(checked_field(follow_up, "colour").error().field == "colour");
}
