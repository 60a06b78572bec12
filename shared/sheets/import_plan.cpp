#include "shared/sheets/import_plan.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "shared/sheets/cell_names.hpp"
#include "shared/sheets/cell_value.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

namespace minga::sheets {
namespace {

using schema::FieldInfo;

/// The field by which people know a record of the kind.
std::string_view name_field(std::string_view kind) {
    return kind == "follow_up" ? "date" : "name";
}

std::string_view parent_field(std::string_view kind) {
    return kind == "action_line" || kind == "immediate_action" ? "plan" : "action_line";
}

class Planner {
public:
    Planner(const SheetTable& table, const Layout& layout, const std::vector<ColumnTarget>& targets,
            const ImportTarget& into, const ImportChoices& choices, const ImportGround& ground)
        : table_(table),
          layout_(layout),
          targets_(targets),
          into_(into),
          choices_(choices),
          ground_(ground),
          info_(*schema::find_record_info(into.kind)) {
        if (into_.names_line) {
            lines_ = ground_.lookup.children(into_.parent, "action_line");
        } else {
            know(into_.parent);
        }
    }

    ImportPlan plan();

private:
    /// The records that are under a parent, by their names.
    struct Known {
        std::shared_ptr<const Record> parent;
        std::vector<Record> records;
        std::map<std::string, const Record*> by_name;
        std::map<std::string, std::size_t> seen;  ///< Names in the table, by their row.
    };

    Known& know(const Id& parent);
    const ColumnTarget* target_of(std::size_t column) const;
    std::optional<std::size_t> column_of(std::string_view field) const;
    bool is_blank(std::size_t row) const;
    void fail(PlannedRow& row, std::optional<std::size_t> column, std::string_view field,
              std::string message) const;
    void read_value(PlannedRow& row, std::size_t column, std::string_view key, const Cell& cell);
    void read_cells(PlannedRow& row);
    std::string name_of(const FieldMap& values) const;
    Known* parent_of(PlannedRow& row);
    const Record* existing_of(const PlannedRow& row, Known& known) const;
    void settle(PlannedRow& row);
    void settle_existing(PlannedRow& row, const Record& existing);
    void hold_to_rules(PlannedRow& row, const Record& after, const Record* before);

