/// Who wrote what into one record, and when: the ledger, as people of the institution read it.
#pragma once

#include "server/storage/ledger_history.hpp"
#include "server/storage/sqlite_store.hpp"
#include "shared/codec/json.hpp"

namespace minga::server {

/// How many ops of the ledger one page looks at.
inline constexpr std::int64_t history_page_max = 100;

struct HistoryPage {
    std::optional<LedgerPlace> before{};  ///< Nothing: from the latest on.
    std::int64_t count_max = history_page_max;
};

/// {"record", "kind", "changes": [{"by", "device", "n", "made_at", "received_at", "rev", "new",
/// "removal", "restoration", "set", "was", "proposed"}], "decisions": [{"field", "by", "at",
/// "value"}], "before"}. Without what was refused or changed nothing; what was proposed lost to
/// somebody else's words and waited for a decision. `decisions` come with the first page;
/// `before` leads to the next one.
Result<Json> record_history(const SqliteStore& store, const Record& record,
                            const HistoryPage& page);

}  // namespace minga::server
