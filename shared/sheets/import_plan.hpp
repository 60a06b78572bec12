/// What bringing a table in would do, row by row, before anything is written: each row becomes a
/// new record, changes one that is there, or says what is wrong with it and in which cell. The rows
/// are held to the rules that a form is held to.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/sheets/columns.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sheets {

/// Where the rows go: a kind, and the plan or action line that they lie under. What lies under
/// action lines can be brought into a whole plan: then a column says into which line.
struct ImportTarget {
    std::string kind;
    Id parent;
    bool names_line = false;  ///< `parent` is the plan.
};

struct CellProblem {
    std::size_t row = 0;
    std::optional<std::size_t> column;  ///< None: the row as a whole.
    std::string field;                  ///< Or "".
    std::string message;                ///< What is wrong and what to do.
};

enum class RowOutcome : std::uint8_t {
    make,
    update,
    same,    ///< It is there and says the same.
    skip,    ///< The person, or the kind of row, says so: `why`.
    faulty,  ///< It cannot be brought in as it is.
};

struct PlannedRow {
    std::size_t row = 0;  ///< Of the table.
    RowOutcome outcome = RowOutcome::make;
    std::string why{};
    std::string title{};
    Id record{};        ///< The one that is there; nil for a new one.
    FieldMap values{};  ///< All that the row says and could be read.
    FieldMap fields{};  ///< What is written: everything of a new one, what changes of another.
    std::vector<CellProblem> problems{};
};

struct ImportChoices {
    bool updates_existing = true;  ///< Else what is there stays as it is.
    std::set<std::size_t> left_out{};
};

struct ImportPlan {
    std::vector<PlannedRow> rows;

    std::size_t count(RowOutcome outcome) const;
    std::size_t count_taken() const { return count(RowOutcome::make) + count(RowOutcome::update); }
};

/// What one import is held against.
struct ImportGround {
    const Actor& actor;
    const Lookup& lookup;
    const Catalog& catalog;
};

/// Rows without anything in them are left out without a word, and so are totals. Empty cells never
/// clear what is there.
ImportPlan plan_import(const SheetTable& table, const Layout& layout,
                       const std::vector<ColumnTarget>& targets, const ImportTarget& into,
                       const ImportChoices& choices, const ImportGround& ground);

}  // namespace minga::sheets
