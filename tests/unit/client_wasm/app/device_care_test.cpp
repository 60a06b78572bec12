#include "client_wasm/app/device_care.hpp"

#include "client_wasm/app/account.hpp"
#include "client_wasm/app/saved_views.hpp"
#include "client_wasm/screens/home_care.hpp"
#include "sync/wire/actor_codec.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;
constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60 * 1000;

std::optional<StorageRoom> room_told(std::string words) {
    TestPage page;
    page.preferences["page_storage"] = std::move(words);
    return storage_room(page);
}

}  // namespace

TEST_CASE("StorageRoom: little is left below a tenth or below fifty megabytes") {
    const auto room = [](std::int64_t used, std::int64_t quota) {
        return StorageRoom{used * mebibyte, quota * mebibyte};
    };

    CHECK_FALSE(room(10, 1000).is_low());
    CHECK_FALSE(room(900, 1000).is_low());
    CHECK(room(901, 1000).is_low());
    CHECK_FALSE(room(350, 400).is_low());
    CHECK(room(351, 400).is_low());
    CHECK(room(1001, 1000).is_low());
}

TEST_CASE("storage_room: as the page tells it, or not at all") {
    REQUIRE(room_told("1000 5000"));
    CHECK(room_told("1000 5000")->left_bytes() == 4000);
    for (const char* words : {"", "1000", "a b", "1000 0", "undefined undefined"}) {
        CHECK_FALSE(room_told(words));
    }
}

TEST_CASE("install_state: as the page tells it") {
    TestPage page;
    CHECK(install_state(page) == InstallState::unknown);
    page.preferences["page_install"] = "offered";
    CHECK(install_state(page) == InstallState::offered);
    page.preferences["page_install"] = "by_hand";
    CHECK(install_state(page) == InstallState::by_hand);
    page.preferences["page_install"] = "installed";
    CHECK(install_state(page) == InstallState::installed);
}

TEST_CASE("needs_way_out: unsent work of more than three days without the server") {
    const Instant now = noon;
    const Instant old{now.ms - 4 * day_ms};
    const Instant young{now.ms - 2 * day_ms};

    SyncView never;
    never.pending = 1;
    SyncView long_ago = never;
    long_ago.last_sync = old;
    SyncView lately = never;
    lately.last_sync = young;
    SyncView sent = long_ago;
    sent.pending = 0;

    CHECK(needs_way_out(long_ago, old, now));
    CHECK(needs_way_out(never, old, now));
    CHECK_FALSE(needs_way_out(long_ago, young, now));
    CHECK_FALSE(needs_way_out(lately, old, now));
    CHECK_FALSE(needs_way_out(sent, old, now));
    CHECK_FALSE(needs_way_out(long_ago, Instant{}, now));
}

TEST_CASE("Account: notices that the browser cleared what was kept, and how much was unsent") {
    PageFixture at;
    Account account{at.page, at.app, at.world.catalog, at.random, at.clock};
    const auto sign_in = [&] {
        account.sign_in("comite.puertovaras", "clave");
        at.page.answer(200, Json::object()
                                .set("token", "abc")
                                .set("me", sync::actor_to_json(at.world.committee))
                                .dump());
    };
    sign_in();
    REQUIRE(at.app.is_open());
    CHECK_FALSE(at.app.account.cleared_changes);
    CHECK(kept_changes(at.page, at.world.committee.login) == 0);
    note_kept_changes(at.page, at.world.committee.login, 3);

    // Every store of this page lives in memory: the next one is as empty as after a clearing.
    at.app.close();
    Account again{at.page, at.app, at.world.catalog, at.random, at.clock};
    again.open_last();

    CHECK_FALSE(at.app.is_open());
    CHECK(at.app.account.cleared_changes == 3);
    CHECK(cleared_words(3).find("3 cambios") != std::string::npos);
    CHECK(cleared_words(0).find("No había cambios sin enviar") != std::string::npos);
}

TEST_CASE("Account: who takes their data away is not told that it is gone") {
    PageFixture at;
    Account account{at.page, at.app, at.world.catalog, at.random, at.clock};
    const std::string session = Json::object()
                                    .set("token", "abc")
                                    .set("me", sync::actor_to_json(at.world.committee))
                                    .dump();
    account.sign_in("comite.puertovaras", "clave");
    at.page.answer(200, session);
    account.sign_out(true);
    at.page.requests.clear();
    account.sign_in("comite.puertovaras", "clave");
    at.page.answer(200, session);

    CHECK_FALSE(at.app.account.cleared_changes);
}

TEST_CASE("Saved views: by name, at most so many, and each list its own") {
    PageFixture at;
    at.sign_in(at.world.committee);
    const FieldMap filter{{"person", text("Ana")}, {"age", Value{std::int64_t{2}}}};

    CHECK(save_view(at.app, "bandeja", {"  Última de Ana ", filter}).empty());
    CHECK(save_view(at.app, "bandeja", {"Antiguas", {{"age", Value{std::int64_t{4}}}}}).empty());
    CHECK_FALSE(save_view(at.app, "bandeja", {"  ", filter}).empty());

    auto views = saved_views(at.app, "bandeja");
    REQUIRE(views.size() == 2);
    CHECK(views[0].name == "Antiguas");
    CHECK(views[1] == SavedView{"Última de Ana", filter});
    CHECK(saved_views(at.app, "consolidado").empty());

    CHECK(save_view(at.app, "bandeja", {"Antiguas", filter}).empty());
    CHECK(saved_views(at.app, "bandeja").size() == 2);
    for (std::size_t n = 2; n < saved_views_max; ++n) {
        CHECK(save_view(at.app, "bandeja", {"Vista " + std::to_string(n), filter}).empty());
    }
    CHECK_FALSE(save_view(at.app, "bandeja", {"Una más", filter}).empty());
    remove_view(at.app, "bandeja", "Antiguas");
    CHECK(saved_views(at.app, "bandeja").size() == saved_views_max - 1);
}
