/// What one person's device keeps: the records of their scopes as the server last accepted them,
/// their own ops on top, and what waits for a decision. Every command is one transaction: the
/// record, the op and the outbox change together or not at all.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/records/conflict.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/storage/database.hpp"
#include "sync/bundle/sealed_op.hpp"
#include "sync/client/device_blobs.hpp"
#include "sync/merge/op.hpp"
#include "sync/wire/audit_head.hpp"
#include "sync/wire/cursor.hpp"
#include "sync/wire/instruments.hpp"
#include "sync/wire/op_codec.hpp"
#include "sync/wire/review.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga {
struct Conflict;
}

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
    Id organization;  ///< The record's home.
    std::string kind;
    std::string field;  ///< Empty: the whole change.
    Value base;
    Value theirs;
    Value mine;
    std::string theirs_by;
    std::string mine_by;
    Instant theirs_at;
    Instant mine_at;
    /// The devices they were written on; nil where unknown. What this device was called formerly
    /// counts as this device.
    Id theirs_device;
    Id mine_device;
    std::string code;     ///< Refusals: the permanent key of the reason.
    std::string message;  ///< Refusals: the reason in Spanish.
    FieldMap change;      ///< Refusals: all that the op wanted to write.
    /// Refusals: the fields of the same change that the server did take.
    std::vector<std::string> taken;
    /// Conflicts: what the device of the proposal had proposed before, the latest first. They wait
    /// with it, and each can be decided for.
    struct Proposal {
        Value value;
        Instant at;
    };
    std::vector<Proposal> earlier;
    bool is_removal = false;
    bool is_decided = false;    ///< Settled here, on its way to the server.
    std::int64_t decision = 0;  ///< The op that settled it here, for `withdraw`.

    /// Since when it can have waited: the later of the two changes. Both moments are by the
    /// server's clock, as far as the devices knew it.
    Instant since() const { return theirs_at.ms > mine_at.ms ? theirs_at : mine_at; }
};

/// One thing that happened to a field, as far as this device knows.
struct FieldEvent {
    enum class Type : std::uint8_t {
        written,   ///< It became what the field says.
        proposed,  ///< Somebody else had written meanwhile: it waits, or waited, for a decision.
        refused,   ///< It broke a rule.
        decided,   ///< A person settled a conflict.
    };

    Type type = Type::written;
    std::string by{};
    Id device{};  ///< Nil where unknown.
    Instant at{};
    Value from{};
    Value to{};
    bool has_from = false;    ///< Whether `from` is known.
    bool is_waiting = false;  ///< Not on the server yet.
    std::int64_t n = 0;       ///< The op's number on `device`; 0 where unknown.
};

enum class Resolution : std::uint8_t { mine, theirs, other };

struct StoreStatus {
    std::int64_t pending = 0;    ///< Ops without a verdict.
    std::int64_t conflicts = 0;  ///< Open, not counting those settled here.
    std::int64_t refused = 0;
    std::int64_t lost = 0;           ///< Records that something of stands on the shelf.
    std::int64_t files = 0;          ///< Attached here and not at the server, in part or at all.
    Instant last_sync;               ///< When all of it was read, by this device's clock; or 0.
    std::int64_t acked_n = 0;        ///< The last op that the server answered, and all before it.
    std::int64_t backed_n = 0;       ///< The last op that is in a backup; 0 where none is known.
    Instant backed_at;               ///< When that op was made; 0 where it is not here any more.
    std::int64_t clock_skew_ms = 0;  ///< Server minus device, at the last sync.
};

/// A change without a verdict, for people to read.
struct WaitingOp {
    std::int64_t number = 0;  ///< What `withdraw` takes.
    Id record{};
    Id organization{};
    std::string kind{};
    FieldMap set{};
    FieldMap was{};  ///< What those fields said before.
    bool is_removal = false;
    bool is_restoration = false;
    bool is_sent = false;  ///< It may have reached the server: it can only be followed by another.
    Instant made_at{};
};

