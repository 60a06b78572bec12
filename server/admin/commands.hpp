/// The verbs of `minga-server`. Each prints what it did on standard output; an error's message goes
/// to standard error by the caller.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
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
    std::size_t client_threads_max = 0;  ///< Of one address; 0: three quarters of the threads.
    std::int64_t store_mb_max = 0;       ///< 0: as much as the disk holds.
    std::int64_t files_mb_max = 2048;    ///< Attached files of one organization.
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
    std::string heads;  ///< A file of heads that somebody saw, `number hash` a line.
};
Result<void> verify(const StoreOptions& options);
Result<void> back_up(const StoreOptions& options);
Result<void> restore(const StoreOptions& options);
Result<void> collect(const StoreOptions& options);
Result<void> publish_instrument(const StoreOptions& options);

struct InstrumentOptions {
    std::string data;
    std::string file;  ///< A spreadsheet: .csv or .xlsx.
    std::string key = "instrumento";
    std::string title = "Instrumento";
    std::string version = "1";
};
Result<void> check_instrument(const InstrumentOptions& options);
Result<void> import_instrument(const InstrumentOptions& options);

struct QuarantineOptions {
    std::string data;
    std::string organization;  ///< An id or a code (CUT); "" for all.
    bool with_decided = false;
    std::int64_t number = 0;
    std::string reviewer;  ///< The login of whoever decides.
    std::string reason;    ///< Why, for the author; may be empty.
};
Result<void> list_quarantine(const QuarantineOptions& options);
Result<void> show_quarantined(const QuarantineOptions& options);
Result<void> release_from_quarantine(const QuarantineOptions& options);
Result<void> discard_from_quarantine(const QuarantineOptions& options);

struct DeviceOptions {
    std::string data;
    std::string login;         ///< Whose; "" for all.
    std::string key;           ///< How it begins, at least.
    bool is_reversed = false;  ///< `revoke --restore`.
};
Result<void> list_devices(const DeviceOptions& options);
Result<void> revoke_device(const DeviceOptions& options);

struct BundleOptions {
    std::string data;
    std::vector<std::string> files;
    std::string out;  ///< Where the answers go; empty: beside each file.
};
Result<void> import_bundles(const BundleOptions& options);

}  // namespace minga::server
