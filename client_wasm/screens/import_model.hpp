/// What the screen "Traer desde Excel" remembers: the table that was pasted or chosen, how its
/// columns are taken, and what bringing it in would do.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/spreadsheets.hpp"
#include "shared/sheets/import_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// A kind of rows that can be brought in here.
struct ImportPlace {
    sheets::ImportTarget into{};
    std::string label{};  ///< "Actividades de «Compras»"
    std::string one{};    ///< "actividad"
    std::string many{};   ///< "actividades"
    std::string back{};   ///< The route of the screen that shows them.
};

/// Those of a plan; first those of the line, where there is one.
std::vector<ImportPlace> import_places(AppState& app, const Record& plan, const Record* line);

class ImportMemory {
public:
    std::string seen_route{};
    std::string problem{};  ///< Why what was pasted or chosen could not be read.
    bool is_reading = false;
    std::optional<std::size_t> open_row{};
    bool shows_faulty_only = false;

    bool has_table() const { return !tables_.empty(); }
    const std::vector<sheets::SheetTable>& tables() const { return tables_; }
    std::size_t sheet() const { return sheet_; }
    const std::string& source() const { return source_; }
    const sheets::SheetTable& table() const { return table_; }
    const sheets::Layout& layout() const { return layout_; }
    const std::vector<sheets::ColumnTarget>& targets() const { return targets_; }
    const sheets::ImportTarget& into() const { return into_; }
    bool updates_existing() const { return choices_.updates_existing; }

    /// What the rows become; the columns are guessed again.
    void set_into(const sheets::ImportTarget& into);
    /// Takes tables; the sheet whose header says most is shown first. `source`: "Pegado".
    void take(std::vector<sheets::SheetTable> tables, std::string source);
    void choose_sheet(std::size_t index);
    void clear();
    void set_column(std::size_t column, std::optional<std::size_t> target);
    /// Whether the first rows are a header.
    void set_header(bool has_header);
    void set_updates_existing(bool updates);
    void leave_out(std::size_t row, bool is_left_out);
    bool is_left_out(std::size_t row) const { return choices_.left_out.contains(row); }
    void write_cell(std::size_t row, std::size_t column, std::string_view text);

    const sheets::ImportPlan& plan(AppState& app) const;
    bool bring_in(AppState& app, const ImportPlace& place);

private:
    void guess();

    std::vector<sheets::SheetTable> tables_;
    std::size_t sheet_ = 0;
    std::string source_;
    sheets::SheetTable table_;  ///< The chosen one, on its side where it reads so.
    sheets::ImportTarget into_;
    std::vector<sheets::ColumnTarget> targets_;
    sheets::Layout layout_;
    sheets::ImportChoices choices_;
    std::int64_t version_ = 0;  ///< Raised by whatever changes the plan.
    /// The plan is worked out again when the version or a record has changed.
    mutable sheets::ImportPlan plan_;
    mutable std::int64_t planned_version_ = -1;
    mutable std::int64_t planned_records_ = -1;
};

/// Reads what was pasted.
void take_pasted(ImportMemory& memory, std::string_view text);
/// Reads a file that was chosen: a text at once, a workbook through the tool.
void take_file(AppState& app, ImportMemory& memory, PickedFile file);

/// The cell as people would type it: "15-03-2026", "1234,5".
std::string typed_text(const sheets::Cell& cell);

}  // namespace minga::client
