#include "server/auth/attempt_limiter.hpp"

#include <catch_amalgamated.hpp>

namespace minga::server {
namespace {

constexpr AttemptLimiter::Limit three_a_second{.failures_max = 3, .window_ms = 1000};

TEST_CASE("AttemptLimiter closes a key after its failures and opens it when the window ends") {
    AttemptLimiter limiter{three_a_second};
    for (const std::int64_t ms : {0, 100, 200}) limiter.add_failure("ana", Instant{ms});

    CHECK(limiter.wait_ms("ana", Instant{300}) == 700);
    CHECK_FALSE(limiter.wait_ms("luis", Instant{300}));
    CHECK_FALSE(limiter.wait_ms("ana", Instant{1000}));
}

TEST_CASE("AttemptLimiter counts each window anew") {
    AttemptLimiter limiter{three_a_second};
    for (const std::int64_t ms : {0, 100, 1100}) limiter.add_failure("ana", Instant{ms});

    CHECK_FALSE(limiter.wait_ms("ana", Instant{1200}));
}

TEST_CASE("AttemptLimiter forgets a key that succeeds") {
    AttemptLimiter limiter{three_a_second};
    for (const std::int64_t ms : {0, 1, 2}) limiter.add_failure("ana", Instant{ms});

    limiter.forget("ana");

    CHECK_FALSE(limiter.wait_ms("ana", Instant{3}));
}

TEST_CASE("AttemptLimiter stays small whatever names are tried") {
    AttemptLimiter limiter{three_a_second};

    for (int i = 0; i < 50'000; ++i) limiter.add_failure(std::to_string(i), Instant{i % 10});

    CHECK_FALSE(limiter.wait_ms("someone else", Instant{10}));
}

}  // namespace
}  // namespace minga::server
