/// What the server's session asks of its store. SQLite implements it now (server/storage); another
/// engine can, if it keeps the promises below.
///
/// One writer at a time: between `begin` and `commit` nobody else changes anything, and `seq`
/// numbers become visible in their order. Readers see a state that was committed.
#pragma once

#include "shared/codec/value_json.hpp"
#include "shared/rules/lookup.hpp"
#include "sync/merge/merge.hpp"
#include "sync/merge/op.hpp"
#include "sync/server/record_text.hpp"
#include "sync/wire/audit_head.hpp"
#include "sync/wire/cursor.hpp"
#include "sync/wire/review.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    Id record{};          ///< What it is about; nil where the op could not be read.
};

struct DeviceState {
    Id user;
    std::int64_t next_n = 1;  ///< The number that the device's next op must have.
};

/// An op of somebody who had lost their access when it arrived: it waits for a supervisor. Its
/// content stands in the ledger.
struct Quarantined {
    Id device;
    std::int64_t n = 0;
    Id organization;
    Id record;
    std::string kind;  ///< "" where the server does not know the record.
    Id author{};       ///< Who is told what became of it.
};

/// A scope that a device reads: an organization, every one, or a share (rules/reading.hpp) of
/// either.
struct Scope {
    std::optional<Id> organization{};  ///< Empty: all of them.
    std::string share{};               ///< "after_submit": only what they share by it.
    /// Of a share, all but these organizations: the device reads them as their own scopes.
    std::vector<Id> but{};

    bool is_everything() const { return !organization && share.empty(); }
    /// Of a share: whether it is read for what that organization shares.
    bool takes(const Id& home) const {
        const bool is_own = std::find(but.begin(), but.end(), home) != but.end();
        return !is_own && organization.value_or(home) == home;
    }
    std::string to_key() const {
        const std::string home = organization ? organization->to_text() : std::string{};
        if (!share.empty()) return organization ? share + '/' + home : share;
        return organization ? home : std::string{scope_of_all};
    }
    friend bool operator==(const Scope&, const Scope&) = default;
};

/// What is left of a record after its tombstone was collected, kept for ever: enough that an op
/// that comes late is known for what it is, and that the same id made again counts on.
struct Grave {
    Id id;
    std::string kind;
    Id organization;
    std::int64_t rev = 0;  ///< The revision at which it was deleted.

    friend bool operator==(const Grave&, const Grave&) = default;
};

/// How far a device has read a scope, as it says itself.
struct Reading {
    Id device;
    Id user;  ///< Who is signed in there.
    Scope scope;
    std::int64_t complete = 0;
};

/// A device need not be known to say how far it has read; of one person and scope so many are kept.
inline constexpr std::int64_t readings_per_person_max = 32;

/// Which tombstones may be collected.
struct Expiry {
    Instant deleted_before;  ///< Younger ones stay.
    Instant seen_since;      ///< A device that read since then keeps what it has not passed.
    std::int64_t count_max = 500;
};

/// How a record stands in a share that it is in, or once was in.
struct SharedRecord {
    std::string share;
    Id record;
    Id organization;
    std::int64_t seq = 0;     ///< The commit order of its last change as far as the share goes.
    std::int64_t gained = 0;  ///< Since when it has been in it.
    bool is_lost = false;     ///< It left again, at `seq`.
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

    /// Where an earlier epoch ended: the commit order of the last change that this store has of it.
    /// 0 where it never heard of that epoch.
    virtual std::int64_t end_of_epoch(std::string_view epoch) const = 0;

    /// Whether it has been through an epoch before the present one.
    virtual bool was_restored() const = 0;

    virtual std::optional<StampedRecord> find_stamped(const Id& id) const = 0;
    /// `body`: its fields as text (`fields_to_text`), which whoever writes it needs for more.
    virtual Result<void> put(const StampedRecord& record, std::string_view body) = 0;
    Result<void> put(const StampedRecord& record) {
        return put(record, fields_to_text(record.record.fields));
    }

    // What people of other organizations read too (server/sharing.hpp keeps it).

    virtual std::optional<SharedRecord> find_shared(std::string_view share, const Id& id) const = 0;
    virtual Result<void> put_shared(const SharedRecord& shared) = 0;
    /// Whether the share holds, or has held, any record.
    virtual bool has_shared(std::string_view share) const = 0;
    /// All records that hang from `parent`, deleted ones too.
    virtual std::vector<Id> all_children(const Id& parent) const = 0;

