#include "shared/sheets/sheet_table.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/csv.hpp"

#include <algorithm>
#include <array>

namespace minga::sheets {
namespace {

const Cell nothing{};

/// What stands at 0x80 to 0x9F; 0 where nothing does.
constexpr std::array<char16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// Outside of quotes, in the first lines: a title above the table may have none.
char guess_separator(std::string_view text) {
    constexpr int lines_max = 10;
    std::array<std::size_t, 3> counts{};
    constexpr std::string_view separators = "\t;,";
    bool is_quoted = false;
    int lines = 0;
    for (const char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (is_quoted) continue;
        if (c == '\n' && ++lines == lines_max) break;
        const auto which = separators.find(c);
        if (which != std::string_view::npos) ++counts[which];
    }
    if (counts[0] > 0) return '\t';
    return counts[2] > counts[1] ? ',' : ';';
}

Result<SheetTable> table_from_rows(std::vector<CsvRow> rows) {
    if (rows.size() > table_rows_max) {
        return make_error(ErrorCode::too_large,
                          "Son más de " + with_thousands(table_rows_max) +
                              " filas. Traiga una parte primero, y después el resto.");
    }
    SheetTable table;
    for (CsvRow& row : rows) {
        if (row.size() > table_columns_max) {
            return make_error(ErrorCode::too_large, "Son más de " +
                                                        with_thousands(table_columns_max) +
                                                        " columnas. Copie solo las que sirven.");
        }
        CellRow cells;
        cells.reserve(row.size());
        for (std::string& text : row) {
            const bool is_empty = trim(text).empty();
            cells.push_back(is_empty ? Cell{} : Cell{CellKind::text, std::move(text)});
        }
        table.rows.push_back(std::move(cells));
    }
    while (!table.rows.empty() &&
           std::all_of(table.rows.back().begin(), table.rows.back().end(),
                       [](const Cell& cell) { return cell.kind == CellKind::empty; })) {
        table.rows.pop_back();
    }
    return table;
}

}  // namespace

std::size_t SheetTable::column_count() const {
    std::size_t count = 0;
    for (const CellRow& row : rows) count = std::max(count, row.size());
    return count;
}

const Cell& SheetTable::at(std::size_t row, std::size_t column) const {
    if (row >= rows.size() || column >= rows[row].size()) return nothing;
    return rows[row][column];
}

std::string SheetTable::cell_name(std::size_t row, std::size_t column) const {
    if (is_turned) std::swap(row, column);
    return column_letters(column) + std::to_string(row + 1);
}

SheetTable SheetTable::turned() const {
    SheetTable other;
    other.name = name;
    other.is_turned = !is_turned;
    const std::size_t columns = column_count();
    other.rows.assign(columns, CellRow(rows.size()));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            other.rows[column][row] = rows[row][column];
        }
    }
    return other;
}

std::string column_letters(std::size_t column) {
    std::string letters;
    for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
    }
    return letters;
}

std::string utf8_from_windows_1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_special = byte >= 0x80 && byte < 0xA0;
        append_utf8(text, is_special ? windows_1252[byte - 0x80U] : byte);
    }
    return text;
}

Result<SheetTable> table_from_text(std::string_view bytes) {
    if (bytes.find('\0') != std::string_view::npos) {
        return make_error(ErrorCode::malformed,
                          "Este archivo no es de texto. Elija un .xlsx o un .csv, o copie el rango "
                          "en Excel y péguelo.");
    }
    const std::string text =
        is_valid_utf8(bytes) ? std::string{bytes} : utf8_from_windows_1252(bytes);
    const char separator = guess_separator(text);
    auto rows =
        rows_from_csv(text, {.separator = separator, .keeps_empty_lines = true, .is_quoted = true});
    // Excel puts quotes around a cell of several lines only: one that just begins with a quote
    // opens nothing.
    if (!rows && rows.error().code == ErrorCode::malformed) {
        rows = rows_from_csv(
            text, {.separator = separator, .keeps_empty_lines = true, .is_quoted = false});
    }
    if (!rows) return rows.error();
    return table_from_rows(*std::move(rows));
}

}  // namespace minga::sheets
