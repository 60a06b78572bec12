#include "shared/storage/database.hpp"

#include <algorithm>

#include <sqlite3.h>

namespace minga::storage {
namespace {

ErrorCode code_of(int result) {
    switch (result & 0xFF) {
        case SQLITE_FULL:
            return ErrorCode::storage_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::busy;
        default:
            return ErrorCode::storage_failed;
    }
}

std::string message_of(ErrorCode code) {
    if (code == ErrorCode::storage_full) {
        return "No queda espacio para guardar. Libere espacio en el equipo y vuelva a intentarlo; "
               "lo guardado hasta ahora está a salvo.";
    }
    if (code == ErrorCode::busy) {
        return "Otro proceso está usando los datos. Espere un momento y vuelva a intentarlo.";
    }
    return "No se pudo leer o guardar en el almacenamiento. Lo guardado antes sigue a salvo.";
}

}  // namespace

bool Row::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Row::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Row::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Row::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Id Row::id(int column) const {
    Id id;
    const std::string_view bytes = blob(column);
    if (bytes.size() == id.bytes.size()) {
        std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(id.bytes.data()));
    }
    return id;
}

Result<std::unique_ptr<Database>> Database::open(const OpenOptions& options) {
    sqlite3* handle = nullptr;
    // A connection is one thread's at a time, by whoever holds it: no lock around each call.
    const int flags =
        SQLITE_OPEN_NOMUTEX |
        (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int result = sqlite3_open_v2(options.path.c_str(), &handle, flags, vfs);
    std::unique_ptr<Database> database{new Database{handle}};
    if (result != SQLITE_OK) return database->last_error("open " + options.path);
    sqlite3_extended_result_codes(handle, 1);
    // Otherwise a statement whose plan might depend on a bound value, as any with `LIMIT ?`, is
    // compiled anew each time it is used.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout_ms));
    std::string settings;
    if (options.exclusive) settings += "PRAGMA locking_mode = EXCLUSIVE;";
    if (!options.read_only) settings += "PRAGMA journal_mode = WAL;";
    settings += "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -";
    settings += std::to_string(options.cache_kib) + ";";
    // What a process left in the log when it died can be read again, but is on the disk for certain
    // only once it was flushed: nobody may build on it before that.
    if (!options.read_only) settings += "PRAGMA wal_checkpoint(PASSIVE);";
    auto done = database->execute(settings);
    if (!done) return done.error();
    return database;
}

Database::~Database() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

Result<void> Database::execute(std::string_view sql) {
    if (auto usable = check_transaction(sql); !usable) return usable.error();
    const std::string text{sql};
    const bool was_in_transaction = sqlite3_get_autocommit(handle_) == 0;
    if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failed_call(was_in_transaction, sql);
    }
    return {};
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(handle_);
}

Result<void> Database::backup_to(const std::string& path) {
    sqlite3* target = nullptr;
    if (sqlite3_open(path.c_str(), &target) != SQLITE_OK) {
        sqlite3_close(target);
        return make_error(ErrorCode::storage_failed, "No se pudo crear el archivo de respaldo.", {},
                          path);
    }
    sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
    int result = backup == nullptr ? SQLITE_ERROR : SQLITE_OK;
    while (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED) {
        result = sqlite3_backup_step(backup, -1);
    }
    if (backup != nullptr) sqlite3_backup_finish(backup);
    const std::string detail = sqlite3_errmsg(target);
    sqlite3_close(target);
    if (result != SQLITE_DONE) {
        return make_error(code_of(result), "No se pudo terminar el respaldo.", {}, detail);
    }
    return {};
}

Result<sqlite3_stmt*> Database::prepare(std::string_view sql) {
    if (auto usable = check_transaction(sql); !usable) return usable.error();
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second;
    std::string key{sql};
    sqlite3_stmt* statement = nullptr;
    const bool was_in_transaction = sqlite3_get_autocommit(handle_) == 0;
    if (sqlite3_prepare_v3(handle_, key.c_str(), static_cast<int>(key.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        return failed_call(was_in_transaction, sql);
    }
    statements_.emplace(std::move(key), statement);
    return statement;
}

Result<bool> Database::step(sqlite3_stmt* statement) {
    const bool was_in_transaction = sqlite3_get_autocommit(handle_) == 0;
    const int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    return failed_call(was_in_transaction, sqlite3_sql(statement));
}

void Database::reset(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

Result<void> Database::check_transaction(std::string_view sql) {
    if (!cut_) return {};
    Error why = *cut_;
    if (sql == "COMMIT" || sql == "ROLLBACK") cut_.reset();
    return why;
}

Error Database::failed_call(bool was_in_transaction, std::string_view sql) {
    Error error = last_error(sql);
    if (was_in_transaction && sqlite3_get_autocommit(handle_) != 0 && sql != "COMMIT" &&
        sql != "ROLLBACK") {
        cut_ = error;
    }
    return error;
}

Error Database::last_error(std::string_view sql) const {
    const int result = handle_ == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(handle_);
    const ErrorCode code = code_of(result);
    const std::string reason = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
    return make_error(
        code, message_of(code), {},
        reason + " (" + std::to_string(result) + ") in: " + std::string{sql.substr(0, 200)});
}

void Database::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    sqlite3_bind_int64(statement, index, value);
}

void Database::bind(sqlite3_stmt* statement, int index, std::nullptr_t) {
    sqlite3_bind_null(statement, index);
}

// Bound text and blobs are not copied: `each` outlives its statement's run and clears the bindings.
void Database::bind(sqlite3_stmt* statement, int index, std::string_view value) {
    const char* text = value.data() == nullptr ? "" : value.data();
    sqlite3_bind_text64(statement, index, text, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Database::bind(sqlite3_stmt* statement, int index, Blob value) {
    const char* bytes = value.bytes.data() == nullptr ? "" : value.bytes.data();
    sqlite3_bind_blob64(statement, index, bytes, value.bytes.size(), SQLITE_STATIC);
}

void Database::bind(sqlite3_stmt* statement, int index, const Id& value) {
    if (value.is_nil()) {
        sqlite3_bind_null(statement, index);
        return;
    }
    sqlite3_bind_blob64(statement, index, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
}

Transaction::~Transaction() {
    if (!is_open_) return;
    database_.run("ROLLBACK").ignore();
    database_.has_transaction_ = false;
}

Result<void> Transaction::begin() {
    is_part_ = database_.has_transaction_;
    if (is_part_) return {};
    auto done = database_.run("BEGIN IMMEDIATE");
    is_open_ = done.has_value();
    database_.has_transaction_ = is_open_;
    return done;
}

Result<void> Transaction::commit() {
    if (is_part_) return {};
    auto done = database_.run("COMMIT");
    if (done) {
        is_open_ = false;
        database_.has_transaction_ = false;
    }
    return done;
}

}  // namespace minga::storage
