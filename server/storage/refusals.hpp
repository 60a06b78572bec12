/// Refused changes that their authors have not corrected: what the consolidated view counts.
///
/// A refusal is closed by a later op of the same device that the server took and that writes the
/// same field of the same record (or, where all of the op was refused, anything of that record).
/// One that its author let go of in silence stays until it is old.
#pragma once

#include "shared/storage/database.hpp"
#include "sync/server/store.hpp"

#include <cstdint>
#include <map>

namespace minga::server {

/// Notes what the verdict of a ledger entry opens or closes, within its transaction.
Result<void> note_refusals(storage::Database& database, const sync::LedgerEntry& entry);

/// Open refusals received after `since`, by the home of their records.
Result<std::map<Id, std::int64_t>> open_refusals(storage::Database& database, Instant since);

}  // namespace minga::server