    const SheetTable& table_;
    const Layout& layout_;
    const std::vector<ColumnTarget>& targets_;
    const ImportTarget& into_;
    const ImportChoices& choices_;
    const ImportGround& ground_;
    const schema::RecordInfo& info_;
    std::vector<Record> lines_;
    std::map<Id, Known> known_;
    std::string line_text_;  ///< Of the row before: the name may stand above its first row only.
};

Planner::Known& Planner::know(const Id& parent) {
    const auto found = known_.find(parent);
    if (found != known_.end()) return found->second;
    Known& known = known_[parent];
    known.parent = ground_.lookup.view(parent);
    known.records = ground_.lookup.children(parent, into_.kind);
    for (const Record& record : known.records) {
        known.by_name.emplace(name_of(record.fields), &record);
    }
    return known;
}

const ColumnTarget* Planner::target_of(std::size_t column) const {
    if (column >= layout_.columns.size() || !layout_.columns[column]) return nullptr;
    return &targets_[*layout_.columns[column]];
}

std::optional<std::size_t> Planner::column_of(std::string_view field) const {
    for (std::size_t column = 0; column < layout_.columns.size(); ++column) {
        const ColumnTarget* target = target_of(column);
        if (target == nullptr) continue;
        if (target->key == field || target->second == field) return column;
    }
    return std::nullopt;
}

bool Planner::is_blank(std::size_t row) const {
    for (std::size_t column = 0; column < layout_.columns.size(); ++column) {
        const ColumnTarget* target = target_of(column);
        const Cell& cell = table_.at(row, column);
        const bool is_empty = cell.kind == CellKind::empty || cell.kind == CellKind::covered;
        if (target != nullptr && target->key != "action_line" && !is_empty) return false;
    }
    return true;
}

void Planner::fail(PlannedRow& row, std::optional<std::size_t> column, std::string_view field,
                   std::string message) const {
    row.problems.push_back({row.row, column, std::string{field}, std::move(message)});
}

/// The words by which two records count as the same: letters of any size, with or without accents.
std::string Planner::name_of(const FieldMap& values) const {
    return plain_words(text_of(values, name_field(into_.kind)));
}

void Planner::read_value(PlannedRow& row, std::size_t column, std::string_view key,
                         const Cell& cell) {
    const FieldInfo* field = info_.find(key);
    if (field == nullptr) return;
    auto value = value_from_cell(*field, cell, ground_.catalog);
    if (value) value = checked_value(*field, *std::move(value));
    if (!value) return fail(row, column, key, value.error().message);
    if (!is_empty(*value)) assign(row.values, key, *std::move(value));
}

void Planner::read_cells(PlannedRow& row) {
    for (std::size_t column = 0; column < layout_.columns.size(); ++column) {
        const ColumnTarget* target = target_of(column);
        if (target == nullptr || target->key == "id" || target->key == "action_line") continue;
        const Cell& cell = table_.at(row.row, column);
        if (target->second.empty()) {
            read_value(row, column, target->key, cell);
            continue;
        }
        auto [name, position] = name_and_position(cell.text);
        read_value(row, column, target->key, {cell.kind, std::move(name)});
        read_value(row, column, target->second, {cell.kind, std::move(position)});
    }
}

/// What the row lies under; nullptr where it does not say.
Planner::Known* Planner::parent_of(PlannedRow& row) {
    if (!into_.names_line) return &know(into_.parent);
    const auto column = column_of("action_line");
    if (!column) {
        fail(row, std::nullopt, "action_line",
             "Falta la columna con la línea de acción. Elija cuál es, o traiga las filas dentro de "
             "una línea.");
        return nullptr;
    }
    const Cell& cell = table_.at(row.row, *column);
    if (!trim(cell.text).empty()) line_text_ = cell.text;
    const std::string wanted = plain_words(line_text_);
    for (const Record& line : lines_) {
        if (plain_words(text_of(line.fields, "name")) == wanted) return &know(line.id);
    }
    fail(row, column, "action_line",
         wanted.empty() ? "Falta la línea de acción a la que pertenece."
                        : "El plan no tiene una línea llamada «" + std::string{trim(line_text_)} +
                              "». Créela primero, o corrija el nombre.");
    return nullptr;
}

const Record* Planner::existing_of(const PlannedRow& row, Known& known) const {
    if (const auto column = column_of("id")) {
        const auto id = Id::parse(trim(table_.at(row.row, *column).text));
        for (const Record& record : known.records) {
            if (id && record.id == *id) return &record;
        }
    }
    const auto found = known.by_name.find(name_of(row.values));
    return found == known.by_name.end() ? nullptr : found->second;
}

void Planner::hold_to_rules(PlannedRow& row, const Record& after, const Record* before) {
    for (Error& error : validate_record(after, before, ground_.lookup, ground_.catalog)) {
        const auto column = column_of(error.field);
        // What could not be read in a cell has been said of it already.
        const bool is_said =
            std::any_of(row.problems.begin(), row.problems.end(), [&](const CellProblem& one) {
                return !error.field.empty() && one.field == error.field;
            });
        if (!is_said) fail(row, column, error.field, std::move(error.message));
    }
    if (!row.problems.empty()) return;
    const Action action = before == nullptr ? Action::create : Action::edit;
    const auto permitted = permit(ground_.actor, action, after, ground_.lookup, ground_.catalog);
    if (!permitted) fail(row, column_of(permitted.error().field), {}, permitted.error().message);
}

void Planner::settle_existing(PlannedRow& row, const Record& existing) {
    row.record = existing.id;
    row.fields = row.values;
    std::erase_if(row.fields, [&](const auto& entry) {
        return value_of(existing.fields, entry.first) == entry.second;
    });
    if (row.fields.empty() && row.problems.empty()) {
        row.outcome = RowOutcome::same;
        row.why = "Ya está y dice lo mismo.";
        return;
    }
    if (!choices_.updates_existing) {
        row.outcome = RowOutcome::skip;
        row.why = "Ya existe y queda como está.";
        row.problems.clear();
        row.fields.clear();
        return;
    }
    Record after = existing;
    for (const auto& [key, value] : row.fields) assign(after.fields, key, value);
    hold_to_rules(row, after, &existing);
    row.outcome = row.problems.empty() ? RowOutcome::update : RowOutcome::faulty;
}

void Planner::settle(PlannedRow& row) {
    Known* known = parent_of(row);
    read_cells(row);
    const std::string name = name_of(row.values);
    const FieldInfo* named_by = info_.find(name_field(into_.kind));
    row.title = value_to_text(*named_by, value_of(row.values, named_by->key));
    if (choices_.left_out.contains(row.row)) {
        row.outcome = RowOutcome::skip;
        row.why = "Usted la dejó fuera.";
        row.problems.clear();
        return;
    }
    row.outcome = RowOutcome::faulty;
    if (known == nullptr || !known->parent) return;
    if (!name.empty()) {
        const auto [seen, is_first] = known->seen.emplace(name, row.row);
        if (!is_first) {
            return fail(row, column_of(named_by->key), named_by->key,
                        "Repite la fila " + std::to_string(seen->second + 1) +
                            ". Cambie el nombre, o déjela fuera.");
        }
    }
    if (const Record* existing = existing_of(row, *known)) return settle_existing(row, *existing);
    Record made;
    // Any id that no record has: it gets its own when it is made.
    made.id.bytes.back() = 1;
    made.kind = into_.kind;
    made.organization = known->parent->organization;
    made.fields = row.values;
    made.fields.insert_or_assign(std::string{parent_field(into_.kind)},
                                 Value{known->parent->id.to_text()});
    hold_to_rules(row, made, nullptr);
    if (!row.problems.empty()) return;
    row.fields = std::move(made.fields);
    row.outcome = RowOutcome::make;
}

bool is_total(std::string_view name) {
    const std::string words = plain_words(name);
    static constexpr std::array<std::string_view, 6> totals{
        "total", "totales", "total general", "total m$", "totales m$", "suma total"};
    return std::find(totals.begin(), totals.end(), words) != totals.end();
}

ImportPlan Planner::plan() {
    ImportPlan plan;
    const auto named = column_of(name_field(into_.kind));
    for (std::size_t index = layout_.data_first(); index < table_.rows.size(); ++index) {
        if (is_blank(index)) continue;
        PlannedRow row{.row = index};
        // A total stands in the first column that has room for the word.
        const bool sums_up = is_total(table_.at(index, 0).text) ||
                             (named && is_total(table_.at(index, *named).text));
        if (sums_up) {
            row.outcome = RowOutcome::skip;
            row.why = "Es una fila de totales: Minga los calcula.";
            row.title = "Total";
        } else {
            settle(row);
        }
        plan.rows.push_back(std::move(row));
    }
    return plan;
}

}  // namespace

std::size_t ImportPlan::count(RowOutcome outcome) const {
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const PlannedRow& row) { return row.outcome == outcome; }));
}

ImportPlan plan_import(const SheetTable& table, const Layout& layout,
                       const std::vector<ColumnTarget>& targets, const ImportTarget& into,
                       const ImportChoices& choices, const ImportGround& ground) {
    if (schema::find_record_info(into.kind) == nullptr) return {};
    return Planner{table, layout, targets, into, choices, ground}.plan();
}

}  // namespace minga::sheets
