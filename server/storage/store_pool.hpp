/// One store file and its connections: one that writes, for one thread at a time, and some that
/// read beside it (write-ahead log).
#pragma once

#include "server/storage/sqlite_store.hpp"

#include <condition_variable>
#include <mutex>

namespace minga::server {

class StorePool {
public:
    /// The use of a connection; given back when it goes out of scope.
    class Lease {
    public:
        Lease(StorePool& pool, SqliteStore& store) : pool_(&pool), store_(&store) {}
        Lease(Lease&& other) noexcept : pool_(other.pool_), store_(other.store_) {
            other.store_ = nullptr;
        }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (store_ != nullptr) pool_->give_back(*store_);
        }

        SqliteStore& operator*() const { return *store_; }
        SqliteStore* operator->() const { return store_; }

    private:
        StorePool* pool_;
        SqliteStore* store_;
    };

    struct Options {
        std::string path;
        std::string new_epoch;
        std::size_t reader_count = 4;
        std::int64_t bytes_max = 0;  ///< Writes past it fail with `storage_full`; 0: no limit.
    };
    static Result<std::unique_ptr<StorePool>> open(const Options& options);

    /// Waits for the writing connection.
    Lease writer();
    /// The writing connection, for whoever must name it before their turn: to be used only while a
    /// lease of `writer()` is held.
    SqliteStore& writing_store() { return *writer_; }
    /// Waits for one of the reading connections.
    Lease reader();

    /// Moves what the write-ahead log holds into the file. For a stop without leftovers.
    Result<void> checkpoint();

private:
    StorePool() = default;
    void give_back(SqliteStore& store);

    std::unique_ptr<SqliteStore> writer_;
    std::vector<std::unique_ptr<SqliteStore>> readers_;
    std::mutex mutex_;
    std::condition_variable freed_;
    bool is_writer_free_ = true;
    std::vector<SqliteStore*> free_readers_;
};

}  // namespace minga::server
