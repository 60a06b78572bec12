#include "server/storage/sqlite_store.hpp"

#include "server/storage/migrations.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "sync/server/audit_chain.hpp"
#include "sync/wire/op_codec.hpp"

#define RECORD_COLUMNS "id, kind, organization, created_seq, rev, seq, deleted, body, stamps"

namespace minga::server {
namespace {

using storage::Row;
using sync::StampedRecord;

Error damaged(std::string detail) {
    return make_error(ErrorCode::storage_failed,
                      "Un registro guardado no se puede leer. Revise el almacén con "
                      "«minga-server verify».",
                      {}, std::move(detail));
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
    auto done = database_->execute("BEGIN IMMEDIATE");
    if (!done) return done;
    is_writing_ = true;
    took_seq_ = false;
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
    auto done = database_->execute("COMMIT");
    if (done) is_writing_ = false;
    return done;
}

void SqliteStore::roll_back() {
    is_writing_ = false;
    database_->execute("ROLLBACK").ignore();
}

Result<void> SqliteStore::begin_reading() {
    status_ = {};
    auto done = database_->execute("BEGIN");
    if (!done) return done;
    stored_seq();  // The first reading fixes the state that the others see.
    return status_;
}

void SqliteStore::end_reading() {
    database_->execute("COMMIT").ignore();
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

Result<StampedRecord> SqliteStore::read_record(const Row& row) const {
    StampedRecord stamped;
    Record& record = stamped.record;
    record.id = row.id(0);
    record.kind = row.text(1);
    record.organization = row.id(2);
    stamped.created_seq = row.integer(3);
    record.rev = row.integer(4);
    stamped.seq = row.integer(5);
    record.deleted = row.integer(6) != 0;
    auto body = parse_json(row.text(7));
    if (!body) return damaged(record.id.to_text() + ": body");
    auto fields = fields_from_json(*body);
    if (!fields) return damaged(record.id.to_text() + ": fields");
    record.fields = *std::move(fields);
    auto stamps = sync::stamps_from_text(row.text(8));
    if (!stamps) return damaged(record.id.to_text() + ": stamps");
    stamped.stamps = *std::move(stamps);
    return stamped;
}

std::optional<StampedRecord> SqliteStore::find_stamped(const Id& id) const {
    std::optional<StampedRecord> found;
    note(database_->each(
        "SELECT " RECORD_COLUMNS " FROM record WHERE id = ?1",
        [&](const Row& row) {
            auto read = read_record(row);
            if (read) {
                found = *std::move(read);
            } else {
                note(read.error());
            }
        },
        id));
    return found;
}

std::optional<Record> SqliteStore::find(const Id& id) const {
    auto stamped = find_stamped(id);
    if (!stamped) return std::nullopt;
    return std::move(stamped->record);
}

std::vector<Record> SqliteStore::children(const Id& parent, std::string_view kind) const {
    std::vector<Record> found;
    note(database_->each(
        "SELECT " RECORD_COLUMNS
        " FROM record "
        "WHERE parent = ?1 AND kind = ?2 AND deleted = 0 ORDER BY id",
        [&](const Row& row) {
            auto read = read_record(row);
            if (read) {
                found.push_back(std::move(read->record));
            } else {
                note(read.error());
            }
        },
        parent, kind));
    return found;
}

Result<void> SqliteStore::put(const StampedRecord& stamped) {
    const Record& record = stamped.record;
    return database_->run(
        "INSERT INTO record (" RECORD_COLUMNS
        ", parent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
        "organization = excluded.organization, created_seq = excluded.created_seq, "
        "rev = excluded.rev, seq = excluded.seq, deleted = excluded.deleted, "
        "body = excluded.body, stamps = excluded.stamps, parent = excluded.parent",
        record.id, record.kind, record.organization, stamped.created_seq, record.rev, stamped.seq,
        record.deleted, fields_to_json(record.fields).dump(), sync::stamps_to_text(stamped.stamps),
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
    return database_->run(
        "INSERT INTO op (device, n, hash, user, author, received_at, payload, verdict) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        entry.device, entry.n, entry.hash, entry.user, entry.author, entry.received_at.ms,
        entry.payload, entry.verdict);
}

sync::AuditHead SqliteStore::audit_head() const {
    sync::AuditHead head{0, std::string{sync::audit_hash_zero}};
    note(database_->each("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
                         [&](const Row& row) {
                             head = {row.integer(0), std::string{row.text(1)}};
                         }));
    return head;
}

Result<void> SqliteStore::put_audit(const sync::AuditHead& head, std::string_view entry) {
    return database_->run("INSERT INTO audit (number, hash, entry) VALUES (?1, ?2, ?3)",
                          head.number, head.hash, entry);
}

Result<void> SqliteStore::changed_since(
    const sync::Scope& scope, std::int64_t after,
    const std::function<bool(const StampedRecord&)>& visit) const {
    Result<void> outcome;
    const auto take = [&](const Row& row) {
        auto read = read_record(row);
        if (!read) {
            outcome = read.error();
            return false;
        }
        return visit(*read);
    };
    auto done = scope.organization
                    ? database_->each("SELECT " RECORD_COLUMNS
                                      " FROM record "
                                      "WHERE organization = ?1 AND seq > ?2 ORDER BY seq",
                                      take, *scope.organization, after)
                    : database_->each("SELECT " RECORD_COLUMNS
                                      " FROM record "
                                      "WHERE seq > ?1 ORDER BY seq",
                                      take, after);
    return done ? outcome : done;
}

Result<void> SqliteStore::each_of_kind(const sync::Scope& scope, std::string_view kind,
                                       const std::function<void(const Record&)>& visit) const {
    Result<void> outcome;
    const auto take = [&](const Row& row) {
        auto read = read_record(row);
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
            : database_->each("SELECT " RECORD_COLUMNS
                              " FROM record "
                              "WHERE kind = ?1 AND deleted = 0 ORDER BY id",
                              take, kind);
    return done ? outcome : done;
}

}  // namespace minga::server
