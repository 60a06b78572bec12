/// What one person's device keeps: the records of their scopes as the server last accepted them,
/// their own ops on top, and what waits for a decision. Every command is one transaction: the
/// record, the op and the outbox change together or not at all.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/storage/database.hpp"
#include "sync/merge/op.hpp"
#include "sync/wire/cursor.hpp"
#include "sync/wire/op_codec.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sync {

/// Something that waits for a person: a conflict, or an op of theirs that was refused. `mine` is
/// what this device wrote, where it was one of the two; for others it is the later proposal.
struct InboxItem {
    enum class Type : std::uint8_t { conflict, refusal };

    Type type = Type::conflict;
    Id conflict;  ///< Conflicts only.
    std::int64_t op =
        0;  ///< Refusals: the op's number. Conflicts: the losing op, where it is ours.
    Id record;
    std::string kind;
    std::string field;  ///< Empty: the whole change.
    Value base;
    Value theirs;
    Value mine;
    std::string theirs_by;
    std::string mine_by;
    Instant theirs_at;
    Instant mine_at;
    std::string code;     ///< Refusals: the permanent key of the reason.
    std::string message;  ///< Refusals: the reason in Spanish.
    FieldMap change;      ///< Refusals: all that the op wanted to write.
    bool is_removal = false;
    bool is_decided = false;  ///< Settled here, on its way to the server.
};

enum class Resolution : std::uint8_t { mine, theirs, other };

struct StoreStatus {
    std::int64_t pending = 0;    ///< Ops without a verdict.
    std::int64_t conflicts = 0;  ///< Open, not counting those settled here.
    std::int64_t refused = 0;
    Instant last_sync;               ///< By this device's clock; 0 before the first.
    std::int64_t clock_skew_ms = 0;  ///< Server minus device, at the last sync.
};

/// A change without a verdict, for people to read.
struct WaitingOp {
    std::int64_t number = 0;  ///< What `withdraw` takes.
    Id record;
    std::string kind;
    FieldMap set;
    bool is_removal = false;
    bool is_sent = false;
    Instant made_at;
};

/// One op in the outbox, with its frozen text.
struct OutboxOp {
    std::int64_t n = 0;
    std::string text;
};

/// The answer of one exchange, as the session read it.
struct SyncAnswer {
    std::string epoch;
    Instant server_time;
    std::int64_t next_n = 0;
    bool is_forked = false;
    bool has_more = false;
    std::vector<Verdict> verdicts;
    std::vector<RecordDelta> records;
    Cursors cursors;
    std::vector<std::string> gone;
    std::int64_t head_number = 0;
    std::string head_hash;
};

struct ApplyCounts {
    std::int64_t acknowledged = 0;
    std::int64_t pulled = 0;
    std::int64_t conflicts = 0;
    std::int64_t rejected = 0;
    bool must_reread = false;  ///< Something is missing here: the scopes begin again.
};

class DeviceStore final : public Lookup {
public:
    /// Takes over `database` and makes its tables where they are missing. `random` and `clock`
    /// outlive the store.
    static Result<std::unique_ptr<DeviceStore>> open(std::unique_ptr<storage::Database> database,
                                                     const Catalog& catalog, Random& random,
                                                     Clock& clock);

    // The person and the server.

    /// Who is signed in on this device; nullptr before the first time.
    const Actor* actor() const { return actor_ ? &*actor_ : nullptr; }
    const std::string& token() const { return token_; }
    /// Signs `actor` in. Another person's store with unsent work is left alone (`forbidden`);
    /// without unsent work it is emptied and becomes theirs.
    Result<void> sign_in(const Actor& actor, std::string_view token);
    /// Forgets the token only: the work stays and can be gone on with.
    Result<void> forget_token();

    const Id& device() const { return device_; }
    std::string setting(std::string_view key) const;
    Result<void> set_setting(std::string_view key, std::string_view value);

    // Reading.

