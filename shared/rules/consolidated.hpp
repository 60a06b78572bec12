/// SUBDERE's view: one line a municipality, and the totals over many. Percentages of totals come
/// from sums, never from the percentages above them.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/progress.hpp"
#include "shared/rules/scoring.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace minga {

struct MunicipalitySummary {
    Id organization;
    std::string code;
    std::string name;
    std::string region;   ///< code
    std::string commune;  ///< code

    std::optional<std::int64_t> cycle_number;  ///< Of the newest cycle.
    std::string cycle_state;

    std::optional<Score> diagnosis;  ///< Of the newest that is answered; else of the newest begun.
    std::string diagnosis_state;

    bool has_plan = false;  ///< Of the newest cycle whose plan is carried out, or has one.
    std::string plan_state;
    ActivityCounts activities;
    Funds funds;
    std::int64_t lines = 0;
    std::int64_t late_lines = 0;
    std::int64_t missing_follow_ups = 0;

    std::int64_t open_conflicts = 0;
    std::int64_t open_refusals = 0;  ///< Not of the records: whoever keeps the ledger fills it in.
    std::optional<Instant> last_change;
};

/// What the records of one organization add up to. `records` are its living and removed records of
/// all kinds, in any order; those of other organizations count for nothing.
MunicipalitySummary summarize_municipality(const Record& organization,
                                           std::span<const Record> records, const Catalog& catalog,
                                           Date today,
                                           std::optional<Instant> last_change = std::nullopt);

struct ConsolidatedTotals {
    std::int64_t municipalities = 0;
    std::int64_t with_diagnosis = 0;  ///< That have at least one answer.
    std::int64_t with_plan = 0;
    Score diagnosis;  ///< Of those with a diagnosis.
    ActivityCounts activities;
    Funds funds;
    std::int64_t late_lines = 0;
    std::int64_t open_conflicts = 0;
    std::int64_t open_refusals = 0;
};

ConsolidatedTotals consolidated_totals(std::span<const MunicipalitySummary> summaries);

}  // namespace minga