/// A value that this device had read from the server before a backup was restored there, and that
/// the server does not have any more. It waits for the device of whoever wrote it; until then this
/// may be the last copy.
struct ShelfItem {
    Id record;
    std::string kind;
    Id organization;
    std::string field;
    Value value;
};

/// Something that the person must be told once: it stays until they say that they have read it.
struct Notice {
    std::int64_t number = 0;  ///< What `dismiss` takes.
    Instant at;
    std::string type;   ///< `scope_lost`, `roles_changed`, `server_restored`.
    std::string title;  ///< In Spanish, as the two that follow.
    std::string text;
};

/// One op in the outbox, with its frozen text.
struct OutboxOp {
    std::int64_t n = 0;
    std::string text;
    bool is_first_time = true;  ///< It was in no request before.
};

/// Ops that go under a former name of this device.
struct FormerBatch {
    std::vector<OutboxOp> ops;
    std::string epoch;  ///< The one that their bases count in; empty: the present one.
};

/// How much of a snapshot is fetched at a time: half after each failure, twice after each success.
inline constexpr std::int64_t snapshot_step_bytes_first = 64 * 1024;
inline constexpr std::int64_t snapshot_step_bytes_min = 2 * 1024;
inline constexpr std::int64_t snapshot_step_bytes_max = 256 * 1024;

/// A snapshot that the server offers of a scope of which nothing is held.
struct SnapshotOffer {
    std::string scope;
    std::string etag;
    std::int64_t seq = 0;
    std::int64_t bytes = 0;
};

/// A snapshot that is being fetched.
struct SnapshotDownload {
    std::string scope;
    std::string etag;
    std::int64_t seq = 0;
    std::int64_t bytes = 0;
    std::int64_t received = 0;    ///< What is kept of it; the next byte to ask for.
    std::int64_t step_bytes = 0;  ///< How much to ask for at once on this link.
};

/// The answer of one exchange, as the session read it.
struct SyncAnswer {
    std::string epoch;
    Instant server_time;
    std::int64_t next_n = 0;
    /// Ops up to here are in a backup that is old enough: the device need not keep them.
    std::int64_t safe_n = 0;
    /// Ops up to here are in some backup; 0 where the device knows as much already.
    std::int64_t backed_n = 0;
    bool is_forked = false;
    bool has_more = false;
    std::vector<Verdict> verdicts;
    std::vector<RecordDelta> records;
    /// What the server named of a scope where this device may have missed deletions.
    struct Listing {
        std::string scope;
        std::vector<Id> ids;
    };
    std::vector<Listing> lists{};
    std::vector<std::string> listed{};  ///< Scopes of which all has been named.
    std::vector<SnapshotOffer> snapshots{};
    Cursors cursors;
    std::vector<std::string> gone;
    std::string seal_keys{};  ///< With `gone`: the server's keys, for what nobody may read now.
    std::vector<Review> reviews{};  ///< How quarantined work of this person ended.
    std::optional<Actor> actor;     ///< The person, where their name or roles are not as they were.
    std::optional<InstrumentNews> instruments{};  ///< Where the device has others.
    std::int64_t schema = schema_version;         ///< The version of the server's record tables.
    std::int64_t head_number = 0;                 ///< Of the audit chain; 0: it does not say.
    std::string head_hash;
    /// The server's chain does not hold the head that this device told it to have seen.
    bool is_chain_altered = false;
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
    /// Signs `actor` in. Another person's store is emptied and becomes theirs, but not while it
    /// holds words that the server has not accepted (`unaccepted_work`).
    Result<void> sign_in(const Actor& actor, std::string_view token);
    /// All ops that were not accepted and all that stands on the shelf, one JSON text a line, for a
    /// file of the person's own. What is kept here and does not read as JSON is there as it is,
    /// under `raw`, or `raw_hex` where it is no text. Fails where the disk does: then nothing is
    /// complete.
    Result<std::string> unaccepted_work() const;
    /// Empties the store, whatever it holds. Only ever at a person's word, after they were offered
    /// `unaccepted_work`.
    Result<void> empty();
    /// Forgets the token only: the work stays and can be gone on with.
    Result<void> forget_token();

