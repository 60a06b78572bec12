/// Choosing the improvement areas of a plan (seed 004, 4.3): the weakest subcriteria stand first,
/// and seven to nine of the twelve are suggested.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/rules/scoring.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

inline constexpr std::int64_t suggested_areas_min = 7;
inline constexpr std::int64_t suggested_areas_max = 9;

constexpr bool is_suggested_count(std::int64_t areas) {
    return areas >= suggested_areas_min && areas <= suggested_areas_max;
}

/// How many subcriteria were chosen, each counted once.
std::int64_t selected_areas(std::span<const Record> areas);

/// Where the scores come from: what was validated from outside counts before what the committee
/// wrote itself, and that before the diagnosis of the start.
enum class AreaScoreSource : std::uint8_t { none, diagnosis, own, validated };

struct AreaScores {
    AreaScoreSource source = AreaScoreSource::none;
    AssessmentScore score;
    Id assessment;
};

/// The scores of the plan's own cycle.
AreaScores area_scores(const Record& plan, const Lookup& lookup, const Catalog& catalog);

struct AreaCandidate {
    const Subcriterion* subcriterion = nullptr;
    Score score;
    const Record* area = nullptr;  ///< What the committee wrote about it, if anything.
    std::int64_t twins = 0;        ///< Further records of the same subcriterion.

    bool is_selected() const;
};

/// All subcriteria, the weakest first; in the model's order where there are no scores.
std::vector<AreaCandidate> area_candidates(const AreaScores& scores, std::span<const Record> areas,
                                           const Catalog& catalog);

}  // namespace minga
