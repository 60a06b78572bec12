#include "shared/sheets/sheet_table.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sheets;

namespace {

SheetTable table(std::string_view text) {
    auto read = table_from_text(text);
    REQUIRE(read);
    return *std::move(read);
}

}  // namespace

TEST_CASE("tables: a range pasted from Excel, with a cell of several lines and a quote") {
    const auto read = table("Actividad\tNota\r\n\"Uno\nen dos líneas\"\tdijo \"\"ya\"\"\r\n");
    CHECK(read.at(1, 0).text == "Uno\nen dos líneas");
    CHECK(read.at(1, 1).text == "dijo \"\"ya\"\"");
    CHECK(read.at(7, 7).kind == CellKind::empty);
}

TEST_CASE("tables: a cell that only begins with a quote opens nothing") {
    const auto read = table("Nombre\tMes\n\"Catastro\tmar 2026\nOtra\tabr 2026\n");
    REQUIRE(read.rows.size() == 3);
    CHECK(read.at(1, 0).text == "\"Catastro");
    CHECK(read.at(2, 1).text == "abr 2026");
}

TEST_CASE("tables: Excel's CSV in Latin-1, and its UTF-8 with a mark") {
    CHECK(table("A\xF1o;T\xE9rmino\n\x80;\x93x\x94\n").at(0, 0).text == "Año");
    CHECK(table("A\xF1o;T\xE9rmino\n\x80;\x93x\x94\n").at(1, 0).text == "€");
    CHECK(table("\xEF\xBB\xBF"
                "Año,Mes\n1,2\n")
              .at(0, 0)
              .text == "Año");
}

TEST_CASE("tables: rows keep their numbers where lines are empty, and end where data ends") {
    const auto read = table("Título\n\nA;B\n\n1;2\n;\n\n");
    REQUIRE(read.rows.size() == 5);
    CHECK(read.at(4, 1).text == "2");
    CHECK(read.cell_name(4, 1) == "B5");
    CHECK(read.turned().cell_name(1, 4) == "B5");
    CHECK(column_letters(25) == "Z");
    CHECK(column_letters(26) == "AA");
    CHECK(column_letters(701) == "ZZ");
}

TEST_CASE("tables: what is no text or too large is refused, with what to do") {
    CHECK_FALSE(table_from_text(std::string_view{"PK\x03\x04\0\0", 6}));
    std::string wide;
    for (std::size_t column = 0; column <= table_columns_max; ++column) wide += "x;";
    CHECK_FALSE(table_from_text(wide));
    std::string tall;
    for (std::size_t row = 0; row <= table_rows_max; ++row) tall += "x\n";
    CHECK_FALSE(table_from_text(tall));
    CHECK(table("").rows.empty());
    CHECK(table(" \t \n\t\n").rows.empty());
}
