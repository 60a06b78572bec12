/// A store's life across backups: which epochs it has been through, and what of each device a
/// backup holds.
#pragma once

#include "server/storage/sqlite_store.hpp"

namespace minga::server {

/// How long a backup may still be the one that somebody goes back to. Devices keep what they sent
/// until a backup of this age has it.
inline constexpr std::int64_t backup_horizon_ms = std::int64_t{7} * 24 * 60 * 60 * 1000;

/// A restored store begins a new epoch: devices notice and offer again what it lacks. The audit
/// chain says so, with the epoch that ended and how far this store knows it. Call inside a write
/// transaction.
Result<void> begin_epoch(SqliteStore& store, std::string_view epoch, Instant now);

/// Notes which ops of each device the whole backup at `path` holds.
Result<void> mark_backup(SqliteStore& store, const std::string& path, Instant now);

}  // namespace minga::server
