/// One request and its response, free of the HTTP library, so that handlers are plain functions.
#pragma once

#include "server/auth/accounts.hpp"
#include "shared/codec/json.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::server {

struct IgnoreCase {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
};

struct HttpRequest {
    std::string method;
    std::string path;
    std::string address;  ///< Of the client, as well as it is known.
    std::string id;       ///< Goes into the log and into error answers.
    std::multimap<std::string, std::string, IgnoreCase> headers;
    std::map<std::string, std::string, std::less<>> query;

    using Take = std::function<bool(std::string_view)>;

    /// How much of the body was read so far. What a handler leaves is dropped after it.
    enum class Body : std::uint8_t { unread, partial, whole };
    Body body = Body::unread;
    /// Where the body comes from: the HTTP library, or a test.
    std::function<bool(const Take&)> body_source;

    /// Hands the body's bytes to `take` as they arrive, decompressed, until it returns false.
    /// Returns whether the whole body came. At most one call.
    bool read_body(const Take& take);

    /// The first header of that name, or "".
    std::string_view header(std::string_view name) const;
    /// The query parameter, or "".
    std::string_view parameter(std::string_view name) const;
    /// The media type of the body, without parameters, lower case.
    std::string content_type() const;
    /// Whether the client takes that content coding ("gzip", "br").
    bool accepts_encoding(std::string_view encoding) const;
};

struct HttpResponse {
    int status = 200;
    std::string content_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    /// The connection cannot be used again: part of the request was left unread.
    bool must_close = false;

    using Put = std::function<bool(std::string_view)>;
    /// For what is too large to hold: gives at most `length` bytes from `offset` to `put` and
    /// returns whether that worked. `body` is empty then, `source_bytes` the whole length.
    std::function<bool(std::size_t offset, std::size_t length, const Put& put)> source{};
    std::size_t source_bytes = 0;

    static HttpResponse json(const Json& json, int status = 200);
    static HttpResponse text(std::string body, std::string content_type);
};

/// A request on its way through the routes.
struct Exchange {
    HttpRequest& request;
    std::string_view capture;  ///< What stood for the `*` of the route's pattern.
    Session session;           ///< Whose request it is; only on routes that ask for a login.
    std::string token;
};

/// Reads a whole small body. Fails with `too_large` past `bytes_max` and with `malformed` where the
/// connection died.
Result<std::string> read_whole_body(HttpRequest& request, std::size_t bytes_max);

/// Reads and drops a body that nobody wanted, up to a limit, so that the client gets to read the
/// answer.
void drop_body(HttpRequest& request);

}  // namespace minga::server
