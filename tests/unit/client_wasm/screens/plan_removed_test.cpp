#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct PlanPage : DrawnPage {
    PlanPage() : DrawnPage(draw_plan) {
        sign_in(world.committee);
        app.take_route("plan");
    }
};

}  // namespace

TEST_CASE("plan: what was removed is listed and comes back") {
    PlanPage page;
    page.settle();
    CHECK_FALSE(page.says("Eliminados"));
    REQUIRE(page.app.store()->remove(page.world.activity));
    REQUIRE(page.app.store()->outbox(1000)->size() == 1);
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says("Eliminados"));
        CHECK(page.says("Levantar el proceso"));
    }

    page.press("Recuperar");

    CHECK_FALSE(page.app.store()->find(page.world.activity)->deleted);
    CHECK_FALSE(page.says("Eliminados"));
}

TEST_CASE("plan: what lay under something removed waits for that") {
    PlanPage page;
    REQUIRE(page.app.store()->remove(page.world.activity));
    REQUIRE(page.app.store()->remove(page.world.line));
    page.settle();
    CHECK(page.count(client::Role::button, "Recuperar") == 1);
    CHECK(page.says("Recupere primero"));

    page.press("Recuperar");

    CHECK_FALSE(page.app.store()->find(page.world.line)->deleted);
    CHECK(page.app.store()->find(page.world.activity)->deleted);
    CHECK(page.count(client::Role::button, "Recuperar") == 1);
}

TEST_CASE("plan: who may not remove brings nothing back") {
    PlanPage page;
    REQUIRE(page.app.store()->remove(page.world.activity));
    page.sign_in(page.world.mayor);
    page.settle();
    CHECK_FALSE(page.says("Eliminados"));
}
