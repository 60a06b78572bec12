/// The server's side of one upload or download, once it is clear what the caller may do: resumable
/// at the byte, checked whole before it counts.
#pragma once

#include "sync/blob/blob_shelf.hpp"
#include "sync/blob/content_range.hpp"

#include <vector>

namespace minga::sync {

/// The organizations whose records name the file, as far as they are the caller's.
struct BlobRights {
    std::vector<Id> readable;
    std::vector<Id> writable;
};

struct BlobLimits {
    std::int64_t organization_bytes_max = std::int64_t{2} << 30;
    /// Of one request's body. Devices send at most `ChunkSize::bytes_max`.
    std::int64_t part_bytes_max = 256 * 1024;
};

/// How far the server is with a file.
struct BlobState {
    std::int64_t offset = 0;        ///< Bytes it has, from the start.
    std::optional<BlobInfo> whole;  ///< Where it has all.
};

class BlobDesk {
public:
    BlobDesk(BlobShelf& shelf, const BlobLimits& limits) : shelf_(shelf), limits_(limits) {}

    /// HEAD. Fails with `not_found` where the caller may neither read nor send the file.
    Result<BlobState> look(std::string_view hash, const BlobRights& rights);

    /// PUT of `bytes`, which begin at `range.first`; fewer than the range says where the connection
    /// died under them, and they are kept. Fails with `not_found`, `forbidden`, `malformed`,
    /// `too_large`, `blob_gap`, `quota_full`, `unsupported_media_type` or `blob_mismatch`.
    Result<BlobState> take(std::string_view hash, const BlobRights& rights,
                           const ContentRange& range, std::string_view bytes, Instant now);

    /// What GET may serve. Fails with `not_found`.
    Result<BlobInfo> find(std::string_view hash, const BlobRights& rights);

private:
    Result<std::optional<BlobInfo>> find_among(std::string_view hash,
                                               const std::vector<Id>& organizations);
    Result<BlobState> whole_or(const Error& error, std::string_view hash, const BlobRights& rights);
    Result<void> check_room(const BlobKey& key, std::int64_t total);
    Result<void> share(std::string_view hash, const std::vector<Id>& organizations);

    BlobShelf& shelf_;
    BlobLimits limits_;
};

}  // namespace minga::sync
