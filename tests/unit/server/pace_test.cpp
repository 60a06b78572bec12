#include "server/http/pace.hpp"

#include <catch_amalgamated.hpp>

using namespace minga::server;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// Bytes that come at so many a second, `every` so often; how long they are listened to.
seconds listened(std::size_t bytes_per_second, seconds every, seconds at_most) {
    const auto begun = Pace::Clock::now();
    Pace pace{Pace::Limits{}, begun};
    for (seconds passed{0}; passed < at_most; passed += every) {
        if (pace.left(begun + passed) < every) return passed;
        pace.wait(every);
        pace.earn(bytes_per_second * static_cast<std::size_t>(every.count()));
    }
    return at_most;
}

}  // namespace

TEST_CASE("a byte a second is listened to for a minute") {
    const seconds heard = listened(1, seconds{1}, seconds{600});
    CHECK(heard >= seconds{55});
    CHECK(heard <= seconds{65});
}

TEST_CASE("a slow link is listened to for as long as it needs, up to an hour") {
    // EDGE sends 7500 bytes a second; the largest body of 16 MB takes it 37 minutes.
    CHECK(listened(7500, seconds{1}, seconds{37 * 60}) == seconds{37 * 60});
    CHECK(listened(7500, seconds{45}, seconds{37 * 60}) >= seconds{37 * 60});
    CHECK(listened(600, seconds{1}, seconds{2 * 3600}) <= seconds{3600});
}

TEST_CASE("the smallest batch comes to its end on a link of 180 bytes a second") {
    CHECK(listened(180, seconds{1}, seconds{16 * 1024 / 180}) == seconds{16 * 1024 / 180});
}

TEST_CASE("what came fast once buys no more than the slack") {
    const auto begun = Pace::Clock::now();
    Pace pace{Pace::Limits{}, begun};
    pace.earn(16 << 20);
    CHECK(pace.left(begun) == seconds{60});
    pace.wait(seconds{61});
    CHECK(pace.left(begun) == milliseconds{0});
}
