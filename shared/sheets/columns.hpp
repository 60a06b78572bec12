/// Which column of a table goes into which field: guessed by the words above it, from one table of
/// the words that people use, beside the label that each field has in its record's description.
#pragma once

#include "shared/schema/record.hpp"
#include "shared/sheets/sheet_table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sheets {

/// What a column may be taken as.
struct ColumnTarget {
    std::string key;       ///< The field; "id" is the record itself.
    std::string second{};  ///< The field of what follows a name in the same cell, or "".
    std::string label;     ///< As people choose it: "Cargo (mantención)".
    std::vector<std::string> words{};
    /// It stands in the forms in this place, for tables without a header.
    bool is_in_form = false;
};

/// The fields of the kind that a spreadsheet can bring, in the order of its form. `has_parent`: the
/// rows say under which action line they belong.
std::vector<ColumnTarget> column_targets(std::string_view kind, bool has_parent);

struct Layout {
    std::size_t header_first = 0;
    std::size_t header_rows = 0;  ///< 0: data from the first row on.
    /// By column: an index into the targets, or none.
    std::vector<std::optional<std::size_t>> columns{};

    std::size_t data_first() const { return header_first + header_rows; }
    /// Takes the column as this target; whoever had it, or a part of it, has it no more.
    void assign(std::size_t column, std::optional<std::size_t> target,
                const std::vector<ColumnTarget>& targets);
};

struct Guess {
    Layout layout;
    int score = 0;           ///< 0: no header was found.
    bool is_turned = false;  ///< It reads as a form on its side: use `table.turned()`.
};

/// Finds the header among the first rows, which may take two with merged cells above, or else takes
/// the columns in the order of the form.
Guess guess_layout(const SheetTable& table, const std::vector<ColumnTarget>& targets);

/// What stands above a column, of both header rows: "Ejecución Inicio".
std::string header_text(const SheetTable& table, const Layout& layout, std::size_t column);

}  // namespace minga::sheets
