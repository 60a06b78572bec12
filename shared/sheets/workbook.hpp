/// A workbook to be written: sheets with typed cells. What makes an .xlsx file of it is told all of
/// it as one JSON text.
#pragma once

#include "shared/schema/record.hpp"
#include "shared/sheets/sheet_table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sheets {

/// In the order of STYLES (client_wasm/web/sheet_writer.js).
enum class CellStyle : std::uint8_t {
    plain,
    text,
    heading,
    day,
    month,
    whole,
    decimal,
    percent,
    total_text,
    total_whole,
    total_percent,
    title,
};

struct BookCell {
    enum class Type : std::uint8_t { none, text, number, day };

    Type type = Type::none;
    CellStyle style = CellStyle::plain;
    std::string value{};    ///< Numbers with a point, days as "2026-03-15".
    std::string formula{};  ///< Of a number: what it comes from, "SUM(C2:C3)".
};

struct BookSheet {
    std::string name{};             ///< In Spanish; at most 31 characters.
    std::vector<double> widths{};   ///< By column, in characters.
    std::size_t frozen_rows = 0;    ///< Stay in view; the last of them is the header.
    std::size_t filtered_rows = 0;  ///< The last row that the header's filter reaches; 0: none.
    std::vector<std::vector<BookCell>> rows{};
};

struct Workbook {
    std::vector<BookSheet> sheets{};
};

BookCell text_cell(std::string_view text, CellStyle style = CellStyle::text);
BookCell whole_cell(std::int64_t number, CellStyle style = CellStyle::whole);
/// A share as a percentage that the spreadsheet works out: `part` of `whole`, which stand in the
/// cells of the formula.
BookCell share_cell(std::int64_t part, std::int64_t whole, std::string formula,
                    CellStyle style = CellStyle::percent);
BookCell sum_cell(std::int64_t sum, std::string formula, CellStyle style = CellStyle::total_whole);
/// The value as its field has it: days, months and numbers are typed, choices read by their labels.
BookCell value_cell(const schema::FieldInfo& field, const Value& value);
/// "SUM(C2:C9)" over the rows of a column; rows count from 1, as in the spreadsheet.
std::string sum_formula(std::size_t column, std::size_t first_row, std::size_t last_row);
/// "IF(B2=0,0,C2/B2)": the share of one column in another, in a row that counts from 1.
std::string share_formula(std::size_t part_column, std::size_t whole_column, std::size_t row);
/// How wide the column of a field is, in characters.
double column_width(const schema::FieldInfo& field);

std::string workbook_to_json(const Workbook& workbook);

/// What was read of an .xlsx file: `{"sheets": [{"name", "rows": [["tText", "n12", ""]]}]}`, each
/// cell's kind in its first letter.
Result<std::vector<SheetTable>> tables_from_json(std::string_view json);

}  // namespace minga::sheets
