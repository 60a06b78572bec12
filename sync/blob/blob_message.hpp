/// A request for a blob and its answer, free of any HTTP library: `HEAD|PUT|GET /api/v1/blobs/…`
/// (PROTOCOL.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace minga::sync {

inline constexpr std::string_view blob_path = "/api/v1/blobs/";

/// The server's answers to HEAD and PUT say how far an upload is: the names are those of the IETF's
/// resumable uploads.
inline constexpr std::string_view upload_offset_header = "Upload-Offset";
inline constexpr std::string_view upload_complete_header = "Upload-Complete";

struct BlobRequest {
    enum class Method : std::uint8_t { head, put, get };

    Method method = Method::head;
    std::string hash;
    std::string content_range;  ///< PUT: `Content-Range`.
    std::string range;          ///< GET: `Range`.
    std::string body;           ///< PUT: the bytes.

    std::string path() const { return std::string{blob_path} + hash; }
};

struct BlobAnswer {
    int status = 0;
    std::int64_t upload_offset = -1;  ///< -1: the answer does not say.
    bool is_complete = false;         ///< The server has all of it.
    std::int64_t total = 0;           ///< GET: of the whole file (`Content-Range`); 0: not said.
    std::string body;                 ///< GET: the bytes; else a problem, or nothing.
};

}  // namespace minga::sync
