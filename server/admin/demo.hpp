/// Demonstration data: the whole territory, the six pilot communes of the programme with plans
/// under way, a regional government, a public service, SUBDERE, and a login for each part.
///
/// The content is in assets/demo/. It is written through an `OperatorSession`, so that the audit
/// chain covers it, and every id is derived from a name, so that it is the same each time. Months
/// and dates are relative to now: there is always something late and something to come.
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "shared/programs/catalog.hpp"

namespace minga::server {

/// Fails with `store_not_empty` where the store already holds records or users.
Result<void> fill_with_demo(SqliteStore& store, const Catalog& catalog, Instant now);

/// What the server prints: the logins and their password.
std::string demo_logins_text();

}  // namespace minga::server
