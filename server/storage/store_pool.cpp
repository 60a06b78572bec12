#include "server/storage/store_pool.hpp"

namespace minga::server {
namespace {

constexpr std::int64_t writer_cache_kib = 32 * 1024;
constexpr std::int64_t reader_cache_kib = 4 * 1024;
constexpr std::int64_t page_bytes = 4096;  // SQLite's default, which the store keeps.
/// 16 MB of log before its pages move into the file: pages that many ops change move once.
constexpr std::int64_t log_pages_max = 4096;

}  // namespace

Result<std::unique_ptr<StorePool>> StorePool::open(const Options& options) {
    std::unique_ptr<StorePool> pool{new StorePool};
    auto writer =
        SqliteStore::open({.path = options.path, .cache_kib = writer_cache_kib}, options.new_epoch);
    if (!writer) return writer.error();
    pool->writer_ = *std::move(writer);
    auto paced = pool->writer_->database().run("PRAGMA wal_autocheckpoint = " +
                                               std::to_string(log_pages_max));
    if (!paced) return paced.error();
    if (options.bytes_max > 0) {
        auto limited = pool->writer_->database().run(
            "PRAGMA max_page_count = " + std::to_string(options.bytes_max / page_bytes));
        if (!limited) return limited.error();
    }
    for (std::size_t i = 0; i < options.reader_count; ++i) {
        auto reader = SqliteStore::open(
            {.path = options.path, .read_only = true, .cache_kib = reader_cache_kib}, {});
        if (!reader) return reader.error();
        pool->free_readers_.push_back(reader->get());
        pool->readers_.push_back(*std::move(reader));
    }
    return pool;
}

StorePool::Lease StorePool::writer() {
    std::unique_lock lock{mutex_};
    freed_.wait(lock, [&] { return is_writer_free_; });
    is_writer_free_ = false;
    return {*this, *writer_};
}

StorePool::Lease StorePool::reader() {
    std::unique_lock lock{mutex_};
    freed_.wait(lock, [&] { return !free_readers_.empty(); });
    SqliteStore* store = free_readers_.back();
    free_readers_.pop_back();
    return {*this, *store};
}

void StorePool::give_back(SqliteStore& store) {
    {
        const std::lock_guard lock{mutex_};
        if (&store == writer_.get()) {
            is_writer_free_ = true;
        } else {
            free_readers_.push_back(&store);
        }
    }
    freed_.notify_all();
}

Result<void> StorePool::checkpoint() {
    const Lease store = writer();
    return store->database().run("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace minga::server