    /// Takes the records of an organization off this device: whoever sees everything opens one at a
    /// time, and closes it. Fails with `unaccepted_work` while changes or files of theirs there
    /// have not reached the server, or wait in the inbox. No exchange may be under way.
    Result<void> close_organization(const Id& organization);

    /// Instruments that were published to this server after the programs were built
    /// (`add_instruments`).
    const InstrumentTexts& instruments() const { return instruments_; }

    const Id& device() const { return device_; }
    std::string setting(std::string_view key) const;
    Result<void> set_setting(std::string_view key, std::string_view value);
    /// The connection, for what is kept beside the records: bundles carried for others.
    storage::Database& database() { return *database_; }

    // Reading.

    std::optional<Record> find(const Id& id) const override;
    std::vector<Record> children(const Id& parent, std::string_view kind) const override;
    std::size_t count_children(const Id& parent, std::string_view kind) const override;
    /// The living records of a kind, in order of id.
    std::vector<Record> list(std::string_view kind) const;
    /// The record as the server last accepted it, without what waits in the outbox.
    std::optional<Record> find_accepted(const Id& id) const;
    /// Fields of the record that changed here, by an edit or a decision on a conflict, and have no
    /// verdict yet.
    std::vector<std::string> pending_fields(const Id& id) const;

    std::vector<InboxItem> inbox() const;
    /// Conflicts that were settled, by whomever, the latest decision first; at most `count_max`.
    std::vector<Record> settled_conflicts(std::size_t count_max) const;
    /// What happened to the field, the latest first. Knows this device's own ops and what the
    /// conflicts over the field tell of others.
    std::vector<FieldEvent> history(const Id& id, std::string_view field) const;
    StoreStatus status() const;
    /// What the server lost and nobody has brought back to it yet.
    std::vector<ShelfItem> shelf() const;
    /// Writes what stands on the shelf of a record as this person's own change, by the usual rules;
    /// a record that is gone is made again.
    Result<void> write_again(const Id& record);
    /// Lets go of it.
    Result<void> clear_shelf(const Id& record);
    /// How this person's work that went to quarantine ended, the latest first.
    std::vector<Review> reviews() const;
    /// The head of the audit chain that this device saw last, in the epoch that it knows.
    std::optional<AuditHead> seen_head() const;
    /// What the person has not yet said that they have read, the oldest first.
    std::vector<Notice> notices() const;
    Result<void> dismiss(std::int64_t notice);
    /// What waits for its verdict, the latest first, at most `count_max`; without what was taken
    /// back.
    std::vector<WaitingOp> waiting(std::int64_t count_max) const;
    /// The number of the latest op made here, for `withdraw`; 0 before the first.
    std::int64_t last_op() const;
    /// Bytes of the ops without a verdict, as they leave, before compression.
    std::int64_t pending_bytes() const;
    /// Raised by every change of what `find`, `list` and `cursors` give: screens read again when it
    /// moves.
    std::int64_t change_count() const { return change_count_ + blobs_.change_count(); }

    // Commands. Each is checked by the same rules as on the server and changes nothing if it fails.

