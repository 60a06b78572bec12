#include "server/auth/attempt_limiter.hpp"

namespace minga::server {
namespace {

constexpr std::size_t keys_max = 20'000;

}  // namespace

std::optional<std::int64_t> AttemptLimiter::wait_ms(const std::string& key, Instant now) {
    const std::lock_guard lock{mutex_};
    const auto found = failures_.find(key);
    if (found == failures_.end() || found->second.count < limit_.failures_max) return std::nullopt;
    const std::int64_t left = found->second.first.ms + limit_.window_ms - now.ms;
    if (left > 0) return left;
    failures_.erase(found);
    return std::nullopt;
}

void AttemptLimiter::add_failure(const std::string& key, Instant now) {
    const std::lock_guard lock{mutex_};
    if (failures_.size() >= keys_max) drop_old(now);
    Failures& failures = failures_[key];
    if (failures.count == 0 || now.ms - failures.first.ms >= limit_.window_ms) {
        failures = {0, now};
    }
    ++failures.count;
}

void AttemptLimiter::forget(const std::string& key) {
    const std::lock_guard lock{mutex_};
    failures_.erase(key);
}

void AttemptLimiter::drop_old(Instant now) {
    for (auto entry = failures_.begin(); entry != failures_.end();) {
        const bool is_old = now.ms - entry->second.first.ms >= limit_.window_ms;
        entry = is_old ? failures_.erase(entry) : std::next(entry);
    }
    // Someone is trying endless names: forgetting all of them keeps memory bounded, and the limit
    // per address still holds that someone back.
    if (failures_.size() >= keys_max) failures_.clear();
}

}  // namespace minga::server
