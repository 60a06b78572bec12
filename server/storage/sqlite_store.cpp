#include "server/storage/sqlite_store.hpp"

#include "server/storage/epochs.hpp"
#include "server/storage/migrations.hpp"
#include "server/storage/refusals.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "sync/server/audit_chain.hpp"
#include "sync/wire/op_codec.hpp"

#define RECORD_COLUMNS \
    "id, kind, organization, created_seq, rev, seq, deleted, body, stamps, deleted_at"

namespace minga::server {
namespace {

using storage::Row;
using sync::StampedRecord;

/// Enough for all that a batch's records hang from.
constexpr std::size_t known_count_max = 512;

/// The columns of RECORD_COLUMNS; the views last as long as the row.
sync::RecordText record_text(const Row& row) {
    return {.id = row.id(0),
            .kind = row.text(1),
            .organization = row.id(2),
            .created_seq = row.integer(3),
            .rev = row.integer(4),
            .seq = row.integer(5),
            .deleted = row.integer(6) != 0,
            .deleted_at = {row.integer(9)},  // NULL reads as 0
            .body = row.text(7),
            .stamps = row.text(8)};
}

/// All living records of a kind. The kind stands in the text, so that those with an index of their
/// own are found by it.
std::string living_of(const schema::RecordInfo& info) {
    return "SELECT " RECORD_COLUMNS " FROM record WHERE kind = '" + std::string{info.key} +
           "' AND deleted = 0 ORDER BY id";
}

}  // namespace

Id parent_of(const Record& record) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    if (info == nullptr) return {};
    for (const schema::FieldInfo& field : info->fields) {
        if (!field.options.parent) continue;
        const auto parent = Id::parse(text_of(record.fields, field.key));
        if (parent) return *parent;
    }
    return {};
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const storage::OpenOptions& options,
                                                       std::string_view new_epoch) {
    auto database = storage::Database::open(options);
    if (!database) return database.error();
    if (!options.read_only) {
        auto done = migrate(**database, new_epoch);
        if (!done) return done.error();
    }
    return std::unique_ptr<SqliteStore>{new SqliteStore{*std::move(database)}};
}

Result<void> SqliteStore::begin() {
    status_ = {};
    auto done = database_->run("BEGIN IMMEDIATE");
    if (!done) return done;
    is_writing_ = true;
    took_seq_ = false;
    forget_known();
    seq_ = stored_seq();
    if (!status_) {
        roll_back();
        return status_;
    }
    return {};
}

Result<void> SqliteStore::commit() {
    if (took_seq_) {
        auto kept = write_meta(*database_, "seq", std::to_string(seq_));
        if (!kept) return kept;
    }
    auto done = database_->run("COMMIT");
    if (!done) return done;
    is_writing_ = false;
    forget_known();
    return done;
}

void SqliteStore::roll_back() {
    is_writing_ = false;
    forget_known();
    database_->run("ROLLBACK").ignore();
}

Result<void> SqliteStore::begin_reading() {
    status_ = {};
    auto done = database_->run("BEGIN");
    if (!done) return done;
    stored_seq();  // The first reading fixes the state that the others see.
    if (!status_) end_reading();
    return status_;
}

void SqliteStore::end_reading() {
    database_->run("COMMIT").ignore();
}

void SqliteStore::note(const Result<void>& done) const {
    if (!done && status_) status_ = done;
}

std::string SqliteStore::epoch() const {
    auto epoch = read_meta(*database_, "epoch");
    if (epoch) return *epoch;
    note(epoch.error());
    return {};
}

void SqliteStore::forget_known() {
    known_.clear();
    head_.reset();
}

std::optional<StampedRecord> SqliteStore::read_stamped(const Id& id) const {
    std::optional<StampedRecord> found;
    note(database_->each(
        "SELECT " RECORD_COLUMNS " FROM record WHERE id = ?1",
        [&](const Row& row) {
            auto read = sync::read_record(record_text(row));
            if (read) {
                found = *std::move(read);
            } else {
                note(read.error());
            }
        },
        id));
    return found;
}

std::shared_ptr<const StampedRecord> SqliteStore::known(const Id& id) const {
    if (is_writing_) {
        const auto found = known_.find(id);
        if (found != known_.end()) return found->second;
    }
    std::shared_ptr<const StampedRecord> record;
    if (auto read = read_stamped(id)) record = std::make_shared<StampedRecord>(*std::move(read));
    if (!is_writing_) return record;
    if (known_.size() >= known_count_max) known_.clear();
    known_.emplace(id, record);
    return record;
}

