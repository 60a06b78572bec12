/// Files in the data folder, and what is known of them in the server's store: the shelf that
/// `serve` uses. For any number of threads.
#pragma once

#include "server/blobs/blob_files.hpp"
#include "server/storage/store_pool.hpp"

#include <array>
#include <mutex>

namespace minga::server {

class DiskShelf final : public sync::BlobShelf {
public:
    /// `stores` outlives the shelf.
    DiskShelf(StorePool& stores, BlobFiles files) : stores_(stores), files_(std::move(files)) {}

    Result<std::optional<sync::BlobInfo>> find(const sync::BlobKey& key) override;
    Result<std::optional<Upload>> find_upload(const sync::BlobKey& key) override;
    Result<std::int64_t> append(const sync::BlobKey& key, const sync::BlobPart& part,
                                Instant now) override;
    Result<sync::BlobInfo> finish(const sync::BlobKey& key, Instant now) override;
    Result<void> hold(const sync::BlobKey& key) override;
    Result<void> drop(const sync::BlobKey& key) override;
    Result<std::int64_t> bytes_of(const Id& organization) override;
    Result<std::string> read(std::string_view hash, std::int64_t offset,
                             std::int64_t length) override;

    /// Lets go of uploads that nobody went on with for a week.
    Result<void> sweep();

private:
    /// One lock for all that is done to a name.
    std::mutex& lock_of(std::string_view hash);

    StorePool& stores_;
    BlobFiles files_;
    std::array<std::mutex, 16> locks_;
};

/// Checks every file that the store knows against its hash; returns how many there are. Fails with
/// `malformed`, naming the first that is missing or damaged.
Result<std::int64_t> verify_blobs(storage::Database& database, const BlobFiles& files);

/// The hashes of all whole files that the store knows.
Result<std::vector<std::string>> known_blobs(storage::Database& database);

/// Forgets the files that are not in the folder, so that devices are asked for them again. Returns
/// how many.
Result<std::int64_t> forget_missing_blobs(storage::Database& database, const BlobFiles& files);

}  // namespace minga::server
