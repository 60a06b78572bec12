/// A table out of somebody's spreadsheet, as it came: rows of cells, each with what the spreadsheet
/// held it to be. Nothing here is computed; a formula counts as the value that was stored with it.
#pragma once

#include "shared/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sheets {

enum class CellKind : std::uint8_t {
    empty,
    text,
    number,   ///< Written with a point: "1234.5".
    date,     ///< "2026-03-15": the spreadsheet showed it as a day or a month.
    boolean,  ///< "1" or "0".
    formula,  ///< Without a stored value; the text is the formula.
    fault,    ///< "#DIV/0!"
    covered,  ///< Hidden under a merged cell; the text is that cell's.
};

struct Cell {
    CellKind kind = CellKind::empty;
    std::string text{};

    friend bool operator==(const Cell&, const Cell&) = default;
};

using CellRow = std::vector<Cell>;

inline constexpr std::size_t table_rows_max = 20'000;
inline constexpr std::size_t table_columns_max = 200;

struct SheetTable {
    std::string name{};  ///< Of the sheet, or "".
    std::vector<CellRow> rows{};
    /// Rows and columns changed places: what a form is that stands on its side.
    bool is_turned = false;

    std::size_t column_count() const;
    /// The cell, or an empty one beside the table.
    const Cell& at(std::size_t row, std::size_t column) const;
    /// "B4", as the spreadsheet calls it.
    std::string cell_name(std::size_t row, std::size_t column) const;
    /// The same table on its side.
    SheetTable turned() const;
};

/// "A", "Z", "AA": a column by its index.
std::string column_letters(std::size_t column);

/// What was pasted or read from a file of text: tabs, `;` or `,` between cells, quoted cells,
/// UTF-8 or else Windows-1252. Each cell is text, also one that begins with "=": nothing is run.
/// Fails where it is no text, or larger than `table_rows_max` × `table_columns_max`.
Result<SheetTable> table_from_text(std::string_view bytes);

/// Windows-1252, which Excel calls "CSV" in Chile, as UTF-8.
std::string utf8_from_windows_1252(std::string_view bytes);

}  // namespace minga::sheets
