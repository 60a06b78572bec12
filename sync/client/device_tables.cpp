#include "sync/client/device_tables.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace minga::sync {
namespace {

/// `record` holds two states of each record: `accepted` as the server last gave it (NULL where it
/// never did) and `body` with this device's waiting ops on top. `op` is the outbox and the memory
/// of what became of each op: for a decision on a conflict, `effect` is what it makes of `target`,
/// seen at `target_rev`; NULL marks an op that was taken back before it left, and goes empty.
/// `number` is the device's own order, `n` the number it travels with.
/// A scope without a `cursor` is one of which nothing is held. `listing` and `listed` are what the
/// server has named so far of a scope in which the device may have missed deletions. `snapshot` is
/// a file that is being fetched: its blocks up to `taken` are in `record`, `rest` is what came of
/// the next. `blob` are the files of device_blobs.hpp, `blob_piece` their bytes. `notice` is what
/// the person must be told once. `shelf` is what a restored server has lost. `review` is how their
/// work that went to quarantine ended.
constexpr std::string_view tables_sql = R"sql(
CREATE TABLE IF NOT EXISTS setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS record(
  id BLOB PRIMARY KEY, kind TEXT NOT NULL, organization BLOB NOT NULL, parent BLOB,
  rev INTEGER NOT NULL, deleted INTEGER NOT NULL, body TEXT NOT NULL,
  accepted TEXT, accepted_deleted INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_parent ON record(parent, kind);
CREATE INDEX IF NOT EXISTS record_kind ON record(kind);
CREATE TABLE IF NOT EXISTS op(
  number INTEGER PRIMARY KEY AUTOINCREMENT, device BLOB NOT NULL, n INTEGER NOT NULL,
  record BLOB NOT NULL, target BLOB, target_rev INTEGER, effect TEXT, text TEXT NOT NULL,
  made_at INTEGER NOT NULL, state INTEGER NOT NULL, sent INTEGER NOT NULL DEFAULT 0, verdict TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS op_n ON op(device, n);
CREATE INDEX IF NOT EXISTS op_outbox ON op(device, n) WHERE state = 0;
CREATE INDEX IF NOT EXISTS op_waiting ON op(record) WHERE state = 0;
CREATE INDEX IF NOT EXISTS op_unsettled ON op(record) WHERE state IN (0, 4);
CREATE INDEX IF NOT EXISTS op_target ON op(target) WHERE state = 0 AND target IS NOT NULL;
CREATE INDEX IF NOT EXISTS op_state ON op(state, number);
CREATE TABLE IF NOT EXISTS cursor(
  scope TEXT PRIMARY KEY, complete INTEGER NOT NULL, reached INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshot(
  scope TEXT PRIMARY KEY, etag TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
  bytes INTEGER NOT NULL, taken INTEGER NOT NULL, records INTEGER NOT NULL, step INTEGER NOT NULL,
  rest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS listing(scope TEXT PRIMARY KEY, listed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listed(
  scope TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY(scope, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob(
  hash TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL,
  held INTEGER NOT NULL, sent INTEGER NOT NULL, place INTEGER NOT NULL, reason TEXT NOT NULL,
  added_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob_piece(
  hash TEXT NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS blob_piece_place ON blob_piece(hash, position);
CREATE TABLE IF NOT EXISTS shelf(
  record BLOB NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, kind TEXT NOT NULL,
  organization BLOB NOT NULL, PRIMARY KEY(record, field)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS review(
  device BLOB NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(device, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notice(
  number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, type TEXT NOT NULL,
  body TEXT NOT NULL);
)sql";

struct AddedColumn {
    std::string_view table;
    std::string_view column;
    std::string_view definition;
};

/// What came after the first version, for new stores as for old ones.
constexpr std::array added_columns{
    // The scope that a record came with, where that is not its home organization.
    AddedColumn{"record", "scope", "TEXT"},
    // In which of the server's epochs, counted by this device, a revision was read.
    AddedColumn{"record", "generation", "INTEGER NOT NULL DEFAULT 0"},
    AddedColumn{"op", "generation", "INTEGER NOT NULL DEFAULT 0"},
    // Has its verdict, and is shown to a restored server once more, which may not know it.
    AddedColumn{"op", "recheck", "INTEGER NOT NULL DEFAULT 0"},
};

/// Over columns that came later.
constexpr std::string_view added_indexes_sql =
    "CREATE INDEX IF NOT EXISTS op_recheck ON op(device, n) WHERE recheck = 1";

/// What the tables above are, in one number that is not 0: a store that holds it has them all.
constexpr std::int64_t tables_mark() {
    std::uint32_t mark = 2166136261u;  // FNV-1a
    const auto add = [&](std::string_view text) {
        for (const char c : text) mark = (mark ^ static_cast<std::uint8_t>(c)) * 16777619u;
    };
    add(tables_sql);
    for (const AddedColumn& added : added_columns) {
        add(added.table);
        add(added.column);
        add(added.definition);
    }
    add(added_indexes_sql);
    return static_cast<std::int64_t>(mark >> 2) + 1;
}

Result<std::int64_t> stored_mark(storage::Database& database) {
    std::int64_t mark = 0;
    auto done = database.each("PRAGMA user_version",
                              [&](const storage::Row& row) { mark = row.integer(0); });
    if (!done) return done.error();
    return mark;
}

Result<bool> has_column(storage::Database& database, const AddedColumn& added) {
    bool is_there = false;
    const std::string sql = "PRAGMA table_info(" + std::string{added.table} + ")";
    auto done = database.each(sql, [&](const storage::Row& row) {
        if (row.text(1) == added.column) is_there = true;
    });
    if (!done) return done.error();
    return is_there;
}

}  // namespace

Result<void> make_device_tables(storage::Database& database) {
    auto mark = stored_mark(database);
    if (!mark) return mark.error();
    if (*mark == tables_mark()) return {};
    storage::Transaction transaction{database};
    auto done = transaction.begin();
    if (done) done = database.execute(tables_sql);
    for (const AddedColumn& added : added_columns) {
        if (!done) return done;
        auto is_there = has_column(database, added);
        if (!is_there) return is_there.error();
        if (*is_there) continue;
        done = database.execute("ALTER TABLE " + std::string{added.table} + " ADD COLUMN " +
                                std::string{added.column} + " " + std::string{added.definition});
    }
    if (done) done = database.execute(added_indexes_sql);
    if (done) done = database.execute("PRAGMA user_version = " + std::to_string(tables_mark()));
    if (done) done = transaction.commit();
    return done;
}

}  // namespace minga::sync
