#include "shared/rules/priority_matrix.hpp"

#include <algorithm>

namespace minga {
namespace {

constexpr std::int64_t position_end = 100;  // after every position that can be written

std::vector<const Record*> sorted_criteria(std::span<const Record> criteria) {
    std::vector<const Record*> sorted;
    for (const Record& criterion : criteria) {
        if (!criterion.deleted) sorted.push_back(&criterion);
    }
    const auto position = [](const Record* criterion) {
        const std::int64_t written = integer_of(criterion->fields, "position");
        return written > 0 ? written : position_end;
    };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const Record* a, const Record* b) { return position(a) < position(b); });
    return sorted;
}

bool is_chosen_area(std::span<const Record> areas, const std::string& subcriterion) {
    return std::any_of(areas.begin(), areas.end(), [&](const Record& area) {
        return !area.deleted && boolean_of(area.fields, "selected") &&
               text_of(area.fields, "subcriterion") == subcriterion;
    });
}

const Record* of_tool(std::span<const Record> records, const std::string& tool) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const Record& record) {
        return !record.deleted && text_of(record.fields, "tool") == tool;
    });
    return found == records.end() ? nullptr : &*found;
}

std::optional<std::int64_t> score_of(std::span<const Record> scores, const std::string& tool,
                                     const Id& criterion) {
    const std::string id = criterion.to_text();
    for (const Record& score : scores) {
        if (score.deleted || text_of(score.fields, "tool") != tool ||
            text_of(score.fields, "criterion") != id) {
            continue;
        }
        const auto* value = std::get_if<std::int64_t>(&value_of(score.fields, "score"));
        if (value != nullptr) return *value;
    }
    return std::nullopt;
}

void fill_scores(MatrixRow& row, const MatrixSources& sources,
                 const std::vector<const Record*>& criteria) {
    for (const Record* criterion : criteria) {
        row.scores.push_back(score_of(sources.scores, row.tool, criterion->id));
        row.total += row.scores.back().value_or(0);
        row.missing += row.scores.back() ? 0 : 1;
    }
}

void give_places(std::vector<MatrixRow>& rows) {
    for (MatrixRow& row : rows) {
        if (!row.is_scored()) continue;
        const auto above = std::count_if(rows.begin(), rows.end(), [&](const MatrixRow& other) {
            return other.is_scored() && other.total > row.total;
        });
        row.place = above + 1;
    }
}

}  // namespace

std::int64_t PriorityMatrix::missing() const {
    std::int64_t count = 0;
    for (const MatrixRow& row : rows) count += row.missing;
    return count;
}

std::int64_t PriorityMatrix::chosen() const {
    return std::count_if(rows.begin(), rows.end(),
                         [](const MatrixRow& row) { return row.is_chosen; });
}

std::vector<const MatrixRow*> PriorityMatrix::by_total() const {
    std::vector<const MatrixRow*> sorted;
    for (const MatrixRow& row : rows) sorted.push_back(&row);
    std::stable_sort(sorted.begin(), sorted.end(), [](const MatrixRow* a, const MatrixRow* b) {
        if (a->is_scored() != b->is_scored()) return a->is_scored();
        return a->total > b->total;
    });
    return sorted;
}

PriorityMatrix priority_matrix(const MatrixSources& sources, const Catalog& catalog) {
    PriorityMatrix matrix;
    matrix.criteria = sorted_criteria(sources.criteria);
    for (const Tool& tool : catalog.tools()) {
        MatrixRow row;
        row.tool = tool.key;
        row.is_of_area = is_chosen_area(sources.areas, tool.subcriterion);
        const Record* choice = of_tool(sources.choices, tool.key);
        const bool is_scored = of_tool(sources.scores, tool.key) != nullptr;
        if (!row.is_of_area && !is_scored && choice == nullptr) continue;
        if (choice != nullptr) {
            row.is_decided = !is_empty(value_of(choice->fields, "selected"));
            row.is_chosen = boolean_of(choice->fields, "selected");
            row.reason = text_of(choice->fields, "justification");
        }
        fill_scores(row, sources, matrix.criteria);
        matrix.rows.push_back(std::move(row));
    }
    give_places(matrix.rows);
    return matrix;
}

}  // namespace minga