std::int64_t SqliteStore::end_of_epoch(std::string_view epoch) const {
    std::int64_t end = 0;
    note(database_->each(
        "SELECT end_seq FROM epoch WHERE epoch = ?1", [&](const Row& row) { end = row.integer(0); },
        epoch));
    return end;
}

bool SqliteStore::was_restored() const {
    bool has_ended_one = false;
    note(database_->each("SELECT 1 FROM epoch LIMIT 1", [&](const Row&) { has_ended_one = true; }));
    return has_ended_one;
}

std::int64_t SqliteStore::backed_up_n(const Id& device, Instant now) const {
    std::int64_t n = 0;
    note(database_->each(
        "SELECT max(n) FROM backup_mark WHERE device = ?1 AND made_at <= ?2",
        [&](const Row& row) { n = row.integer(0); }, device, now.ms - backup_horizon_ms));
    return n;
}

std::int64_t SqliteStore::in_backup_n(const Id& device) const {
    std::int64_t n = 0;
    note(database_->each(
        "SELECT max(n) FROM backup_mark WHERE device = ?1",
        [&](const Row& row) { n = row.integer(0); }, device));
    return n;
}

std::optional<StampedRecord> SqliteStore::find_stamped(const Id& id) const {
    if (!is_writing_) return read_stamped(id);
    const auto record = known(id);
    return record != nullptr ? std::optional{*record} : std::nullopt;
}

std::shared_ptr<const Record> SqliteStore::view(const Id& id) const {
    const auto stamped = known(id);
    if (stamped == nullptr) return nullptr;
    return {stamped, &stamped->record};
}

std::optional<Record> SqliteStore::find(const Id& id) const {
    const auto record = view(id);
    return record != nullptr ? std::optional{*record} : std::nullopt;
}

std::vector<Record> SqliteStore::children(const Id& parent, std::string_view kind) const {
    std::vector<Record> found;
    note(database_->each(
        "SELECT " RECORD_COLUMNS
        " FROM record "
        "WHERE parent = ?1 AND kind = ?2 AND deleted = 0 ORDER BY id",
        [&](const Row& row) {
            auto read = sync::read_record(record_text(row));
            if (read) {
                found.push_back(std::move(read->record));
            } else {
                note(read.error());
            }
        },
        parent, kind));
    return found;
}

std::size_t SqliteStore::count_children(const Id& parent, std::string_view kind) const {
    std::int64_t count = 0;
    note(database_->each(
        "SELECT count(*) FROM record WHERE parent = ?1 AND kind = ?2 AND deleted = 0",
        [&](const Row& row) { count = row.integer(0); }, parent, kind));
    return static_cast<std::size_t>(count);
}

std::vector<StampedRecord> SqliteStore::open_conflicts(const Id& parent) const {
    std::vector<StampedRecord> found;
    // The condition is that of the index `record_open_conflicts`, word for word.
    note(database_->each(
        "SELECT " RECORD_COLUMNS
        " FROM record WHERE parent = ?1 AND kind = 'conflict' AND body ->> '$.status' = 'open' "
        "AND deleted = 0 ORDER BY id",
        [&](const Row& row) {
            auto read = sync::read_record(record_text(row));
            if (read) {
                found.push_back(*std::move(read));
            } else {
                note(read.error());
            }
        },
        parent));
    return found;
}

std::optional<Record> SqliteStore::last_settled_conflict(const Id& parent,
                                                         std::string_view field) const {
    std::optional<Record> found;
    // The same with `record_settled_conflicts`.
    note(database_->each(
        "SELECT " RECORD_COLUMNS
        " FROM record WHERE parent = ?1 AND kind = 'conflict' AND body ->> '$.status' = 'resolved' "
        "AND body ->> '$.field' = ?2 AND body ->> '$.resolved_at' > '' AND deleted = 0 "
        "ORDER BY body ->> '$.resolved_at' DESC LIMIT 1",
        [&](const Row& row) {
            auto read = sync::read_record(record_text(row));
            if (read) {
                found = std::move(read->record);
            } else {
                note(read.error());
            }
        },
        parent, field));
    return found;
}

std::vector<Id> SqliteStore::records_naming(std::string_view hash) const {
    std::vector<Id> found;
    // `document` is the one kind that names files; `record_blobs` is the index for it.
    note(database_->each(
        "SELECT id FROM record WHERE kind = 'document' AND body ->> '$.blob' = ?1 AND deleted = 0 "
        "ORDER BY id",
        [&](const Row& row) { found.push_back(row.id(0)); }, hash));
    return found;
}