    /// The open conflicts of a record, in order of id. Costs what is open, whatever was settled.
    virtual std::vector<StampedRecord> open_conflicts(const Id& parent) const = 0;
    /// The conflict on that field of a record that was settled last.
    virtual std::optional<Record> last_settled_conflict(const Id& parent,
                                                        std::string_view field) const = 0;

    /// The living records that name a file (`names_blob`) with that hash.
    virtual std::vector<Id> records_naming(std::string_view hash) const = 0;

    /// The commit order of the last accepted op.
    virtual std::int64_t last_seq() const = 0;
    /// The next one; used by the caller in this transaction.
    virtual std::int64_t take_seq() = 0;

    virtual std::optional<DeviceState> find_device(const Id& device) const = 0;
    virtual Result<void> put_device(const Id& device, const DeviceState& state, Instant now) = 0;

    /// Every op of the device up to here is in a backup old enough that it will not be asked for
    /// again; 0 where there is none.
    virtual std::int64_t backed_up_n(const Id& device, Instant now) const = 0;

    /// Every op of the device up to here is in some backup, however young; 0 where there is none.
    virtual std::int64_t in_backup_n(const Id& device) const = 0;

    virtual std::optional<LedgerEntry> find_op(const Id& device, std::int64_t n) const = 0;
    virtual Result<void> put_op(const LedgerEntry& entry) = 0;

    /// Whether that person once held a role there that was taken from them.
    virtual bool had_access(const Id& user, const Id& organization) const = 0;
    virtual Result<void> put_quarantined(const Quarantined& op, Instant now) = 0;

    /// Decisions on that person's quarantined ops behind number `after`, in their order, at most
    /// `reviews_max`.
    virtual std::vector<Review> reviews_since(const Id& user, std::int64_t after) const = 0;

    virtual AuditHead audit_head() const = 0;
    /// The hash of a link of the chain; empty where there is none of that number.
    virtual std::string audit_hash(std::int64_t number) const = 0;
    virtual Result<void> put_audit(const AuditHead& head, std::string_view entry) = 0;

    /// Calls `visit` for the records of `scope` with seq > `after`, in order of seq, deleted ones
    /// included, until it returns false. In a share, the numbers are those of the share, and what
    /// left it comes too.
    virtual Result<void> changed_texts_since(
        const Scope& scope, std::int64_t after,
        const std::function<bool(const RecordText&)>& visit) const = 0;
    /// The same, each record read.
    Result<void> changed_since(const Scope& scope, std::int64_t after,
                               const std::function<bool(const StampedRecord&)>& visit) const {
        Result<void> outcome;
        auto done = changed_texts_since(scope, after, [&](const RecordText& text) {
            auto record = read_record(text);
            if (record) return visit(*record);
            outcome = record.error();
            return false;
        });
        return done ? outcome : done;
    }

    /// As `changed_texts_since` from the beginning, the living ones only: what a device needs that
    /// holds nothing yet. Costs what lives, whatever was deleted.
    virtual Result<void> living_texts(
        const Scope& scope, const std::function<bool(const RecordText&)>& visit) const = 0;

    /// Calls `visit(id, seq)` for all that `changed_since` would show, without reading it.
    virtual Result<void> ids_since(
        const Scope& scope, std::int64_t after,
        const std::function<bool(const Id&, std::int64_t)>& visit) const = 0;

    // Collecting tombstones.

    /// The seq of the latest tombstone of `scope` that was collected; 0 before the first. A device
    /// that has not read as far as this cannot hear of every deletion any more.
    virtual std::int64_t min_seq(const Scope& scope) const = 0;

    virtual std::optional<Grave> find_grave(const Id& id) const = 0;

    /// Remembers how far a device has read, so that no tombstone goes that it has not passed. Once
    /// a day is enough: what is remembered is never ahead of the device. Past
    /// `readings_per_person_max` the device that was longest not seen is forgotten: it lists what
    /// exists when it comes back.
    virtual Result<void> note_reading(const Reading& reading, Instant now) = 0;

    /// Tombstones that may go, those that every such device has passed and nothing living or
    /// undecided lies under; the oldest first.
    virtual Result<std::vector<StampedRecord>> expired(const Expiry& expiry) const = 0;

    /// Puts a grave in the place of a tombstone and raises `min_seq` to its seq.
    virtual Result<void> bury(const StampedRecord& tombstone) = 0;

    /// Forgets how far devices had read that were not seen since `seen_since`.
    virtual Result<void> forget_readings(Instant seen_since) = 0;
};

}  // namespace minga::sync
