/// Collecting tombstones: what was deleted long ago, and is known to be so by every device that was
/// seen since, goes. A grave is left in its place, so that nothing that comes later brings it back
/// by chance; a device that comes back later than that is told what exists (server_session).
#pragma once

#include "sync/server/store.hpp"

namespace minga::sync {

/// How long a tombstone lives at least, and how long a device that stays away is waited for.
inline constexpr std::int64_t tombstone_life_ms = std::int64_t{180} * 24 * 60 * 60 * 1000;

struct CollectOptions {
    std::int64_t life_ms = tombstone_life_ms;
    std::int64_t batches_max = 0;  ///< 0: until nothing is left that may go.
};

/// Collects the tombstones that may go, a batch in each transaction, with a link in the audit
/// chain that names what went: `minga-server verify` holds the records against it. Returns how
/// many went. After a failure the batches before it stand.
Result<std::int64_t> collect_tombstones(ServerStore& store, Instant now,
                                        const CollectOptions& options = {});

}  // namespace minga::sync