    std::optional<Record> find(const Id& id) const override;
    std::vector<Record> children(const Id& parent, std::string_view kind) const override;
    /// The living records of a kind, in order of id.
    std::vector<Record> list(std::string_view kind) const;
    /// The record as the server last accepted it, without what waits in the outbox.
    std::optional<Record> find_accepted(const Id& id) const;
    /// Fields of the record that changed here, by an edit or a decision on a conflict, and have no
    /// verdict yet.
    std::vector<std::string> pending_fields(const Id& id) const;

    std::vector<InboxItem> inbox() const;
    StoreStatus status() const;
    /// What waits for its verdict, the latest first, at most `count_max`.
    std::vector<WaitingOp> waiting(std::int64_t count_max) const;
    /// The number of the latest op made here, for `withdraw`; 0 before the first.
    std::int64_t last_op() const;
    /// Raised by every change of what `find` and `list` give: screens read again when it moves.
    std::int64_t change_count() const { return change_count_; }

    // Commands. Each is checked by the same rules as on the server and changes nothing if it fails.

    /// Makes a record. Where the kind has a natural key and the record is already here, its fields
    /// are set instead. `organization` nil: the home of its parent.
    Result<Id> create(std::string_view kind, const Id& organization, FieldMap fields);
    /// Changes fields. What already says the same is left out; nothing left is no op at all.
    Result<void> set(const Id& id, FieldMap changes);
    Result<void> remove(const Id& id);
    /// Settles a conflict. `value` counts for `other` only.
    Result<void> resolve(const Id& conflict, Resolution resolution, Value value = {});
    /// Takes back an op: a refused one leaves the inbox, one that was never sent leaves no trace.
    /// An op that was sent and has no verdict cannot be taken back.
    Result<void> withdraw(std::int64_t n);

    // For the session.

    /// Ops without a verdict in their order, up to `bytes` but at least one; marks them as sent.
    Result<std::vector<OutboxOp>> outbox(std::int64_t bytes);
    std::int64_t last_n() const { return next_n_ - 1; }
    /// Every op up to here has its verdict.
    std::int64_t acked_n() const;
    const std::string& epoch() const { return epoch_; }
    Cursors cursors() const;
    /// What this device was called before a copy of it made it take a new name.
    std::vector<OwnChain::Former> former_names() const;
    /// Applies verdicts, then records, in one transaction.
    Result<ApplyCounts> apply(const SyncAnswer& answer);

private:
    DeviceStore(std::unique_ptr<storage::Database> database, const Catalog& catalog, Random& random,
                Clock& clock)
        : database_(std::move(database)), catalog_(catalog), random_(random), clock_(clock) {}

    struct Held;  // a record with its accepted state and its view

    Result<void> make_tables();
    Result<void> load_identity();
    Result<void> take_identity();
    Result<void> put_setting(std::string_view key, std::string_view value);
    Result<void> check(const Record& after, const Record* before, const FieldMap& changes) const;
    Result<void> commit_op(Op op, const Record& subject);
    std::int64_t waiting_base(const Op& op) const;
    Result<void> rebuild_view(const Id& id);
    Result<void> apply_verdict(const Verdict& verdict, ApplyCounts& counts);
    Result<void> accept_decision(const Id& target, std::string_view effect);
    Result<void> apply_delta(const RecordDelta& delta);
    Result<void> adopt_epoch(const SyncAnswer& answer);
    Result<void> offer_again(const SyncAnswer& answer);
    Result<void> reissue_pending();
    Result<void> forget_everything();

    std::unique_ptr<storage::Database> database_;
    const Catalog& catalog_;
    Random& random_;
    Clock& clock_;
    Id device_;
    std::int64_t next_n_ = 1;
    std::string epoch_;
    std::string token_;
    std::optional<Actor> actor_;
    std::int64_t change_count_ = 0;
    bool needs_rereading_ = false;
};

}  // namespace minga::sync
