#include "client_wasm/app/account.hpp"

#include "sync/wire/actor_codec.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using minga::test::PageFixture;

namespace {

struct AccountFixture : PageFixture {
    Account account{page, app, world.catalog, random, clock};
    int opened = 0;

    AccountFixture() {
        account.on_open = [this] { ++opened; };
    }
    static std::string session_of(const Actor& actor, std::string_view token) {
        return Json::object()
            .set("token", std::string{token})
            .set("me", sync::actor_to_json(actor))
            .dump();
    }
};

}  // namespace

TEST_CASE("database_name: each login has a file of its own") {
    CHECK(database_name("secretaria.puertovaras") == "minga-secretaria.puertovaras.db");
    CHECK(database_name(" Secretaria.PuertoVaras ") == database_name("secretaria.puertovaras"));
    CHECK(database_name("a_b") != database_name("a b"));
    CHECK(database_name("../x").find('/') == std::string::npos);
}

TEST_CASE("Account: signing in opens the person's store and remembers them") {
    AccountFixture at;

    at.account.sign_in(" comite.puertovaras ", "clave");
    CHECK(at.app.account.is_signing_in);
    CHECK(at.page.waiting_request().body == R"({"user":"comite.puertovaras","password":"clave"})");
    at.page.answer(200, AccountFixture::session_of(at.world.committee, "abc"));

    CHECK(at.opened == 1);
    REQUIRE(at.app.is_open());
    CHECK(at.app.actor().name == at.world.committee.name);
    CHECK(at.app.store()->token() == "abc");
    CHECK(at.page.preferences["last_login"] == at.world.committee.login);
}

TEST_CASE("Account: a wrong password says so, in words") {
    AccountFixture at;

    at.account.sign_in("comite.puertovaras", "otra");
    at.page.answer(401, R"({"code":"bad_credentials"})");

    CHECK_FALSE(at.app.is_open());
    CHECK(at.app.account.sign_in_error.starts_with("Usuario o clave incorrectos"));
}

TEST_CASE("Account: without a network the first time, the reason is told") {
    AccountFixture at;

    at.account.sign_in("comite.puertovaras", "clave");
    at.page.answer(0, "");

    CHECK(at.app.account.sign_in_error.starts_with("No hay conexión"));
    CHECK_FALSE(at.app.account.is_signing_in);
}

TEST_CASE("Account: nothing typed is not sent") {
    AccountFixture at;

    at.account.sign_in("", "clave");

    CHECK(at.page.requests.empty());
    CHECK_FALSE(at.app.account.sign_in_error.empty());
}

TEST_CASE("Account: a new token goes into the open store, which keeps its work") {
    AccountFixture at;
    at.sign_in(at.world.committee, "old");
    REQUIRE(at.app.edit(at.world.activity, "name", test::text("Otro")));

    at.account.sign_in(at.world.committee.login, "clave");
    at.page.answer(200, AccountFixture::session_of(at.world.committee, "new"));

    CHECK(at.app.store()->token() == "new");
    CHECK(at.app.store()->status().pending == 1);
}

TEST_CASE("Account: signing out keeps the records unless told otherwise") {
    AccountFixture at;
    at.sign_in(at.world.committee);

    at.account.sign_out(false);
    CHECK_FALSE(at.app.is_open());
    CHECK(at.page.deleted.empty());

    at.sign_in(at.world.committee);
    at.account.sign_out(true);
    CHECK(at.page.deleted == std::vector<std::string>{database_name(at.world.committee.login)});
}
