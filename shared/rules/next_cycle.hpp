/// Beginning another cycle. The guide restarts at the self-assessment, with the committee already
/// formed (seed 002), and a cycle need not have ended for the next to begin (workflow.json,
/// `next_cycle`).
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>

namespace minga {

struct NextCycle {
    const Machine* machine = nullptr;  ///< Says who begins it: `next_roles`.
    std::int64_t number = 0;
};

/// The cycle that may be begun after this one; none where it is not the last of its enrollment, or
/// has not come so far.
std::optional<NextCycle> next_cycle(const Record& cycle, const Lookup& lookup,
                                    const Catalog& catalog);

/// Whether this cycle may be begun now. Whatever is no cycle, and the first of an enrollment, is
/// not asked; who may begin one is asked elsewhere (permit.hpp).
Result<void> permit_next(const Record& made, const Lookup& lookup, const Catalog& catalog);

/// What the new one says.
FieldMap next_cycle_fields(const Record& cycle, const NextCycle& next, std::int64_t year);

/// The cycle before this one in the same enrollment; none where it is the first.
std::optional<Record> previous_cycle(const Record& cycle, const Lookup& lookup);

}  // namespace minga
