/// What happened to a record, field by field: what this device knows, and what the server's ledger
/// adds to it.
#pragma once

#include "shared/base/result.hpp"
#include "shared/schema/record.hpp"
#include "sync/client/device_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct HistoryEvent {
    std::string field;
    sync::FieldEvent event;
    bool is_new = false;  ///< Written when the record was made.
};

/// A page of the server's answer.
struct HistoryPage {
    std::vector<HistoryEvent> events;
    std::string before;  ///< Leads to the next page; "": that was all.
};

/// Reads the server's answer. Entries that cannot be read are left out.
Result<HistoryPage> read_history(std::string_view json);

/// What this device knows of every field of the record.
std::vector<HistoryEvent> own_history(const sync::DeviceStore& store, const Record& record);

/// Both together, each event once, the latest first; what is still to be sent before all others.
/// Fields that were written together stand in the order of the table of `kind`; references, which
/// are not for people to read, are left out.
std::vector<HistoryEvent> merged_history(std::vector<HistoryEvent> own,
                                         const std::vector<HistoryEvent>& told,
                                         std::string_view kind);

/// What screens show of it. Kept while the page is open.
struct HistoryView {
    Id record{};  ///< Nil: no history is open.
    std::vector<HistoryEvent> told;
    std::string before;
    std::string error;  ///< Why there is only what this device knows, or "".
    bool is_fetching = false;
    bool is_told = false;      ///< The server answered.
    std::int64_t version = 0;  ///< Raised by each answer.
};

}  // namespace minga::client
