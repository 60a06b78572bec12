#include "server/storage/migrations.hpp"

#include "shared/base/hash.hpp"
#include "shared/storage/record_views.hpp"

#include <array>

namespace minga::server {
namespace {

// Ids are 16-byte blobs; moments are milliseconds since 1970; hashes are hexadecimal text.
constexpr std::array<std::string_view, 1> migrations{R"sql(
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
)sql"};

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

/// The views are made again only when the record tables changed: making them is a write.
Result<void> refresh_views(storage::Database& database) {
    const std::string sql = storage::all_views_sql();
    const std::string digest = sha256_hex(sql);
    auto held = read_meta(database, "views");
    if (!held) return held.error();
    if (*held == digest) return {};
    auto done = database.execute(sql);
    if (!done) return done;
    return write_meta(database, "views", digest);
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
    if (!done) return done;
    auto epoch = read_meta(database, "epoch");
    if (!epoch) return epoch.error();
    if (epoch->empty()) done = write_meta(database, "epoch", new_epoch);
    if (!done) return done;
    done = refresh_views(database);
    if (!done) return done;
    return transaction.commit();
}

Result<bool> is_current(storage::Database& database, std::int64_t version) {
    if (version != static_cast<std::int64_t>(migrations.size())) return false;
    auto views = read_meta(database, "views");
    if (!views) return views.error();
    return *views == sha256_hex(storage::all_views_sql());
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
