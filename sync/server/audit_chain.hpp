/// The audit chain: h(i) = SHA-256(h(i-1) ‖ entry(i)). An entry is one JSON text that names the op,
/// its payload's hash, its verdict, who, in which roles, when, and the digest of every record it
/// changed. Changing an entry, the ledger or a record behind the server's back breaks a link.
#pragma once

#include "shared/codec/json.hpp"
#include "shared/rules/actor.hpp"
#include "sync/server/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::sync {

inline constexpr std::string_view audit_hash_zero =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// The `event` of the link that names the tombstones that were collected (collection.hpp): its
/// `records` are [id, rev, digest], each as the chain last knew it.
inline constexpr std::string_view collection_event = "collected";

/// The digest of a record as it stands: what `minga-server verify` compares with the chain.
std::string record_digest(const Record& record);
/// The same of a record whose fields' text is there already.
std::string record_digest(const Record& record, std::string_view body);

/// The hash of the link that holds `entry` after `previous`, hexadecimal.
std::string next_audit_hash(std::string_view previous, std::string_view entry);

/// A record that an op changed, and its digest now.
struct ChangedRecord {
    Id id;
    std::int64_t rev = 0;
    std::string digest;
};

/// The entry for one op.
std::string audit_entry(const LedgerEntry& op, const Actor& actor, Instant made_at,
                        const std::vector<ChangedRecord>& changed);

/// Appends `entry` after the store's head.
Result<void> append_audit(ServerStore& store, std::string_view entry);

}  // namespace minga::sync
