/// "Resumen de Seguimiento de Líneas de Acción" (seed 004, 4.6): what the committee fills in once
/// a month, line by line and month by month.
#pragma once

#include "shared/base/date.hpp"
#include "shared/rules/progress.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace minga {

/// A line's month.
struct RoundCell {
    Id follow_up;  ///< The last one dated in it; nil where there is none.
    Date date;     ///< Of that one.
    Execution execution;
    bool is_missing = false;  ///< The month has passed, and the line was under way.

    bool is_written() const { return !follow_up.is_nil(); }
};

struct RoundLine {
    Id line;
    Id last;                       ///< The last follow-up of all, nil where there is none.
    std::vector<RoundCell> cells;  ///< One a month of the rounds.
};

struct FollowUpRounds {
    std::vector<Month> months;  ///< From the first to the last that has or misses a follow-up.
    std::vector<RoundLine> lines;

    /// How many lines have their follow-up of a month, and how many miss it.
    std::int64_t written(std::size_t month) const;
    std::int64_t missing(std::size_t month) const;
};

/// One line with its follow-ups and what its progress says is missing.
struct RoundSource {
    const LineProgress* progress = nullptr;
    std::span<const Record> follow_ups;
};

FollowUpRounds follow_up_rounds(std::span<const RoundSource> lines);

}  // namespace minga
