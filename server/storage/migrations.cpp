#include "server/storage/migrations.hpp"

#include "server/storage/ledger_history.hpp"
#include "server/storage/lift_records.hpp"
#include "shared/base/hash.hpp"
#include "shared/storage/record_views.hpp"
#include "sync/server/audit_chain.hpp"

#include <array>

namespace minga::server {
namespace {

// Ids are 16-byte blobs; moments are milliseconds since 1970; hashes are hexadecimal text.
constexpr std::array<std::string_view, 13> migrations{R"sql(
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    id           BLOB PRIMARY KEY,
    kind         TEXT NOT NULL,
    organization BLOB,
    parent       BLOB,
    created_seq  INTEGER NOT NULL,
    rev          INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    deleted      INTEGER NOT NULL,
    body         TEXT NOT NULL,
    stamps       TEXT NOT NULL
) STRICT;
CREATE INDEX record_by_organization ON record (organization, seq);
CREATE INDEX record_by_seq ON record (seq);
CREATE INDEX record_by_parent ON record (parent, kind);
CREATE INDEX record_organizations ON record (id) WHERE kind = 'organization';
CREATE INDEX record_conflicts ON record (id) WHERE kind = 'conflict';

CREATE TABLE device (
    id      BLOB PRIMARY KEY,
    user    BLOB,
    next_n  INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE op (
    device      BLOB NOT NULL,
    n           INTEGER NOT NULL,
    hash        TEXT NOT NULL,
    user        BLOB,
    author      TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    payload     TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    PRIMARY KEY (device, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    hash   TEXT NOT NULL,
    entry  TEXT NOT NULL
) STRICT;

CREATE TABLE user (
    id         BLOB PRIMARY KEY,
    login      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    password   TEXT NOT NULL,
    disabled   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE role (
    user         BLOB NOT NULL REFERENCES user (id),
    role         TEXT NOT NULL,
    organization BLOB NOT NULL,
    PRIMARY KEY (user, role, organization)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash  TEXT PRIMARY KEY,
    user        BLOB NOT NULL REFERENCES user (id),
    device_name TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user);

CREATE TABLE instrument (
    key          TEXT NOT NULL,
    version      TEXT NOT NULL,
    hash         TEXT NOT NULL,
    body         TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (key, version)
) STRICT, WITHOUT ROWID;
)sql",
                                                      R"sql(
CREATE INDEX record_blobs ON record (body ->> '$.blob') WHERE kind = 'document';

CREATE TABLE blob (
    hash        TEXT PRIMARY KEY,
    bytes       INTEGER NOT NULL,
    type        TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_holder (
    hash         TEXT NOT NULL REFERENCES blob (hash),
    organization BLOB NOT NULL,
    PRIMARY KEY (hash, organization)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_holder_by_organization ON blob_holder (organization);

CREATE TABLE blob_upload (
    hash         TEXT NOT NULL,
    organization BLOB NOT NULL,
    total        INTEGER NOT NULL,
    begun_at     INTEGER NOT NULL,
    PRIMARY KEY (hash, organization)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_upload_by_organization ON blob_upload (organization);
)sql",
                                                      // Who once had access, and what they had not
                                                      // sent when they lost it.
                                                      R"sql(
CREATE TABLE former_role (
    user         BLOB NOT NULL REFERENCES user (id),
    role         TEXT NOT NULL,
    organization BLOB NOT NULL,
    ended_at     INTEGER NOT NULL,
    PRIMARY KEY (user, organization, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch (
    epoch   TEXT PRIMARY KEY,
    end_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE backup_mark (
    device  BLOB NOT NULL,
    n       INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (device, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    device       BLOB NOT NULL,
    n            INTEGER NOT NULL,
    organization BLOB NOT NULL,
    record       BLOB NOT NULL,
    kind         TEXT NOT NULL,
    received_at  INTEGER NOT NULL,
    state        TEXT NOT NULL,
    decided_by   TEXT,
    decided_at   INTEGER
) STRICT;
CREATE INDEX quarantine_held ON quarantine (organization, number) WHERE state = 'held';
)sql",
                                                      // Files that travel without a network:
                                                      // whose keys are whose, and what came.
                                                      R"sql(
CREATE TABLE device_key (
    sign        BLOB PRIMARY KEY,
    box         BLOB NOT NULL,
    user        BLOB NOT NULL REFERENCES user (id),
    device_name TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_key_by_user ON device_key (user);

CREATE TABLE bundle (
    hash        TEXT PRIMARY KEY,
    device      BLOB NOT NULL,
    user        BLOB NOT NULL,
    courier     BLOB,
    first_n     INTEGER NOT NULL,
    last_n      INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    whole       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql",
                                                      // Tombstones that can be collected. Of those
                                                      // that are here already nobody kept the time:
                                                      // their life begins now.
                                                      R"sql(
ALTER TABLE record ADD COLUMN deleted_at INTEGER;
UPDATE record SET deleted_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE deleted = 1;
CREATE INDEX record_tombstones ON record (deleted_at) WHERE deleted = 1;
CREATE INDEX record_living ON record (organization, seq) WHERE deleted = 0;

CREATE TABLE grave (
    id           BLOB PRIMARY KEY,
    kind         TEXT NOT NULL,
    organization BLOB,
    rev          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- By scope; x'' stands for all.
CREATE TABLE collected (
    organization BLOB PRIMARY KEY,
    seq          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reading (
    device       BLOB NOT NULL,
    organization BLOB NOT NULL,
    complete     INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    PRIMARY KEY (organization, device)
) STRICT, WITHOUT ROWID;
)sql",
                                                      // Refusals that nobody corrected yet; a field
                                                      // is '' where all of the op was refused.
                                                      R"sql(
CREATE TABLE refusal (
    device       BLOB NOT NULL,
    n            INTEGER NOT NULL,
    field        TEXT NOT NULL,
    record       BLOB NOT NULL,
    organization BLOB NOT NULL,
    received_at  INTEGER NOT NULL,
    PRIMARY KEY (device, n, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX refusal_by_organization ON refusal (organization, received_at);
)sql",
                                                      // What a write asks of a record's conflicts,
                                                      // however many were settled before.
                                                      R"sql(
CREATE INDEX record_open_conflicts ON record (parent, id)
    WHERE kind = 'conflict' AND body ->> '$.status' = 'open';
CREATE INDEX record_settled_conflicts
    ON record (parent, body ->> '$.field', body ->> '$.resolved_at')
    WHERE kind = 'conflict' AND body ->> '$.status' = 'resolved';
)sql",
                                                      // Whose device it was that read. Of those
                                                      // that are here already nobody kept it.
                                                      R"sql(
ALTER TABLE reading ADD COLUMN user BLOB;
CREATE INDEX reading_by_user ON reading (user, organization, seen_at);
)sql",
                                                      // Keys of devices that were lost.
                                                      R"sql(
ALTER TABLE device_key ADD COLUMN revoked_at INTEGER;
)sql",
                                                      // Whoever wrote what went to quarantine is
                                                      // told how it ended, in the order of the
                                                      // decisions.
                                                      R"sql(
ALTER TABLE quarantine ADD COLUMN author BLOB;
ALTER TABLE quarantine ADD COLUMN reason TEXT;
ALTER TABLE quarantine ADD COLUMN decided_number INTEGER;
UPDATE quarantine SET author =
    (SELECT user FROM op WHERE op.device = quarantine.device AND op.n = quarantine.n);
UPDATE quarantine SET decided_number = number WHERE state <> 'held';
CREATE INDEX quarantine_decided ON quarantine (author, decided_number)
    WHERE decided_number IS NOT NULL;
CREATE INDEX quarantine_decisions ON quarantine (decided_number)
    WHERE decided_number IS NOT NULL;
)sql",
                                                      // Which bundle a file is of, however much of
                                                      // it came. Of those that are here already
                                                      // only the file's hash is known.
                                                      R"sql(
ALTER TABLE bundle ADD COLUMN header TEXT;
CREATE UNIQUE INDEX bundle_by_header ON bundle (header);
)sql",
                                                      // What people of other organizations read
                                                      // too, with the share's own numbers.
                                                      R"sql(
CREATE TABLE shared (
    share        TEXT NOT NULL,
    record       BLOB NOT NULL,
    organization BLOB NOT NULL,
    seq          INTEGER NOT NULL,
    gained       INTEGER NOT NULL,
    lost         INTEGER NOT NULL,
    PRIMARY KEY (share, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_by_seq ON shared (share, seq);
CREATE INDEX shared_by_record ON shared (record);
)sql",
                                                      // What an op is about, for the history of a
                                                      // record. Of those that are here already
                                                      // `fill_ledger_records` reads it.
                                                      R"sql(
ALTER TABLE op ADD COLUMN record BLOB;
CREATE INDEX op_by_record ON op (record, received_at) WHERE record IS NOT NULL;
)sql"};

/// The step behind which the ledger knows what its ops are about.
constexpr std::int64_t ledger_records_version = 13;

Result<std::int64_t> pragma(storage::Database& database, std::string_view name) {
    std::int64_t value = 0;
    auto done = database.each("PRAGMA " + std::string{name},
                              [&](const storage::Row& row) { value = row.integer(0); });
    if (!done) return done.error();
    return value;
}

Result<bool> has_tables(storage::Database& database) {
    bool found = false;
    auto done = database.each("SELECT 1 FROM sqlite_schema LIMIT 1",
                              [&](const storage::Row&) { found = true; });
    if (!done) return done.error();
    return found;
}

Result<void> run_steps(storage::Database& database, std::int64_t from) {
    for (std::size_t step = static_cast<std::size_t>(from); step < migrations.size(); ++step) {
        auto done = database.execute(migrations[step]);
        if (!done) return done;
    }
    std::string numbers = "PRAGMA user_version = " + std::to_string(migrations.size());
    numbers += "; PRAGMA application_id = " + std::to_string(application_id) + ";";
    return database.execute(numbers);
}

Result<void> note_lifted_records(storage::Database& database, std::int64_t version,
                                 std::string_view changed) {
    std::int64_t number = 0;
    std::string hash{sync::audit_hash_zero};
    auto done = database.each("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
                              [&](const storage::Row& row) {
                                  number = row.integer(0);
                                  hash = row.text(1);
                              });
    if (!done) return done;
    auto records = parse_json(changed);
    if (!records) return records.error();
    const std::string entry = Json::object()
                                  .set("event", "records_lifted")
                                  .set("from", version)
                                  .set("to", schema::schema_version)
                                  .set("records", *std::move(records))
                                  .dump();
    return database.run("INSERT INTO audit (number, hash, entry) VALUES (?1, ?2, ?3)", number + 1,
                        sync::next_audit_hash(hash, entry), entry);
}

/// Of the views as this program makes them. It takes as long as opening the store does otherwise.
const std::string& views_digest() {
    static const std::string digest = sha256_hex(storage::all_views_sql());
    return digest;
}

/// The views are made again only when the record tables changed: making them is a write.
Result<void> refresh_views(storage::Database& database) {
    auto held = read_meta(database, "views");
    if (!held) return held.error();
    if (*held == views_digest()) return {};
    auto done = database.execute(storage::all_views_sql());
    if (!done) return done;
    return write_meta(database, "views", views_digest());
}

/// Records written with earlier tables are lifted to the present ones, and the chain is told.
Result<void> bring_records_up_to_date(storage::Database& database) {
    auto held = read_meta(database, "schema");
    if (!held) return held.error();
    const auto number = Decimal::parse(*held);
    const std::int64_t version = number ? number->thousandths / 1000 : 1;
    if (version > schema::schema_version) {
        return make_error(
            ErrorCode::unsupported_version,
            "Los datos son de una versión más nueva de Minga. Actualice el programa.");
    }
    auto changed = lift_records(database, version);
    if (!changed) return changed.error();
    if (*changed != "[]") {
        auto noted = note_lifted_records(database, version, *changed);
        if (!noted) return noted;
    }
    return write_meta(database, "schema", std::to_string(schema::schema_version));
}

Result<void> bring_up_to_date(storage::Database& database, std::int64_t version,
                              std::string_view new_epoch) {
    storage::Transaction transaction{database};
    auto done = transaction.begin();
    if (!done) return done;
    // Another process may have done it while this one waited for the lock.
    auto now = pragma(database, "user_version");
    if (!now) return now.error();
    if (*now == version) done = run_steps(database, version);
    if (done && *now < ledger_records_version) done = fill_ledger_records(database);
    if (!done) return done;
    auto epoch = read_meta(database, "epoch");
    if (!epoch) return epoch.error();
    if (epoch->empty()) done = write_meta(database, "epoch", new_epoch);
    if (!done) return done;
    done = refresh_views(database);
    if (done) done = bring_records_up_to_date(database);
    if (!done) return done;
    return transaction.commit();
}

Result<bool> is_current(storage::Database& database, std::int64_t version) {
    if (version != static_cast<std::int64_t>(migrations.size())) return false;
    auto views = read_meta(database, "views");
    if (!views) return views.error();
    auto version_of_tables = read_meta(database, "schema");
    if (!version_of_tables) return version_of_tables.error();
    return *views == views_digest() && *version_of_tables == std::to_string(schema::schema_version);
}

}  // namespace

Result<bool> is_minga_store(storage::Database& database) {
    auto id = pragma(database, "application_id");
    if (!id) return id.error();
    return *id == application_id;
}

Result<void> migrate(storage::Database& database, std::string_view new_epoch) {
    auto version = pragma(database, "user_version");
    if (!version) return version.error();
    auto is_ours = is_minga_store(database);
    if (!is_ours) return is_ours.error();
    auto is_used = has_tables(database);
    if (!is_used) return is_used.error();
    if (*is_used && !*is_ours) {
        return make_error(ErrorCode::malformed, "El archivo de datos no es un almacén de Minga.");
    }
    if (*version > static_cast<std::int64_t>(migrations.size())) {
        return make_error(
            ErrorCode::unsupported_version,
            "Los datos son de una versión más nueva de Minga. Actualice el programa.");
    }
    if (*is_used) {
        auto current = is_current(database, *version);
        if (!current) return current.error();
        if (*current) return {};
    }
    return bring_up_to_date(database, *version, new_epoch);
}

Result<std::string> read_meta(storage::Database& database, std::string_view key) {
    std::string value;
    auto done = database.each(
        "SELECT value FROM meta WHERE key = ?1",
        [&](const storage::Row& row) { value = row.text(0); }, key);
    if (!done) return done.error();
    return value;
}

Result<void> write_meta(storage::Database& database, std::string_view key, std::string_view value) {
    return database.run(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key, value);
}

}  // namespace minga::server
