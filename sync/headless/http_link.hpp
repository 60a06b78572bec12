/// Carries the session's bodies over HTTP and counts every byte it can see.
#pragma once

#include "shared/base/result.hpp"
#include "sync/blob/blob_message.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace minga::sync {

inline constexpr std::string_view bundle_media_type = "application/vnd.minga.bundle";

struct HttpAnswer {
    int status = 0;
    std::string body;     ///< Unpacked.
    std::string arrival;  ///< Of a bundle: what the server says it brought (JSON).
    std::string etag{};
};

class HttpLink {
public:
    /// `url`: "http://host:port" or "https://host".
    explicit HttpLink(const std::string& url);
    ~HttpLink();

    /// Sends `json` (login) or a bundle. Packed with gzip where that is smaller. Fails with
    /// `network_failed` where no whole answer came.
    Result<HttpAnswer> post(const std::string& path, std::string_view body,
                            std::string_view content_type, std::string_view token);

    /// The frames of a synchronization as they travel.
    struct Parcel {
        std::string bytes;
        bool is_packed = false;
    };
    /// Packs them with gzip where that is smaller: for a large batch most of the work on this side.
    static Parcel pack(std::string frames);

    /// Sends the frames of a synchronization. An answer that the connection died in is given as far
    /// as it came. Fails with `network_failed` where nothing of it came.
    Result<HttpAnswer> exchange(Parcel parcel, std::string_view token);

    /// Carries one request for a file.
    Result<BlobAnswer> carry(const BlobRequest& request, std::string_view token);

    /// Fetches a piece of a file. A piece that the connection died in is given as far as it came:
    /// what is there needs not come again. Fails with `network_failed` where nothing came.
    Result<HttpAnswer> get_range(const std::string& path, std::string_view range,
                                 std::string_view if_match, std::string_view token);

    /// Whether the last request found a server: where not, nothing of it left this device.
    bool has_connected() const { return has_connected_; }

    std::int64_t bytes_up() const { return bytes_up_; }
    std::int64_t bytes_down() const { return bytes_down_; }

private:
    struct Client;
    struct Packed;
    /// Posts, and gives the answer's body as it came.
    Result<Packed> send(const std::string& path, Parcel parcel, std::string_view content_type,
                        std::string_view token);

    std::unique_ptr<Client> client_;
    bool has_connected_ = false;
    std::int64_t bytes_up_ = 0;
    std::int64_t bytes_down_ = 0;
};

}  // namespace minga::sync
