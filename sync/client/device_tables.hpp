/// The SQL of the device's store, in one place.
#pragma once

#include <string_view>

namespace minga::sync {

/// `record` holds two states of each record: `accepted` as the server last gave it (NULL where it
/// never did) and `body` with this device's waiting ops on top. `op` is the outbox and the memory
/// of what became of each op: for a decision on a conflict, `effect` is what it makes of `target`,
/// seen at `target_rev`; `number` is the device's own order, `n` the number it travels with.
inline constexpr std::string_view device_tables_sql = R"sql(
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
CREATE INDEX IF NOT EXISTS op_waiting ON op(record) WHERE state = 0;
CREATE INDEX IF NOT EXISTS op_target ON op(target) WHERE state = 0 AND target IS NOT NULL;
CREATE INDEX IF NOT EXISTS op_state ON op(state, number);
CREATE TABLE IF NOT EXISTS cursor(
  scope TEXT PRIMARY KEY, complete INTEGER NOT NULL, reached INTEGER NOT NULL) WITHOUT ROWID;
)sql";

}  // namespace minga::sync