    /// Runs commands as one transaction: all of them or, where one fails, none. Nothing is sent and
    /// no frame is drawn meanwhile.
    Result<void> together(const std::function<Result<void>()>& commands);
    /// Makes a record. Where the kind has a natural key and the record is already here, its fields
    /// are set instead. `organization` nil: the home of its parent.
    Result<Id> create(std::string_view kind, const Id& organization, FieldMap fields);
    /// Makes a record under the home of its parent and with an id that was derived for it. Fails
    /// with `already_exists` where there is or was one.
    Result<Id> create_as(const Id& id, std::string_view kind, FieldMap fields);
    /// Changes fields. What already says the same is left out; nothing left is no op at all.
    Result<void> set(const Id& id, FieldMap changes);
    Result<void> remove(const Id& id);
    /// Brings a removed record back with all that it said, for whoever may remove it. Fails with
    /// `record_deleted` while what it lay under is removed too.
    Result<void> restore(const Id& id);
    /// Removed records that this device still knows and this person may bring back, the latest
    /// known change first.
    std::vector<Record> removed() const;
    /// Settles a conflict. `value` counts for `other` only.
    Result<void> resolve(const Id& conflict, Resolution resolution, Value value = {});
    /// Takes back an op: a refused one leaves the inbox, one that was never sent leaves no trace.
    /// An op that was sent and has no verdict cannot be taken back.
    Result<void> withdraw(std::int64_t number);
    /// Undoes the last `withdraw` of this op, as long as the store stays open and nothing was sent.
    Result<void> reinstate(std::int64_t number);
    /// Changes what an op writes that was never sent. A field that a later op writes too is changed
    /// there. The record is checked as if the op were made now.
    Result<void> amend(std::int64_t number, FieldMap changes);
    /// Sends a refused op again, with `corrections` in the place of what was refused: a new op that
    /// holds only what the server did not take, and in the same transaction the refusal is closed.
    /// A refused record is made again under its own id, so that what was written below it fits.
    Result<void> correct(std::int64_t number, FieldMap corrections);

    // Files.

    /// Keeps a file and names it in the record's field for files, in that order: a record never
    /// names what is nowhere. Returns the file's hash.
    Result<std::string> attach(const Id& id, std::string_view bytes, std::string_view name);
    DeviceBlobs& blobs() { return blobs_; }
    const DeviceBlobs& blobs() const { return blobs_; }

    // For the session.

    /// Ops without a verdict in their order, those behind number `after`, up to `bytes` but at
    /// least one; marks them as sent.
    Result<std::vector<OutboxOp>> outbox(std::int64_t bytes, std::int64_t after = 0);
    /// The number of the last op that has left and has no verdict; 0 where there is none.
    std::int64_t sent_n() const;
    /// SHA-256 over the hashes of the ops behind `acked_n` up to `n`: by it the server knows them
    /// again without their bytes.
    Result<std::string> held_digest(std::int64_t n) const { return ops_digest(acked_n(), n); }
    /// The same over the ops behind `after`.
    Result<std::string> ops_digest(std::int64_t after, std::int64_t n) const;
    /// No sealed op lies behind `acked_n` and up to this one.
    std::int64_t named_n() const;
    /// The request with the ops from `n` on could not even be begun: they count as never sent.
    Result<void> mark_unsent(std::int64_t n);
    std::int64_t last_n() const { return next_n_ - 1; }
    /// The number of the last decision on quarantined work that this device was told of.
    std::int64_t reviewed_n() const;
    /// Every op up to here has its verdict.
    std::int64_t acked_n() const;
    /// Every op up to here is in a backup of the server, as far as it has told.
    std::int64_t backed_n() const;
    /// The words of this device's ops up to here may be gone from it, with a scope that was lost,
    /// or are read again from a restored server: they come back like anybody's.
    std::int64_t forgotten_n() const;
    const std::string& epoch() const { return epoch_; }
    Cursors cursors() const;
    /// What this device was called before a copy of it made it take a new name.
    std::vector<OwnChain::Former> former_names() const;
    /// Applies verdicts, then records, in one transaction.
    Result<ApplyCounts> apply(const SyncAnswer& answer);

    // What was written under a former name, for a restored server (device_former.cpp).

    /// The former name under which to ask next, before anything else is sent; nullopt: none.
    std::optional<OwnChain::Former> former_turn() const;
    /// Ops of that name that wait, in their order: of one epoch, up to `bytes` but at least one.
    Result<FormerBatch> former_outbox(const Id& name, std::int64_t bytes) const;
    /// Takes the answer to a request under that name: verdicts, and how far the server knows it.
    Result<ApplyCounts> apply_former(const OwnChain::Former& former, const SyncAnswer& answer);

