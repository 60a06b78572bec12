#include "shared/sheets/workbook.hpp"

#include "shared/codec/json.hpp"
#include "shared/records/all_records.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sheets;

namespace {

const schema::FieldInfo& field(std::string_view key) {
    return *schema::find_record_info("activity")->find(key);
}

}  // namespace

TEST_CASE("workbook: values go out with their types") {
    CHECK(value_cell(field("start_month"), Value{std::string{"2026-03"}}).value == "2026-03-01");
    CHECK(value_cell(field("start_month"), Value{std::string{"2026-03"}}).style ==
          CellStyle::month);
    CHECK(value_cell(field("own_kclp"), Value{std::int64_t{12}}).type == BookCell::Type::number);
    CHECK(value_cell(field("status"), Value{std::string{"executed"}}).value == "Ejecutada");
    CHECK(value_cell(field("owner"), Value{}).type == BookCell::Type::none);
    // What looks like a formula stays the text that it is.
    CHECK(value_cell(field("name"), Value{std::string{"=1+1"}}).type == BookCell::Type::text);
    CHECK(share_cell(117, 234, share_formula(3, 2, 14)).value == "0.500000000");
    CHECK(share_cell(0, 0, "").value == "0.000000000");
    CHECK(share_formula(3, 2, 14) == "IF(C14=0,0,D14/C14)");
    CHECK(sum_formula(2, 2, 9) == "SUM(C2:C9)");
}

TEST_CASE("workbook: it is told as one text") {
    BookSheet sheet{.name = "Hoja", .widths = {20, 9}, .frozen_rows = 1};
    sheet.rows = {{text_cell("Uno", CellStyle::heading), {}},
                  {text_cell("=1"), sum_cell(7, "SUM(B1:B1)")}};
    const auto json = parse_json(workbook_to_json({{sheet}}));
    REQUIRE(json);
    const Json& first = (*json)["sheets"].items()[0];
    CHECK(first["rows"].dump() ==
          R"x([[[2,"t","Uno"],null],[[1,"t","=1"],[9,"n","7","SUM(B1:B1)"]]])x");
    CHECK(first["widths"].dump() == "[20,9]");
}

TEST_CASE("workbook: what the reader tells is read, and nothing else") {
    const auto tables = tables_from_json(
        R"({"sheets":[{"name":"A","rows":[["tHola","n1.5","d2026-03-01","b1","e#N/A","f=A1",)"
        R"("cHola","","z?"]]}]})");
    REQUIRE(tables);
    REQUIRE(tables->size() == 1);
    const SheetTable& table = (*tables)[0];
    CHECK(table.name == "A");
    CHECK(table.at(0, 0) == Cell{CellKind::text, "Hola"});
    CHECK(table.at(0, 1) == Cell{CellKind::number, "1.5"});
    CHECK(table.at(0, 2) == Cell{CellKind::date, "2026-03-01"});
    CHECK(table.at(0, 4) == Cell{CellKind::fault, "#N/A"});
    CHECK(table.at(0, 5) == Cell{CellKind::formula, "=A1"});
    CHECK(table.at(0, 6) == Cell{CellKind::covered, "Hola"});
    CHECK(table.at(0, 7) == Cell{});
    CHECK(table.at(0, 8) == Cell{});
    for (const std::string_view bad :
         {"", "[]", "{}", R"({"sheets":1})", R"({"sheets":[{"rows":2}]})",
          R"({"sheets":[{"rows":[2]}]})", R"({"sheets":[3]})"}) {
        CAPTURE(bad);
        CHECK_FALSE(tables_from_json(bad));
    }
}
