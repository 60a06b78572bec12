/// Carries the session's bodies over HTTP and counts every byte it can see.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace minga::sync {

struct HttpAnswer {
    int status = 0;
    std::string body;  ///< Unpacked.
};

class HttpLink {
public:
    /// `url`: "http://host:port" or "https://host".
    explicit HttpLink(const std::string& url);
    ~HttpLink();

    /// Sends `json` (login) or frames. Packed with gzip where that is smaller. Fails with
    /// `network_failed` where no whole answer came.
    Result<HttpAnswer> post(const std::string& path, std::string_view body,
                            std::string_view content_type, std::string_view token);

    std::int64_t bytes_up() const { return bytes_up_; }
    std::int64_t bytes_down() const { return bytes_down_; }

private:
    struct Client;
    std::unique_ptr<Client> client_;
    std::int64_t bytes_up_ = 0;
    std::int64_t bytes_down_ = 0;
};

}  // namespace minga::sync
