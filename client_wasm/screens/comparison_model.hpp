/// Two cycles of one institution beside each other, by what their assessments add up to.
#pragma once

#include "shared/programs/instrument.hpp"
#include "shared/rules/comparable.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/rules/scoring.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace minga {
class Catalog;
}

namespace minga::client {

/// A cycle of which an assessment has answers.
struct ComparedCycle {
    Id cycle;
    std::int64_t number = 0;
    AssessmentScore score;
    const Instrument* instrument = nullptr;  ///< Never null in a list of compared cycles.
    std::vector<Record> answers{};
};

/// A criterion or subcriterion in both.
struct ComparedGroup {
    std::int64_t number = 0;
    std::string name;
    Score before;
    Score after;

    /// In percentage points.
    std::int64_t change() const { return after.percent() - before.percent(); }
};

/// The cycles whose assessment of that kind has at least one answer, by number.
std::vector<ComparedCycle> compared_cycles(std::span<const Record> cycles, InstrumentKind kind,
                                           const Lookup& lookup, const Catalog& catalog);

/// The groups that both share, over the questions that both share.
std::vector<ComparedGroup> compared_groups(const std::vector<ComparableGroup>& groups);

/// Both lists are of one model, in its order.
std::vector<ComparedGroup> compare_groups(const std::vector<GroupScore>& before,
                                          const std::vector<GroupScore>& after);

/// By achievement in the later cycle, the highest first; equals stay in the model's order.
std::vector<ComparedGroup> ranked(const std::vector<ComparedGroup>& groups);

/// "+13", "−4", "0".
std::string change_text(std::int64_t change);

}  // namespace minga::client
