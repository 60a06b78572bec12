/// Making one snapshot: header frame, a frame for each living record, end frame, in blocks
/// (sync/wire/snapshot_block.hpp).
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "sync/server/snapshots.hpp"

#include <filesystem>

namespace minga::server {

/// One block that holds `frames`.
std::string pack_block(std::string_view frames);

/// Writes the living records of `scope` as one committed state has them. `reader` is used for as
/// long as it takes; nobody else waits. Holds one block in memory. A file left by a failure is no
/// snapshot: the caller removes it.
Result<sync::SnapshotInfo> write_snapshot(SqliteStore& reader, const sync::Scope& scope,
                                          const std::filesystem::path& path);

}  // namespace minga::server
