#include "sync/wire/op_codec.hpp"

#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sync;
using minga::test::number;
using minga::test::text;

namespace {

const Id record_id = *Id::parse("0198c0de-0000-7000-8000-000000000001");
const Id home_id = *Id::parse("0198c0de-0000-7000-8000-0000000000aa");
const Id device_id = *Id::parse("0198c0de-0000-7000-8000-0000000000dd");

Op edit() {
    Op op;
    op.n = 12;
    op.record = record_id;
    op.base_rev = 3;
    op.set = {{"name", text("Levantar «procesos»")}, {"end_month", Value{}}};
    op.was = {{"name", text("Levantar procesos")}, {"end_month", text("2026-05")}};
    op.made_at = Instant{1'772'452'800'000};
    op.schema = 1;
    return op;
}

}  // namespace

TEST_CASE("an edit travels as the protocol says, byte for byte") {
    CHECK(op_to_text(edit()) ==
          "{\"n\":12,\"i\":\"0198c0de-0000-7000-8000-000000000001\",\"b\":3,"
          "\"s\":{\"end_month\":null,\"name\":\"Levantar «procesos»\"},"
          "\"w\":{\"end_month\":\"2026-05\",\"name\":\"Levantar procesos\"},"
          "\"t\":1772452800000,\"v\":1}");
}

TEST_CASE("ops come back as they went") {
    Op made = edit();
    made.base_rev = 0;
    made.kind = "activity";
    made.organization = home_id;
    Op removal;
    removal.n = 1;
    removal.record = record_id;
    removal.base_rev = 9;
    removal.remove = true;
    Op restoration = removal;
    restoration.remove = false;
    restoration.restore = true;

    for (const Op& op : {edit(), made, removal, restoration}) {
        auto back = op_from_text(op_to_text(op));
        REQUIRE(back);
        CHECK(*back == op);
    }
}

TEST_CASE("what is no op is refused, never misread") {
    const std::string id = "\"i\":\"0198c0de-0000-7000-8000-000000000001\"";
    CHECK(op_from_text("{\"n\":1," + id + "}"));
    CHECK_FALSE(op_from_text(""));
    CHECK_FALSE(op_from_text("[]"));
    CHECK_FALSE(op_from_text("{" + id + "}"));
    CHECK_FALSE(op_from_text("{\"n\":0," + id + "}"));
    CHECK_FALSE(op_from_text("{\"n\":\"1\"," + id + "}"));
    CHECK_FALSE(op_from_text("{\"n\":1}"));
    CHECK_FALSE(op_from_text("{\"n\":1,\"i\":\"x\"}"));
    CHECK_FALSE(op_from_text("{\"n\":1," + id + ",\"o\":\"x\"}"));
    CHECK_FALSE(op_from_text("{\"n\":1," + id + ",\"b\":-1}"));
    CHECK_FALSE(op_from_text("{\"n\":1," + id + ",\"s\":[]}"));
    CHECK_FALSE(op_from_text("{\"n\":1," + id + ",\"s\":{\"name\":{\"a\":1}}}"));
    CHECK_FALSE(op_from_text("{\"n\":1," + id + ",\"s\":{\"name\":\"\xff\xfe\"}}"));
    CHECK_FALSE(op_from_text("{\"n\":1," + id));
}

TEST_CASE("verdicts come back with their reasons") {
    Verdict verdict{.n = 4, .outcome = Outcome::refused, .rev = 7};
    verdict.conflicts = {"name"};
    verdict.merged = {"areas"};
    verdict.refusals = {
        make_error(ErrorCode::outside_line, "Termina después de la línea.", "end_month"),
        make_error(ErrorCode::forbidden, "No puede.")};

    auto back = verdict_from_json(verdict_to_json(verdict));

    REQUIRE(back);
    CHECK(*back == verdict);
}

TEST_CASE("a verdict's text is that of its tree") {
    Verdict verdict{.n = 4, .outcome = Outcome::applied};
    CHECK(verdict_to_text(verdict) == R"({"n":4,"v":"applied"})");
    verdict.rev = 7;
    CHECK(verdict_to_text(verdict) == R"({"n":4,"v":"applied","r":7})");
    CHECK(verdict_to_text(verdict) == verdict_to_json(verdict).dump());
    verdict.merged = {"areas"};
    CHECK(verdict_to_text(verdict) == verdict_to_json(verdict).dump());
}

TEST_CASE("a verdict without number or of an unknown kind is refused") {
    CHECK_FALSE(verdict_from_json(Json::object().set("v", "applied")));
    CHECK_FALSE(verdict_from_json(Json::object().set("n", 1).set("v", "perhaps")));
    CHECK_FALSE(verdict_from_json(Json{}));
}

TEST_CASE("records come back whole and in part") {
    RecordDelta whole;
    whole.id = record_id;
    whole.rev = 5;
    whole.is_whole = true;
    whole.kind = "action_line";
    whole.organization = home_id;
    whole.fields = {{"areas", Value{TextSet{"1.1", "2.3"}}}, {"validated_score", number(0)}};
    RecordDelta part;
    part.id = record_id;
    part.rev = 6;
    part.deleted = true;
    part.fields = {{"name", Value{}}};

    for (const RecordDelta& delta : {whole, part}) {
        auto json = parse_json(delta_to_text(delta));
        REQUIRE(json);
        auto back = delta_from_json(*json);
        REQUIRE(back);
        CHECK(*back == delta);
    }
}

TEST_CASE("stamps that fields share stand in one line") {
    Stamps stamps;
    stamps["name"] = {3, 40, device_id, 7};
    stamps["owner"] = {3, 40, device_id, 7};
    stamps["areas"] = {4, 41, Id{}, 0};

    const std::string written = stamps_to_text(stamps);

    CHECK(written == "4 41 0 - areas\n3 40 7 0198c0de-0000-7000-8000-0000000000dd name,owner\n");
    auto back = stamps_from_text(written);
    REQUIRE(back);
    CHECK(*back == stamps);
    CHECK(stamps_from_text("")->empty());
}

TEST_CASE("damaged stamps are an error") {
    CHECK_FALSE(stamps_from_text("3 40 7"));
    CHECK_FALSE(stamps_from_text("x 40 7 - name"));
    CHECK_FALSE(stamps_from_text("3 40 7 0198 name"));
    CHECK_FALSE(stamps_from_text("3 40 7 - "));
    CHECK_FALSE(stamps_from_text("3 40 7x - name"));
    CHECK_FALSE(stamps_from_text("3 40 7 - name owner"));
    CHECK_FALSE(stamps_from_text("99999999999999999999 40 7 - name"));
    CHECK_FALSE(stamps_from_text("3 40 7 - ,name"));
    CHECK_FALSE(stamps_from_text("3 40 7 - name,,owner"));
}
