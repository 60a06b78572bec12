/// The priority matrix of seed 004, annex 1: each management tool is scored from 1 to 7 under each
/// criterion, the scores are summed, and the sums order the tools. The matrix advises; what is
/// taken into the plan is the committee's decision.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace minga {

inline constexpr std::int64_t priority_score_min = 1;
inline constexpr std::int64_t priority_score_max = 7;

struct MatrixRow {
    std::string tool;                                 ///< key
    std::vector<std::optional<std::int64_t>> scores;  ///< One a criterion.
    std::int64_t total = 0;
    std::int64_t missing = 0;  ///< Criteria without a score.
    std::int64_t place = 0;    ///< 1 is first, equal sums share it; 0 while something is missing.
    bool is_of_area = false;   ///< A tool of an improvement area that was chosen.
    bool is_chosen = false;    ///< By the committee.
    bool is_decided = false;   ///< It said yes or no.
    std::string reason;

    bool is_scored() const { return missing == 0 && !scores.empty(); }
};

struct PriorityMatrix {
    std::vector<const Record*> criteria;  ///< In their order; they live as long as what was given.
    std::vector<MatrixRow> rows;          ///< In the order of the tools in the guide.

    std::int64_t maximum() const {
        return priority_score_max * static_cast<std::int64_t>(criteria.size());
    }
    std::int64_t cells() const { return static_cast<std::int64_t>(rows.size() * criteria.size()); }
    std::int64_t missing() const;
    std::int64_t chosen() const;
    bool is_complete() const { return cells() > 0 && missing() == 0; }
    /// The rows by total, the highest first; those that lack scores come after those that do not.
    std::vector<const MatrixRow*> by_total() const;
};

/// What a plan's records say of it.
struct MatrixSources {
    std::span<const Record> areas;     ///< improvement_area
    std::span<const Record> criteria;  ///< priority_criterion
    std::span<const Record> scores;    ///< priority_score
    std::span<const Record> choices;   ///< tool_choice
};

/// The tools of the chosen areas, and those that were scored or decided about.
PriorityMatrix priority_matrix(const MatrixSources& sources, const Catalog& catalog);

}  // namespace minga