    // Snapshots (device_snapshot.cpp).

    std::vector<SnapshotDownload> downloads() const;
    /// Takes the next bytes of the snapshot of `scope`, those from `received` on: records whose
    /// block is whole are here at once, the rest is kept until more comes. The last byte makes the
    /// scope a read one. Returns how many records came. Fails with `malformed` where they are no
    /// part of it; nothing of them is kept then.
    Result<std::int64_t> take_snapshot(std::string_view scope, std::string_view bytes);
    Result<void> set_snapshot_step(std::string_view scope, std::int64_t bytes);
    /// Gives the download up. Records that came stay; the scope is read from the beginning.
    Result<void> drop_snapshot(std::string_view scope);

private:
    DeviceStore(std::unique_ptr<storage::Database> database, const Catalog& catalog, Random& random,
                Clock& clock)
        : database_(std::move(database)),
          blobs_(*database_),
          catalog_(catalog),
          random_(random),
          clock_(clock) {}

    struct Held;      // a record with its accepted state and its view
    struct Snapshot;  // a download with its state

    /// A command that passed the rules, before it is stored. Without an op nothing has to change.
    struct Planned {
        Op op;
        Record after;
        bool has_op = false;
    };
    /// An op that was taken back last, to undo that.
    struct TakenBack {
        std::int64_t number = 0;
        std::int64_t state = 0;
        std::string text;
        Id target;
        std::int64_t target_rev = 0;
        std::string effect;
        Record subject;
    };
    struct StoredOp;
    /// A scope that is being lost: `which` finds its rows of `record`, by `home` where that is an
    /// organization, else by `scope`.
    struct LostScope {
        std::string which{};
        Id home{};
        std::string scope{};
    };
    /// An op whose words nobody may read on this device from now on.
    struct Doomed {
        std::int64_t number = 0;
        std::int64_t n = 0;
        std::int64_t state = 0;
        Id organization{};
        std::string text{};
        std::string verdict{};
        Op op{};
    };