Result<void> SqliteStore::put(const StampedRecord& stamped, std::string_view body) {
    const Record& record = stamped.record;
    known_.erase(record.id);
    return database_->run(
        "INSERT INTO record (" RECORD_COLUMNS
        ", parent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif(?10, 0), ?11) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
        "organization = excluded.organization, created_seq = excluded.created_seq, "
        "rev = excluded.rev, seq = excluded.seq, deleted = excluded.deleted, "
        "body = excluded.body, stamps = excluded.stamps, parent = excluded.parent, "
        "deleted_at = excluded.deleted_at",
        record.id, record.kind, record.organization, stamped.created_seq, record.rev, stamped.seq,
        record.deleted, body, sync::stamps_to_text(stamped.stamps), stamped.deleted_at.ms,
        parent_of(record));
}

std::int64_t SqliteStore::stored_seq() const {
    std::int64_t seq = 0;
    note(database_->each("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'seq'",
                         [&](const Row& row) { seq = row.integer(0); }));
    return seq;
}

std::int64_t SqliteStore::last_seq() const {
    return is_writing_ ? seq_ : stored_seq();
}

std::int64_t SqliteStore::take_seq() {
    MINGA_ASSERT(is_writing_);
    took_seq_ = true;
    return ++seq_;
}

std::optional<sync::DeviceState> SqliteStore::find_device(const Id& device) const {
    std::optional<sync::DeviceState> found;
    note(database_->each(
        "SELECT user, next_n FROM device WHERE id = ?1",
        [&](const Row& row) {
            found = sync::DeviceState{row.id(0), row.integer(1)};
        },
        device));
    return found;
}

Result<void> SqliteStore::put_device(const Id& device, const sync::DeviceState& state,
                                     Instant now) {
    return database_->run(
        "INSERT INTO device (id, user, next_n, seen_at) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (id) DO UPDATE SET user = excluded.user, next_n = excluded.next_n, "
        "seen_at = excluded.seen_at",
        device, state.user, state.next_n, now.ms);
}

std::optional<sync::LedgerEntry> SqliteStore::find_op(const Id& device, std::int64_t n) const {
    std::optional<sync::LedgerEntry> found;
    note(database_->each(
        "SELECT hash, user, author, received_at, payload, verdict FROM op "
        "WHERE device = ?1 AND n = ?2",
        [&](const Row& row) {
            sync::LedgerEntry entry;
            entry.device = device;
            entry.n = n;
            entry.hash = row.text(0);
            entry.user = row.id(1);
            entry.author = row.text(2);
            entry.received_at = Instant{row.integer(3)};
            entry.payload = row.text(4);
            entry.verdict = row.text(5);
            found = std::move(entry);
        },
        device, n));
    return found;
}

Result<void> SqliteStore::put_op(const sync::LedgerEntry& entry) {
    auto kept = database_->run(
        "INSERT INTO op (device, n, hash, user, author, received_at, payload, verdict, record) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        entry.device, entry.n, entry.hash, entry.user, entry.author, entry.received_at.ms,
        entry.payload, entry.verdict, entry.record);
    if (!kept) return kept;
    return note_refusals(*database_, entry);
}

bool SqliteStore::had_access(const Id& user, const Id& organization) const {
    bool had = false;
    note(database_->each(
        "SELECT 1 FROM former_role WHERE user = ?1 AND organization = ?2 LIMIT 1",
        [&](const Row&) { had = true; }, user, organization));
    return had;
}

Result<void> SqliteStore::put_quarantined(const sync::Quarantined& op, Instant now) {
    return database_->run(
        "INSERT INTO quarantine (device, n, organization, record, kind, received_at, state, "
        "author) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'held', ?7)",
        op.device, op.n, op.organization, op.record, op.kind, now.ms, op.author);
}

std::vector<sync::Review> SqliteStore::reviews_since(const Id& user, std::int64_t after) const {
    std::vector<sync::Review> reviews;
    std::vector<Id> organizations;
    note(database_->each(
        "SELECT decided_number, device, n, state, decided_by, decided_at, reason, organization, "
        "kind, received_at FROM quarantine WHERE author = ?1 AND decided_number > ?2 "
        "ORDER BY decided_number LIMIT ?3",
        [&](const Row& row) {
            sync::Review review;
            review.number = row.integer(0);
            review.device = row.id(1);
            review.n = row.integer(2);
            review.is_released = row.text(3) == "released";
            review.by = row.text(4);
            review.at.ms = row.integer(5);
            review.reason = row.text(6);
            review.kind = row.text(8);
            review.received_at.ms = row.integer(9);
            reviews.push_back(std::move(review));
            organizations.push_back(row.id(7));
        },
        user, after, static_cast<std::int64_t>(sync::reviews_max)));
    for (std::size_t index = 0; index < reviews.size(); ++index) {
        const auto home = find(organizations[index]);
        if (home) reviews[index].organization_name = text_of(home->fields, "name");
    }
    return reviews;
}

