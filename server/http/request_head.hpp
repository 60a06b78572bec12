/// What the reception has to know of a request before anybody reads it: whether enough of it is
/// here that a thread will not have to wait for the rest.
#pragma once

#include <string>
#include <string_view>

namespace minga::server {

class RequestHead {
public:
    /// Looks at what came of a request so far.
    explicit RequestHead(std::string_view held);

    bool is_whole() const { return body_at_ != std::string_view::npos; }

    /// The last header of that name (lower case), without blanks around it; "" where there is none.
    std::string_view header(std::string_view name) const;

    /// Whether the body is here too, or so much of it that a thread may read the rest as it comes.
    bool has_body(std::string_view held, std::size_t body_bytes_max) const;

private:
    std::string_view head_;
    std::size_t body_at_ = std::string_view::npos;
};

/// Who asks: the address that our own proxy wrote last into `X-Forwarded-For`, or else `peer`.
std::string client_of(const RequestHead& head, const std::string& peer, bool is_behind_proxy);

}  // namespace minga::server
