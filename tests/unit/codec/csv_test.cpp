#include "shared/codec/csv.hpp"
#include "shared/records/all_records.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;

namespace {

const schema::RecordInfo& line_actor() {
    return *schema::find_record_info("line_actor");
}

std::vector<CsvRow> rows(std::string_view text) {
    auto parsed = rows_from_csv(text);
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("tables are written for Chile's spreadsheets") {
    CHECK(csv_from_rows({{"a", "b;c"}, {"dice \"x\"", "dos\nlíneas"}}) ==
          "\xEF\xBB\xBF"
          "a;\"b;c\"\r\n\"dice \"\"x\"\"\";\"dos\nlíneas\"\r\n");
}

TEST_CASE("a cell that a spreadsheet would run is guarded, and read back as it was") {
    for (const std::string& cell : {std::string{"=1+1"}, std::string{"@x"}, std::string{"+a"},
                                    std::string{"-a"}, std::string{"\t=1"}, std::string{"'=1"},
                                    std::string{"''=1"}, std::string{"'x"}, std::string{"'"}}) {
        CAPTURE(cell);
        const std::string csv = csv_from_rows({{cell, "z"}});
        CHECK(csv.find("\n=") == std::string::npos);
        CHECK(rows(csv) == std::vector<CsvRow>{{cell, "z"}});
    }
    CHECK(csv_from_rows({{"=1+1"}}) == "\xEF\xBB\xBF'=1+1\r\n");
    CHECK(csv_from_rows({{"-12.5"}}) == "\xEF\xBB\xBF-12.5\r\n");
}

TEST_CASE("tables are read with either separator, either line end, with or without the mark") {
    const std::vector<CsvRow> expected{{"a", "b"}, {"1", "2"}};
    CHECK(rows("a;b\r\n1;2\r\n") == expected);
    CHECK(rows("a,b\n1,2") == expected);
    CHECK(rows("\xEF\xBB\xBF"
               "a;b\n\n1;2\n") == expected);
    CHECK(rows("").empty());
}

TEST_CASE("commas that somebody wrote do not make a table one of commas") {
    const std::vector<CsvRow> written{{"nombre", "uno, dos, tres, cuatro"}, {"a", "b"}};
    CHECK(rows(csv_from_rows(written)) == written);
}

TEST_CASE("a row of one empty cell is a row") {
    const std::vector<CsvRow> written{{""}, {"a"}, {""}};
    CHECK(rows(csv_from_rows(written)) == written);
}

TEST_CASE("hostile tables are refused") {
    CHECK_FALSE(rows_from_csv("a;\"b\n1;2"));
    CHECK(rows_from_csv("a;\xFF\n").error().code == ErrorCode::bad_utf8);
    CHECK_FALSE(rows_from_csv(std::string(csv_columns_max + 2, ';')));
    std::string many;
    for (std::size_t i = 0; i < csv_rows_max + 2; ++i) many += "a\n";
    CHECK_FALSE(rows_from_csv(many));
}

TEST_CASE("records are read in any order of columns") {
    const auto records = records_from_csv(line_actor(), "position;name\nSECPLA;Ana\n");
    REQUIRE(records);
    REQUIRE(records->size() == 1);
    CHECK(text_of(records->front().fields, "name") == "Ana");
    CHECK(text_of(records->front().fields, "position") == "SECPLA");
    CHECK(records->front().kind == "line_actor");
}

TEST_CASE("a bad table of records says where") {
    const auto refusal = [](std::string_view text) {
        const auto records = records_from_csv(line_actor(), text);
        REQUIRE_FALSE(records);
        return records.error();
    };
    CHECK(refusal("").code == ErrorCode::malformed);
    CHECK(refusal("colour\nred\n").code == ErrorCode::unknown_field);
    CHECK(refusal("colour\nred\n").field == "colour");
    CHECK(refusal("name;name\na;b\n").message == "La columna «name» está repetida.");
    CHECK(refusal("name\na;b\n").message == "Fila 2: sobran celdas.");
    CHECK(refusal("id;name\nx;Ana\n").field == "id");
    CHECK(refusal("id;name\nx;Ana\n").message.starts_with("Fila 2, columna «id»:"));
}
