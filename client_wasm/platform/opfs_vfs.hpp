/// SQLite's files in the browser's private file system (OPFS), by way of the worker's file pool.
#pragma once

namespace minga::client {

/// Registers the VFS as SQLite's default one; call it once, before any database is opened.
/// Returns the name under which databases, encrypted or not, are to be opened; "" if it failed.
const char* register_opfs_vfs();

}  // namespace minga::client
