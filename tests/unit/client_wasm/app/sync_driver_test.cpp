#include "client_wasm/app/sync_driver.hpp"

#include "sync/wire/frame.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using minga::test::PageFixture;
using minga::test::text;

namespace {

struct DriverFixture : PageFixture {
    SyncDriver driver{page, app, random};

    DriverFixture() {
        sign_in(world.committee);
        app.hooks.changed = [this] { driver.run_soon(); };
    }
    void edit(std::string_view name) { REQUIRE(app.edit(world.activity, "name", text(name))); }

    /// An answer that accepts the ops up to `last`.
    static std::string accepting(std::int64_t last, bool has_more = false) {
        Json head = Json::object();
        head.set("minga", 1)
            .set("epoch", "first")
            .set("time", test::noon.ms)
            .set("next_n", last + 1);
        if (has_more) head.set("more", true);
        Json verdicts = Json::array();
        if (last > 0) verdicts.push(Json::array().push(1).push(last).push(2));
        head.set("verdicts", std::move(verdicts));
        std::string body;
        sync::append_frame(body, head.dump());
        return body;
    }
};

}  // namespace

TEST_CASE("SyncDriver: asks at the start and is at rest afterwards") {
    DriverFixture at;

    at.driver.start();
    CHECK(at.page.waiting_request().url == "/api/v1/sync");
    at.page.answer(200, DriverFixture::accepting(0));

    CHECK(at.page.requests.empty());
    CHECK_FALSE(at.app.sync().is_running);
    CHECK(at.app.sync().last_error.empty());
}

TEST_CASE("SyncDriver: changes in a row travel together") {
    DriverFixture at;
    at.driver.start();
    at.page.answer(200, DriverFixture::accepting(0));

    at.edit("uno");
    at.page.advance(1'000);
    at.edit("dos");
    CHECK(at.page.requests.empty());
    CHECK(at.app.sync().pending == 2);
    at.page.advance(2'100);

    at.page.answer(200, DriverFixture::accepting(2));
    CHECK(at.app.sync().pending == 0);
    CHECK(at.page.persistence_asked == 1);
}

TEST_CASE("SyncDriver: without a network it waits longer each time, and never gives up") {
    DriverFixture at;
    at.driver.start();
    std::int64_t longest = 0;
    for (int failure = 0; failure < 20; ++failure) {
        at.page.answer(0, "");
        CHECK(at.app.sync().offline_since.ms > 0);
        REQUIRE(at.page.timers.size() == 1);
        const std::int64_t wait = at.page.timers.begin()->second.due_ms - at.page.now;
        longest = std::max(longest, wait);
        at.page.advance(wait);
    }

    CHECK(longest > 60'000);
    CHECK(longest <= backoff_ms_max);
    at.page.answer(200, "");  // the server is there
    at.page.answer(200, DriverFixture::accepting(0));
    CHECK(at.app.sync().offline_since.ms == 0);
}

TEST_CASE("SyncDriver: a link that keeps dying but moves something is soon tried again") {
    DriverFixture at;
    at.edit("uno");
    at.driver.start();
    for (int failure = 0; failure < 6; ++failure) {
        at.page.answer(0, "");
        at.page.advance(backoff_ms_max);
    }
    at.page.answer(200, "");  // the server is there
    at.page.answer(200, DriverFixture::accepting(1, true));
    at.page.answer(0, "");

    REQUIRE(at.page.timers.size() == 1);
    CHECK(at.page.timers.begin()->second.due_ms - at.page.now <= backoff_ms_min);
}

TEST_CASE("SyncDriver: the network's return is not waited for") {
    DriverFixture at;
    at.driver.start();
    at.page.answer(0, "");
    CHECK(at.page.requests.empty());

    at.driver.run_now();

    CHECK(at.page.requests.size() == 1);
}

TEST_CASE("SyncDriver: what is written without a network stays in its author's hands") {
    DriverFixture at;
    at.driver.start();
    at.page.answer(0, "");
    at.edit("uno");

    at.driver.run_now();
    CHECK(at.page.waiting_request().url == "/healthz");
    at.page.answer(0, "");
    CHECK_FALSE(at.app.store()->waiting(1).at(0).is_sent);
    CHECK(at.app.amend(at.app.store()->last_op(), {{"name", text("dos")}}));

    at.driver.run_now();
    at.page.answer(200, "");
    CHECK(at.page.waiting_request().url == "/api/v1/sync");
    CHECK(at.app.store()->waiting(1).at(0).is_sent);
    at.page.answer(200, DriverFixture::accepting(1));
    CHECK(at.app.sync().pending == 0);
}

TEST_CASE("SyncDriver: an expired session stops asking and keeps the work") {
    DriverFixture at;
    at.edit("uno");
    at.driver.start();

    at.page.answer(401, R"({"code":"unauthenticated"})");

    CHECK(at.app.sync().is_expired);
    CHECK(at.app.sync().pending == 1);
    CHECK(at.page.timers.empty());
    REQUIRE(at.app.edit(at.world.activity, "name", text("dos")));
    CHECK(at.app.sync().pending == 2);
}

TEST_CASE("SyncDriver: nothing leaves while a deletion can be undone") {
    DriverFixture at;
    at.driver.start();
    at.page.answer(200, DriverFixture::accepting(0));

    REQUIRE(at.app.remove(at.world.activity, "Actividad eliminada"));
    at.page.advance(3'000);
    CHECK(at.page.requests.empty());

    at.page.advance(6'000);
    CHECK(at.page.requests.size() == 1);
}

TEST_CASE("SyncDriver: answers that move nothing do not go round for ever") {
    DriverFixture at;
    at.edit("uno");
    at.driver.start();
    int answers = 0;
    while (!at.page.requests.empty() && answers < 50) {
        at.page.answer(200, DriverFixture::accepting(0));
        ++answers;
    }

    CHECK(answers < 10);
    CHECK(at.app.sync().pending == 1);
    CHECK(at.page.timers.size() == 1);
}

TEST_CASE("SyncDriver: who looks over all organizations pulls none of their records") {
    PageFixture at;
    at.sign_in(at.world.subdere);
    SyncDriver driver{at.page, at.app, at.random};

    driver.start();

    CHECK(at.page.waiting_request().body.find(R"("only":["none"])") != std::string::npos);
}
