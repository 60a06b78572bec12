/// Opening the store of a data folder, as every verb begins, and writing into it.
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "server/storage/verify.hpp"

#include <functional>

namespace minga::server {

/// The store of `data`; it must exist, unless `may_make` is set.
struct OpenStoreOptions {
    bool may_make = false;
};
Result<std::unique_ptr<SqliteStore>> open_store(const std::string& data,
                                                OpenStoreOptions options = {});

/// Runs `work` in one write transaction: all of it or nothing.
Result<void> in_transaction(SqliteStore& store, const std::function<Result<void>()>& work);

/// The organization that an id or a code (CUT) names.
Result<Record> find_organization(const SqliteStore& store, std::string_view written);

/// The whole content of a file that a person named.
Result<std::string> read_input_file(const std::string& path);

}  // namespace minga::server
