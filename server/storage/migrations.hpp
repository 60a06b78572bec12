/// The server's tables, as steps that only go forward. Step n brings a store from version n-1 to
/// version n; `PRAGMA user_version` holds the number. A step that has shipped never changes.
#pragma once

#include "shared/storage/database.hpp"

#include <string_view>

namespace minga::server {

/// Marks the file as a store of Minga's server (`PRAGMA application_id`): "Mnga".
inline constexpr std::int64_t application_id = 0x4D6E6761;

/// Brings the store to this program's version and makes its typed views. Fails with
/// `unsupported_version` on a store made by a newer program and with `malformed` on a database of
/// another program. `new_epoch` becomes the epoch of a store that has none.
Result<void> migrate(storage::Database& database, std::string_view new_epoch);

/// Whether the database is a store of Minga's server; nothing is written.
Result<bool> is_minga_store(storage::Database& database);

Result<std::string> read_meta(storage::Database& database, std::string_view key);
Result<void> write_meta(storage::Database& database, std::string_view key, std::string_view value);

}  // namespace minga::server
