/// Checks everything that the audit chain promises: that no link, op, verdict or record was changed
/// behind the server's back.
#pragma once

#include "server/storage/sqlite_store.hpp"

namespace minga::server {

struct Verification {
    struct Break {
        std::int64_t link = 0;  ///< 0: something that no link speaks of.
        std::string what;       ///< Spanish, one sentence.
    };

    std::int64_t links = 0;
    std::int64_t ops = 0;
    std::int64_t records = 0;
    std::optional<Break> first_break;
};

/// Walks the chain from its start and then all records and ops. Fails only where the store cannot
/// be read.
Result<Verification> verify_store(SqliteStore& store);

/// Appends to the chain an act that is no op (a restored backup, a role given, an instrument
/// published). Call inside a write transaction.
struct AuditEvent {
    std::string event;                                         ///< "user_added"
    std::vector<std::pair<std::string, std::string>> details;  ///< Without personal data.
};
Result<void> append_event(SqliteStore& store, const AuditEvent& event, Instant now);

}  // namespace minga::server
