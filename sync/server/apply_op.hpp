/// One op meets the server's store: rules, then the merge law, then record, conflicts, verdict,
/// ledger and audit link, all in the transaction that the caller holds open.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "sync/server/store.hpp"

namespace minga::sync {

struct ApplyContext {
    ServerStore& store;
    const Catalog& catalog;
    const Actor& actor;
    const OwnChain& chain;  ///< The device that sends, and its former names.
    Instant now;
    /// The server's own import: it is no person with a role, so that neither permissions nor the
    /// preconditions of workflow states are asked. All other rules hold.
    bool is_operator = false;

    const Id& device() const { return chain.device; }
};

/// Applies `op`, whose text is `payload`, and writes its ledger entry and audit link. The verdict
/// is final. Fails only where the store fails; then the caller rolls back.
Result<Verdict> apply_op(const ApplyContext& context, const Op& op, std::string_view payload);

/// Writes the ledger entry and audit link of an op that could not be read or is ahead of this
/// server's tables: its content is kept as it came.
Result<void> record_unapplied(const ApplyContext& context, std::int64_t n, std::string_view payload,
                              const Verdict& verdict);

}  // namespace minga::sync
