/// A thin, typed door to SQLite: the one home of sqlite3.h.
///
///     auto done = db.run("INSERT INTO meta VALUES (?1, ?2)", "epoch", epoch);
///     if (!done) return done.error();
///     db.each("SELECT id, body FROM record WHERE kind = ?1",
///             [&](const Row& row) { … row.id(0), row.text(1) … }, kind);
///
/// Statements are prepared once and kept. A connection belongs to one thread at a time. Failures
/// are `storage_full` (the disk), `busy` (another writer) or `storage_failed`; nothing is written
/// by a call that fails. A disk that fails inside a transaction, be it at a read, makes SQLite roll
/// the whole of it back: from then on every call fails with that error until COMMIT or ROLLBACK, so
/// that nothing of the rest is written on its own.
#pragma once

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace minga::storage {

/// The current row of a statement; valid until the next step.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    Id id(int column) const;  ///< Nil where the column is not a 16-byte blob.

private:
    sqlite3_stmt* statement_;
};

/// Marks bytes that are stored as a BLOB.
struct Blob {
    std::string_view bytes;
};

struct OpenOptions {
    std::string path;   ///< ":memory:" for a store that lives in memory.
    std::string vfs{};  ///< The name of a registered VFS, or empty for the default.
    bool read_only = false;
    bool exclusive = false;  ///< One connection only; needed where there is no shared memory.
    std::int64_t cache_kib = 4096;
    std::int64_t busy_timeout_ms = 5000;
};

class Database {
public:
    /// Opens or makes the file: write-ahead log, `synchronous=FULL`, foreign keys on.
    static Result<std::unique_ptr<Database>> open(const OpenOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs any number of statements that take no values and give no rows.
    Result<void> execute(std::string_view sql);

    /// Runs one statement to its end.
    template <class... Values>
    Result<void> run(std::string_view sql, const Values&... values) {
        return each(
            sql, [](const Row&) {}, values...);
    }

    /// Runs one statement and calls `visit(row)` for each row. A visitor that returns `bool` stops
    /// the statement by returning false. Visitors may run other statements, but not the same one.
    template <class Visit, class... Values>
    Result<void> each(std::string_view sql, Visit&& visit, const Values&... values) {
        auto statement = prepare(sql);
        if (!statement) return statement.error();
        int index = 0;
        (bind(*statement, ++index, values), ...);
        while (true) {
            auto has_row = step(*statement);
            if (!has_row) {
                reset(*statement);
                return has_row.error();
            }
            if (!*has_row) break;
            const Row row{*statement};
            if constexpr (std::is_same_v<decltype(visit(row)), bool>) {
                if (!visit(row)) break;
            } else {
                visit(row);
            }
        }
        reset(*statement);
        return {};
    }

    std::int64_t changes() const;  ///< Rows that the last statement changed.

    /// Copies the whole database to `path` while others go on writing.
    Result<void> backup_to(const std::string& path);

    /// The raw connection, for the few who need what this class does not offer.
    sqlite3* handle() const { return handle_; }

private:
    friend class Transaction;

    explicit Database(sqlite3* handle) : handle_(handle) {}

    Result<sqlite3_stmt*> prepare(std::string_view sql);
    Result<bool> step(sqlite3_stmt* statement);
    void reset(sqlite3_stmt* statement);
    Error last_error(std::string_view sql) const;
    /// Fails where SQLite cut the transaction off; COMMIT and ROLLBACK end that.
    Result<void> check_transaction(std::string_view sql);
    /// last_error() of a call that was made in a transaction or not; notes that it cut it off.
    Error failed_call(bool was_in_transaction, std::string_view sql);

    void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    void bind(sqlite3_stmt* statement, int index, int value) {
        bind(statement, index, std::int64_t{value});
    }
    void bind(sqlite3_stmt* statement, int index, bool value) {
        bind(statement, index, std::int64_t{value ? 1 : 0});
    }
    void bind(sqlite3_stmt* statement, int index, std::nullptr_t);
    void bind(sqlite3_stmt* statement, int index, std::string_view value);
    void bind(sqlite3_stmt* statement, int index, const std::string& value) {
        bind(statement, index, std::string_view{value});
    }
    void bind(sqlite3_stmt* statement, int index, const char* value) {
        bind(statement, index, std::string_view{value});
    }
    void bind(sqlite3_stmt* statement, int index, Blob value);
    void bind(sqlite3_stmt* statement, int index, const Id& value);  ///< Nil binds NULL.

    /// Lets a statement be found by its text without making a string of it. There are some dozens,
    /// each looked up thousands of times: their length and their end tell them apart well enough.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            constexpr std::size_t tail_max = 24;
            const std::size_t tail = text.size() > tail_max ? text.size() - tail_max : 0;
            return std::hash<std::string_view>{}(text.substr(tail)) + text.size();
        }
    };

    sqlite3* handle_;
    bool has_transaction_ = false;  ///< A `Transaction` is open.
    std::optional<Error> cut_;      ///< Why SQLite rolled back a transaction that nobody ended yet.
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> statements_;
};

/// One write transaction: rolls back when it goes out of scope uncommitted. Inside of another one
/// it is a part of that: it ends with it, and what fails in it must fail the whole.
class Transaction {
public:
    explicit Transaction(Database& database) : database_(database) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    Result<void> begin();
    Result<void> commit();

private:
    Database& database_;
    bool is_open_ = false;
    bool is_part_ = false;
};

}  // namespace minga::storage