sync::AuditHead SqliteStore::audit_head() const {
    if (is_writing_ && head_) return *head_;
    sync::AuditHead head{0, std::string{sync::audit_hash_zero}};
    note(database_->each("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
                         [&](const Row& row) {
                             head = {row.integer(0), std::string{row.text(1)}};
                         }));
    return head;
}

std::string SqliteStore::audit_hash(std::int64_t number) const {
    std::string hash;
    note(database_->each(
        "SELECT hash FROM audit WHERE number = ?1", [&](const Row& row) { hash = row.text(0); },
        number));
    return hash;
}

Result<void> SqliteStore::put_audit(const sync::AuditHead& head, std::string_view entry) {
    auto done = database_->run("INSERT INTO audit (number, hash, entry) VALUES (?1, ?2, ?3)",
                               head.number, head.hash, entry);
    head_ = done ? std::optional{head} : std::nullopt;
    return done;
}

Result<void> SqliteStore::changed_texts_since(
    const sync::Scope& scope, std::int64_t after,
    const std::function<bool(const sync::RecordText&)>& visit) const {
    if (!scope.share.empty()) return each_shared(scope, "shared.seq > ?2", after, visit);
    const auto take = [&](const Row& row) { return visit(record_text(row)); };
    return scope.organization ? database_->each("SELECT " RECORD_COLUMNS
                                                " FROM record "
                                                "WHERE organization = ?1 AND seq > ?2 ORDER BY seq",
                                                take, *scope.organization, after)
                              : database_->each("SELECT " RECORD_COLUMNS
                                                " FROM record "
                                                "WHERE seq > ?1 ORDER BY seq",
                                                take, after);
}

Result<void> SqliteStore::living_texts(
    const sync::Scope& scope, const std::function<bool(const sync::RecordText&)>& visit) const {
    if (!scope.share.empty()) {
        return each_shared(scope, "shared.seq > ?2 AND lost = 0 AND deleted = 0", 0, visit);
    }
    const auto take = [&](const Row& row) { return visit(record_text(row)); };
    return scope.organization
               ? database_->each("SELECT " RECORD_COLUMNS
                                 " FROM record WHERE organization = ?1 "
                                 "AND deleted = 0 ORDER BY seq",
                                 take, *scope.organization)
               : database_->each(
                     "SELECT " RECORD_COLUMNS " FROM record WHERE deleted = 0 ORDER BY seq", take);
}

/// As RECORD_COLUMNS, with the share's own numbers; what the device reads otherwise is left out.
Result<void> SqliteStore::each_shared(
    const sync::Scope& scope, std::string_view which, std::int64_t after,
    const std::function<bool(const sync::RecordText&)>& visit) const {
    return database_->each(
        "SELECT record.id, kind, record.organization, gained, rev, shared.seq, deleted, body, "
        "stamps, deleted_at, lost FROM shared JOIN record ON record.id = shared.record "
        "WHERE share = ?1 AND " +
            std::string{which} + " ORDER BY shared.seq",
        [&](const Row& row) {
            sync::RecordText text = record_text(row);
            if (!scope.takes(text.organization)) return true;
            text.lost = row.integer(10) != 0;
            return visit(text);
        },
        scope.share, after);
}

Result<void> SqliteStore::each_of_kind(const sync::Scope& scope, std::string_view kind,
                                       const std::function<void(const Record&)>& visit) const {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) return {};
    Result<void> outcome;
    const auto take = [&](const Row& row) {
        auto read = sync::read_record(record_text(row));
        if (!read) {
            outcome = read.error();
            return false;
        }
        visit(read->record);
        return true;
    };
    auto done =
        scope.organization
            ? database_->each("SELECT " RECORD_COLUMNS
                              " FROM record "
                              "WHERE organization = ?1 AND kind = ?2 AND deleted = 0 ORDER BY id",
                              take, *scope.organization, kind)
            : database_->each(living_of(*info), take);
    return done ? outcome : done;
}

}  // namespace minga::server
