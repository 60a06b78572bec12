/// The verbs of `minga-server`. Each prints what it did on standard output; an error's message goes
/// to standard error by the caller.
#pragma once

#include "shared/base/result.hpp"

#include <string>
#include <vector>

namespace minga::server {

struct ServeOptions {
    std::string data;
    std::string host = "127.0.0.1";
    int port = 8080;
    std::string port_file;
    std::string web;
    std::size_t threads = 64;
    std::size_t waiting_max = 256;
    std::int64_t store_mb_max = 0;  ///< 0: as much as the disk holds.
    bool is_demo = false;
    bool is_demo_anywhere = false;
    bool is_behind_tls = false;
};
Result<void> serve(const ServeOptions& options);

struct UserOptions {
    std::string data;
    std::string login;
    std::string name;
    std::string role;
    std::string organization;  ///< An id or a code (CUT).
    bool is_reversed = false;  ///< `disable --enable`, `role --remove`.
};
Result<void> add_user(const UserOptions& options);
Result<void> list_users(const UserOptions& options);
Result<void> disable_user(const UserOptions& options);
Result<void> change_role(const UserOptions& options);

struct RecordsOptions {
    std::string data;
    std::string kind;
    std::string file;
    std::string format = "csv";
    std::string organization;
};
Result<void> import_records(const RecordsOptions& options);
Result<void> export_records(const RecordsOptions& options);

struct StoreOptions {
    std::string data;
    std::string file;
};
Result<void> verify(const StoreOptions& options);
Result<void> back_up(const StoreOptions& options);
Result<void> restore(const StoreOptions& options);
Result<void> publish_instrument(const StoreOptions& options);

}  // namespace minga::server