    std::int64_t number_setting(std::string_view key) const;
    Instant next_moment() const;
    Result<void> take_server_time(Instant server_time);
    Result<void> load_identity();
    Result<void> lift_records();
    Result<void> take_identity();
    void load_instruments();
    Result<void> take_instruments(const InstrumentNews& news);
    Result<void> put_setting(std::string_view key, std::string_view value);
    Result<void> check(const Record& after, const Record* before, const FieldMap& changes) const;
    Result<void> check_decision(const Conflict& decided) const;
    Id free_meeting_id(const schema::RecordInfo& info, const FieldMap& fields) const;
    /// `wanted`: the id, or nil for a new one.
    Result<Planned> plan_create(const Id& wanted, std::string_view kind, const Id& organization,
                                FieldMap given);
    Result<Planned> plan_set(const Id& id, FieldMap given);
    Result<Planned> plan_remove(const Id& id);
    Result<Planned> plan_restore(const Id& id);
    Result<void> commit(Planned planned);
    /// `corrected`: the number of the refused op that this one takes the place of, or 0.
    Result<void> commit_op(Op op, const Record& subject, std::int64_t corrected = 0);
    Result<StoredOp> stored_op(std::int64_t number) const;
    Result<void> forbid_if_built_on(const StoredOp& op) const;
    Result<void> check_amended(const StoredOp& stored, const Op& amended) const;
    std::vector<Error> faults_of(const Id& id) const;
    Result<void> forbid_new_faults(const Id& id, const std::vector<Error>& before) const;
    std::int64_t waiting_decision(const Id& conflict) const;
    std::vector<FieldEvent> own_events(const Id& id, std::string_view field) const;
    std::int64_t waiting_base(const Op& op) const;
    Result<void> insert_unaccepted(const Record& record);
    Result<bool> add_waiting(Record& view, std::int64_t number) const;
    Result<void> rebuild_view(const Id& id);
    Result<void> apply_verdict(const Id& device, const Verdict& verdict, ApplyCounts& counts);
    Result<bool> settle_plain(const Id& device, const Verdict& verdict, ApplyCounts& counts);
    Result<void> accept_decision(const Id& target, std::string_view effect);
    Result<void> apply_delta(const RecordDelta& delta);
    Result<void> read_again();
    Result<void> apply_offers(const SyncAnswer& answer);
    Result<Snapshot> load_snapshot(std::string_view scope) const;
    Result<void> take_snapshot_block(Snapshot& snapshot, std::string_view block);
    Result<void> take_snapshot_frame(Snapshot& snapshot, std::string_view text);
    Result<void> apply_lists(const SyncAnswer& answer);
    Result<void> drop_unlisted(std::string_view scope);
    Result<void> put_cursor(std::string_view scope, const Cursor& cursor);
    Result<bool> take_new(const RecordDelta& delta);
    Result<void> adopt_epoch(const SyncAnswer& answer);
    Result<void> offer_again(const SyncAnswer& answer);
    Result<void> let_wait_again(const Id& device, std::int64_t first_n, std::int64_t last_n,
                                bool is_sent);
    Result<void> mark_epoch(const SyncAnswer& answer);
    std::int64_t safe_n() const;
    Result<void> forget_safe(const SyncAnswer& answer);
    bool is_rereading() const;
    Result<void> note_backed(const SyncAnswer& answer);
    Result<void> finish_rereading(const SyncAnswer& answer);
    Result<void> shelve(const Record& held, const FieldMap& now);
    Result<void> take_off_shelf(const Id& record);
    std::string epoch_of(std::int64_t generation) const;
    std::int64_t generation_of(const Id& record) const;
    bool has_ground(const Op& op) const;
    Result<void> reissue_pending();
    Result<void> reissue(const Id& device);
    Result<void> begin_former_turns();
    Result<void> end_former_turn();
    Result<void> offer_former(const OwnChain::Former& former, std::int64_t next_n);
    Result<void> forbid_unsent(const Id& organization) const;
    Result<void> lose_scopes(const SyncAnswer& answer);
    Result<void> lose_scope(std::string_view scope, std::string_view seal_keys);
    Result<void> withdraw_record(const Id& id);
    Result<void> forget_words();
    Result<std::vector<Doomed>> doomed_ops(const LostScope& lost) const;
    Result<std::int64_t> seal_ops(const LostScope& lost, std::string_view seal_keys);
    static std::string bare_verdict(const std::string& text);
    Result<bool> settle_sealed(std::int64_t number, const Verdict& verdict, ApplyCounts& counts);
    static Result<std::string> readdressed(const std::string& text, std::int64_t n,
                                           const std::string& epoch, bool is_emptied);
    Result<void> take_actor(const Actor& actor);
    Result<void> witness(const SyncAnswer& answer);
    Result<void> take_reviews(const SyncAnswer& answer, bool is_news);
    Result<void> add_notice(std::string_view type, std::string_view title, std::string_view text);
    Result<void> offer_ahead(const SyncAnswer& answer);
    Result<FieldMap> not_said_since(const Op& op, std::int64_t number,
                                    std::int64_t number_max) const;
    Result<void> forget_everything();
    Result<void> drop_orphan_blobs();

    std::unique_ptr<storage::Database> database_;
    DeviceBlobs blobs_;
    const Catalog& catalog_;
    Random& random_;
    Clock& clock_;
    IdMaker ids_;
    Id device_;
    std::int64_t next_n_ = 1;
    std::string epoch_;
    std::int64_t generation_ = 0;  ///< How many times the server came back from a backup.
    std::string token_;
    std::optional<Actor> actor_;
    InstrumentTexts instruments_;
    std::int64_t change_count_ = 0;
    bool needs_rereading_ = false;
    std::optional<TakenBack> taken_back_;
};

}  // namespace minga::sync
