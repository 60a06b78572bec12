/// Files on the server's disk, by the SHA-256 of what they say: `blobs/ab/ab12…` whole ones,
/// `blobs/uploads/` those on their way. A name among the whole ones always stands for a whole file:
/// it is given by renaming, after the bytes have reached the disk.
///
/// Not for two threads with one name at a time; `DiskShelf` sees to that.
#pragma once

#include "sync/blob/blob_shelf.hpp"

#include <filesystem>

namespace minga::server {

class BlobFiles {
public:
    explicit BlobFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Where a whole file lies.
    std::filesystem::path path_of(std::string_view hash) const;

    /// Bytes of an upload; 0 where there is none.
    std::int64_t received(const sync::BlobKey& key) const;

    /// Adds what is new in `bytes`, which begin at `offset`, and waits until it is on the disk.
    /// Returns how many bytes there are. Fails with `blob_gap`, `storage_full`, `storage_failed`;
    /// what was there before stays as it was.
    Result<std::int64_t> append(const sync::BlobKey& key, std::int64_t offset,
                                std::string_view bytes) const;

    /// The upload's size, type and whether its bytes are what its name says.
    struct Inspection {
        sync::BlobInfo info;
        bool is_sound = false;
    };
    Result<Inspection> inspect_upload(const sync::BlobKey& key) const;
    /// The same of a whole file; fails with `not_found` where there is none.
    Result<Inspection> inspect(std::string_view hash) const;

    /// Makes the upload a whole file; where there is one already, the upload goes.
    Result<void> publish(const sync::BlobKey& key) const;
    void remove_upload(const sync::BlobKey& key) const;

    Result<std::string> read(std::string_view hash, std::int64_t offset, std::int64_t length) const;

    /// Copies a whole file under its name in another folder of this kind, unless it is there.
    Result<void> copy_to(std::string_view hash, const BlobFiles& target) const;

    /// Removes uploads that got no byte for `age_s` seconds; returns their keys.
    std::vector<sync::BlobKey> sweep_uploads(std::int64_t age_s) const;

private:
    std::filesystem::path upload_path(const sync::BlobKey& key) const;

    std::filesystem::path folder_;
};

}  // namespace minga::server
