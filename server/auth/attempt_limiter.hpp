/// Counts failed logins per key (a login, an address) and says when it is too many.
#pragma once

#include "shared/base/instant.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace minga::server {

class AttemptLimiter {
public:
    struct Limit {
        int failures_max;
        std::int64_t window_ms;  ///< Counted from the first failure.
    };

    explicit AttemptLimiter(Limit limit) : limit_(limit) {}

    /// How long the key must still wait, or nothing where it may try.
    std::optional<std::int64_t> wait_ms(const std::string& key, Instant now);
    void add_failure(const std::string& key, Instant now);
    void forget(const std::string& key);

private:
    struct Failures {
        int count = 0;
        Instant first;
    };
    void drop_old(Instant now);

    Limit limit_;
    std::mutex mutex_;
    std::unordered_map<std::string, Failures> failures_;
};

}  // namespace minga::server
