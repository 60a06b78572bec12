/// Comma-separated values as Chile's spreadsheets read them: `;` between cells, UTF-8 with a byte
/// order mark, CRLF, RFC 4180 quoting. A cell that a spreadsheet would run as a formula is written
/// with an apostrophe before it.
#pragma once

#include "shared/base/result.hpp"
#include "shared/schema/record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga {

using CsvRow = std::vector<std::string>;

std::string csv_from_rows(const std::vector<CsvRow>& rows);

/// Reads `;` or `,` (whichever the first line holds more of), quoted cells, CRLF or LF, with or
/// without a byte order mark. Fails on a quote left open, text that is not UTF-8 and tables larger
/// than `csv_rows_max` × `csv_columns_max`.
struct CsvStyle {
    char separator = 0;              ///< 0: guessed.
    bool keeps_empty_lines = false;  ///< So that rows keep their numbers.
    bool is_quoted = true;           ///< False: a quote is a character like any other.
};
Result<std::vector<CsvRow>> rows_from_csv(std::string_view text, const CsvStyle& style = {});

inline constexpr std::size_t csv_rows_max = 100'000;
inline constexpr std::size_t csv_columns_max = 500;

/// A table of records of one kind: a header of keys, one row each, values plain.
std::string records_to_csv(const schema::RecordInfo& info, const std::vector<Record>& records);

/// Reads back what `records_to_csv` writes. Columns may come in any order and be missing; an
/// unknown column, a bad cell or a repeated column fails and names row and column.
Result<std::vector<Record>> records_from_csv(const schema::RecordInfo& info, std::string_view text);

}  // namespace minga
