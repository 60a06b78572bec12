/// Brings the records of a store to the present record tables (shared/schema/lift.hpp).
#pragma once

#include "shared/schema/lift.hpp"
#include "shared/storage/database.hpp"

namespace minga::server {

/// Rewrites the fields that `lifts` rename or convert since `version`, with their stamps; revisions
/// and commit order stay, so that nobody hears of it as of a change. Returns a JSON list of
/// `[id, rev, digest]` of the records that changed, for the audit chain. Call inside a write
/// transaction.
Result<std::string> lift_records(storage::Database& database, std::int64_t version,
                                 const schema::Lifts& lifts = schema::all_lifts);

}  // namespace minga::server
