/// What the ledger holds about one record, the latest first.
#pragma once

#include "shared/storage/database.hpp"
#include "sync/server/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace minga::server {

/// A place in the ledger of one record; ops behind it are older.
struct LedgerPlace {
    Instant received_at;
    Id device;
    std::int64_t n = 0;

    std::string to_text() const;
    /// Reads what `to_text` wrote; nullopt for anything else.
    static std::optional<LedgerPlace> parse(std::string_view text);
};

/// Calls `visit` for the ops about `record` that are older than `before`, the latest first, at most
/// `count_max`. Refused ones are among them.
Result<void> each_op_about(storage::Database& database, const Id& record,
                           const std::optional<LedgerPlace>& before, std::int64_t count_max,
                           const std::function<void(const sync::LedgerEntry&)>& visit);

/// Notes of each op that a former version kept what it is about. Within a transaction.
Result<void> fill_ledger_records(storage::Database& database);

}  // namespace minga::server
