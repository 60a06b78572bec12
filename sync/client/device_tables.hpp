/// The SQL of the device's store, in one place.
#pragma once

#include "shared/storage/database.hpp"

#include <string_view>

namespace minga::sync {

/// Makes the device's tables, or brings those of an earlier version up to date. What a store holds
/// is never thrown away by this: columns are only added.
Result<void> make_device_tables(storage::Database& database);

/// The waiting ops that say something of record ?1, by their own record or by the target of a
/// decision. The indexes are named: left to itself SQLite goes through all that
/// waits, for each record again.
#define MINGA_WAITING_OPS_OF                                                               \
    "SELECT number FROM op INDEXED BY op_unsettled WHERE state IN (0, 4) AND record = ?1 " \
    "UNION ALL "                                                                           \
    "SELECT number FROM op INDEXED BY op_target WHERE state = 0 AND target = ?1"

/// Whether an op's text is a sealed one's (bundle/sealed_op.hpp).
#define MINGA_IS_SEALED "substr(text, 1, 6) = '{\"z\":\"'"

}  // namespace minga::sync
