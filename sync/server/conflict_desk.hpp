/// Conflicts as records: opened when two people's changes of one field meet, kept up to date while
/// they wait, settled by a person's op. A conflict lives where its record lives, so it reaches
/// every device that sees the record.
#pragma once

#include "sync/server/apply_op.hpp"

#include <optional>
#include <vector>

namespace minga::sync {

/// Adds to `writes` the conflict that `op` meets in `subject`; one that the same device already
/// has open on that field takes the newer proposal instead.
void open_conflict(const ApplyContext& context, const Op& op, const StampedRecord& subject,
                   const FieldConflict& conflict, std::vector<StampedRecord>& writes);

/// After `writes.front()` changed: open conflicts on its changed fields show the new accepted
/// value, as `op` wrote it; where that is the proposal itself, nobody has to decide any more and
/// they close.
void refresh_open_conflicts(const ApplyContext& context, const Op& op,
                            std::vector<StampedRecord>& writes);

/// An op on a conflict: `status` = "resolved" with `resolution` "mine", "theirs" or "other" and,
/// for "other", `resolved_value` (JSON). The second of two who settle is told who was first.
Verdict settle_conflict(const ApplyContext& context, const Op& op,
                        const std::optional<StampedRecord>& current,
                        std::vector<StampedRecord>& writes);

}  // namespace minga::sync
