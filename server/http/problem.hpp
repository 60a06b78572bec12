/// Errors as RFC 9457 `application/problem+json`: `type`, `title`, `status`, `code` (our permanent
/// key), `detail` (a Spanish sentence that says what to do), `request_id`, and `next_n` for syncs.
#pragma once

#include "server/http/exchange.hpp"

namespace minga::server {

struct ProblemOptions {
    std::string_view request_id;
    std::int64_t next_n = 0;         ///< 0: left out.
    std::int64_t retry_seconds = 0;  ///< 0: no `Retry-After`.
};
HttpResponse problem_response(const Error& error, const ProblemOptions& options);

/// The error for a status that the HTTP library gave by itself.
Error error_of_status(int status);

}  // namespace minga::server
