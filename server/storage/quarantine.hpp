/// The quarantine: ops of people who had lost their access when these arrived. They were not
/// applied; a supervisor reads them and releases them in their own name, or discards them. The op
/// itself stays in the ledger for ever, as it came.
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "sync/merge/op.hpp"

#include <functional>
#include <optional>
#include <string>

namespace minga::server {

struct QuarantineEntry {
    std::int64_t number = 0;
    Id organization;
    Id record;
    std::string kind;
    std::string author;  ///< Who wrote it.
    Instant received_at;
    std::string state;       ///< held, released, discarded
    std::string decided_by;  ///< "" while it is held.
    Instant decided_at;
    std::string reason;  ///< The reviewer's words; may be empty.
    /// As it came. Nullopt where what the ledger holds cannot be read: such an entry is shown, and
    /// can be discarded.
    std::optional<sync::Op> op;
    Id device;
    std::int64_t n = 0;  ///< The op's number on that device.
};

/// Calls `visit` for the entries of `organization` (nil: of all), the oldest first. Those that were
/// decided are left out, unless `with_decided`.
struct QuarantineQuery {
    Id organization;
    bool with_decided = false;
};
Result<void> each_quarantined(const SqliteStore& store, const QuarantineQuery& query,
                              const std::function<void(const QuarantineEntry&)>& visit);

/// Fails with `not_found` where there is none of that number.
Result<QuarantineEntry> find_quarantined(const SqliteStore& store, std::int64_t number);

/// Applies the op as `reviewer`'s own, by the same rules and merge as any, and closes the entry.
/// Where the reviewer may not write it, or a rule is against all of it, the entry stays held and
/// the verdict says why. Fails with `malformed` where the op cannot be read. Call inside a write
/// transaction.
struct ReviewContext {
    SqliteStore& store;
    const Catalog& catalog;
    const Actor& reviewer;
    Instant now;
    /// Why, in the reviewer's words: the author is told. Empty where they give none.
    std::string reason{};
};
/// As much of a reason is taken.
inline constexpr std::size_t review_reason_bytes_max = 1000;
Result<sync::Verdict> release_quarantined(const ReviewContext& context,
                                          const QuarantineEntry& entry);

/// Closes the entry without applying it. Call inside a write transaction.
Result<void> discard_quarantined(const ReviewContext& context, const QuarantineEntry& entry);

}  // namespace minga::server
