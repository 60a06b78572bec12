/// Keeps the shares (rules/reading.hpp) beside the records: which record is in which, and since
/// when by the server's commit order, so that a share can be read like any scope.
#pragma once

#include "shared/programs/catalog.hpp"
#include "sync/server/store.hpp"

namespace minga::sync {

/// After `written` was put: it, and what lies under it where its change decides that, enter or
/// leave the shares. Within the same transaction.
Result<void> refresh_shares(ServerStore& store, const Catalog& catalog,
                            const StampedRecord& written);

/// The same for all records, after the programme's rules changed. Within a transaction.
Result<void> rebuild_shares(ServerStore& store, const Catalog& catalog);

}  // namespace minga::sync
