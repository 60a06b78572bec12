/// Where the server keeps files: whole ones, and those still on their way. Disk and SQLite
/// implement it now (server/blobs), memory in tests; an object store can, if it keeps the promises
/// below.
///
/// An organization holds a file once somebody of it has sent all of its bytes: who only knows a
/// hash gets nothing. The bytes themselves are kept once, however many hold them.
#pragma once

#include "shared/base/id.hpp"
#include "shared/base/instant.hpp"
#include "sync/blob/blob_rules.hpp"

#include <optional>

namespace minga::sync {

struct BlobKey {
    std::string hash;
    Id organization;

    friend bool operator==(const BlobKey&, const BlobKey&) = default;
};

struct BlobPart {
    std::int64_t offset = 0;
    std::int64_t total = 0;
    std::string_view bytes;
};

class BlobShelf {
public:
    virtual ~BlobShelf() = default;

    /// The whole file, where the organization holds it.
    virtual Result<std::optional<BlobInfo>> find(const BlobKey& key) = 0;

    /// An upload under way: how many bytes of how many.
    struct Upload {
        std::int64_t received = 0;
        std::int64_t total = 0;
    };
    /// nullopt where none is.
    virtual Result<std::optional<Upload>> find_upload(const BlobKey& key) = 0;

    /// Adds bytes to an upload, or begins it; returns how many it has. What it has already is
    /// skipped, and all of it where the file is whole. Durable when it returns. Fails with
    /// `blob_gap` where bytes before `offset` are missing or the total is another than before,
    /// `storage_full` where the disk is.
    virtual Result<std::int64_t> append(const BlobKey& key, const BlobPart& part, Instant now) = 0;

    /// Ends an upload that has all its bytes: they are what the hash says and of a type that is
    /// taken, and from now on the organization holds them. Else fails with `blob_mismatch` or
    /// `unsupported_media_type`, and the upload is gone.
    virtual Result<BlobInfo> finish(const BlobKey& key, Instant now) = 0;

    /// Lets an organization hold what is whole here already.
    virtual Result<void> hold(const BlobKey& key) = 0;

    /// Ends an upload and frees its bytes.
    virtual Result<void> drop(const BlobKey& key) = 0;

    /// What the organization holds plus what its uploads have announced.
    virtual Result<std::int64_t> bytes_of(const Id& organization) = 0;

    /// Bytes of a whole file.
    virtual Result<std::string> read(std::string_view hash, std::int64_t offset,
                                     std::int64_t length) = 0;
};

}  // namespace minga::sync
