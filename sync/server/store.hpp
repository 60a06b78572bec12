/// What the server's session asks of its store. SQLite implements it now (server/storage); another
/// engine can, if it keeps the promises below.
///
/// One writer at a time: between `begin` and `commit` nobody else changes anything, and `seq`
/// numbers become visible in their order. Readers see a state that was committed.
#pragma once

#include "shared/rules/lookup.hpp"
#include "sync/merge/merge.hpp"
#include "sync/merge/op.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

/// An op as the ledger keeps it, for ever, with what became of it.
struct LedgerEntry {
    Id device;
    std::int64_t n = 0;
    std::string hash;  ///< SHA-256 of `payload`, hexadecimal.
    Id user;
    std::string author;  ///< The person's name as it was then.
    Instant received_at;
    std::string payload;  ///< The op's text as it came.
    std::string verdict;  ///< JSON (wire/op_codec.hpp).
};

struct DeviceState {
    Id user;
    std::int64_t next_n = 1;  ///< The number that the device's next op must have.
};

struct AuditHead {
    std::int64_t number = 0;
    std::string hash;  ///< Hexadecimal; the hash of link 0 is 64 zeros.

    friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

/// A scope that a device reads: an organization, or every one.
struct Scope {
    std::optional<Id> organization;  ///< Empty: every organization.

    std::string to_key() const { return organization ? organization->to_text() : "*"; }
    friend bool operator==(const Scope&, const Scope&) = default;
};

class ServerStore : public Lookup {
public:
    virtual Result<void> begin() = 0;
    virtual Result<void> commit() = 0;
    virtual void roll_back() = 0;

    /// Begins and ends a view of one committed state for the readings in between.
    virtual Result<void> begin_reading() = 0;
    virtual void end_reading() = 0;

    /// The first failure of a reading since `begin` or `begin_reading`: `Lookup` cannot report it.
    virtual Result<void> status() const = 0;

    /// Changes when a backup is restored, so that devices know to offer again what it lacks.
    virtual std::string epoch() const = 0;

    virtual std::optional<StampedRecord> find_stamped(const Id& id) const = 0;
    virtual Result<void> put(const StampedRecord& record) = 0;

    /// The commit order of the last accepted op.
    virtual std::int64_t last_seq() const = 0;
    /// The next one; used by the caller in this transaction.
    virtual std::int64_t take_seq() = 0;

    virtual std::optional<DeviceState> find_device(const Id& device) const = 0;
    virtual Result<void> put_device(const Id& device, const DeviceState& state, Instant now) = 0;

    virtual std::optional<LedgerEntry> find_op(const Id& device, std::int64_t n) const = 0;
    virtual Result<void> put_op(const LedgerEntry& entry) = 0;

    virtual AuditHead audit_head() const = 0;
    virtual Result<void> put_audit(const AuditHead& head, std::string_view entry) = 0;

    /// Calls `visit` for the records of `scope` with seq > `after`, in order of seq, deleted ones
    /// included, until it returns false.
    virtual Result<void> changed_since(
        const Scope& scope, std::int64_t after,
        const std::function<bool(const StampedRecord&)>& visit) const = 0;
};

}  // namespace minga::sync
