/// The folder that holds a server's data: the store, its keys, and the lock of the server that
/// serves it.
#pragma once

#include "shared/base/result.hpp"

#include <filesystem>
#include <string>

namespace minga::server {

/// Holds the lock file of a data folder until it goes out of scope or the process ends.
class FolderLock {
public:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    FolderLock(FolderLock&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    int descriptor_;
};

class DataFolder {
public:
    explicit DataFolder(std::filesystem::path path) : path_(std::move(path)) {}

    std::string store_path() const { return (path_ / "minga.db").string(); }
    /// The server's secret keys.
    std::string keys_path() const { return (path_ / "minga.key").string(); }
    std::filesystem::path snapshots_path() const { return path_ / "snapshots"; }
    bool has_store() const;
    /// The attached files.
    std::filesystem::path blobs_path() const { return path_ / "blobs"; }

    /// Makes the folder, readable by its owner only, where it does not exist.
    Result<void> make() const;

    /// Fails with `busy` where a server runs on this folder.
    Result<FolderLock> lock() const;

private:
    std::filesystem::path path_;
};

}  // namespace minga::server
