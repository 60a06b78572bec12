#include "client_wasm/app/sync_driver.hpp"
#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga::client;
using minga::Id;
using minga::Record;
using minga::test::DrawnPage;
using minga::test::text;

namespace {

/// SUBDERE before the consolidated view, with one commune at the server.
struct NationalPage : DrawnPage {
    NationalPage() : DrawnPage(draw_consolidated) {
        app.hooks.changed = [] {};
        app.hooks.open_organization = [this](const Id& id) { app.ask_for_organization(id); };
        app.hooks.close_organization = [this](const Id& id) { app.close_organization(id); };
    }
    void enter() {
        all = minga::test::first_answer(world, world.municipality);
        all.cursors[world.municipality.to_text()] = {10, 10};
        world.records = {};
        sign_in(world.subdere);
        app.report.json = R"({"generated_at":1,"rows":[{"organization":")" +
                          world.municipality.to_text() +
                          R"(","name":"Municipalidad de Puerto Varas","region":"10",)"
                          R"("commune":"10109","enrolled":true}]})";
        settle();
    }
    /// What the server sends to whoever asked for it.
    void receive() {
        REQUIRE(app.store()->apply(all));
        settle();
    }
    void show(Draw draw) {
        set_draw(draw);
        settle();
    }
    void show_commune() { press("Ver Puerto Varas"); }
    std::vector<std::string> scopes() { return scopes_to_read(app); }

    minga::sync::SyncAnswer all;
};

}  // namespace

TEST_CASE("consolidated: a commune is opened, gone to, and taken off again") {
    NationalPage page;
    page.enter();
    CHECK(page.scopes() == std::vector<std::string>{"none"});
    page.show_commune();
    page.press("Abrir la comuna");

    CHECK(page.scopes() == std::vector<std::string>{"none", page.world.municipality.to_text()});
    CHECK(page.says("Recibiendo sus registros"));
    CHECK_FALSE(page.app.is_visiting());
    page.receive();
    CHECK(page.says("En este equipo, también sin conexión"));
    page.press("Ir a la comuna");
    CHECK(page.app.route().to_text() == "inicio");
    CHECK(page.app.is_visiting());
    CHECK(page.app.organization_name() == "Puerto Varas");
    CHECK_FALSE(page.app.cycles().empty());

    page.app.navigate("consolidado");
    page.settle();
    page.press("Quitar de este equipo");
    CHECK(page.scopes() == std::vector<std::string>{"none"});
    CHECK_FALSE(page.app.is_visiting());
    CHECK(page.app.cycles().empty());
    CHECK(page.find(Role::button, "Abrir la comuna") != nullptr);
}

TEST_CASE("consolidated: a commune that has no records has come too") {
    NationalPage page;
    page.enter();
    page.all.records.clear();
    page.show_commune();
    page.press("Abrir la comuna");
    REQUIRE(page.app.opened().size() == 1);
    CHECK_FALSE(page.app.opened().front().is_here);
    page.receive();
    CHECK(page.app.opened().front().is_here);
}

TEST_CASE("consolidated: without a network it says that the commune comes later") {
    NationalPage page;
    page.enter();
    SyncView offline;
    offline.offline_since = minga::test::noon;
    page.app.set_sync_view(offline);
    page.show_commune();
    page.press("Abrir la comuna");

    CHECK(page.says("Sin conexión: se recibirá sola cuando vuelva la red."));
    page.press("Cancelar");
    CHECK(page.scopes() == std::vector<std::string>{"none"});
    CHECK(page.find(Role::button, "Abrir la comuna") != nullptr);
}

TEST_CASE("consolidated: a commune with unsent work stays, and it says why") {
    NationalPage page;
    page.enter();
    page.app.ask_for_organization(page.world.municipality);
    page.receive();
    REQUIRE(page.app.create("validator_assignment", {{"cycle", text(page.world.cycle.to_text())},
                                                     {"validator_user", text("val")}}));
    page.show_commune();
    page.press("Quitar de este equipo");

    CHECK(page.says("que no están en el servidor"));
    CHECK(page.app.find(page.world.cycle) != nullptr);
    CHECK(page.scopes().size() == 2);
}

TEST_CASE("consolidated: on a laptop the table's row leads to the commune") {
    NationalPage page;
    page.resize(minga::test::laptop);
    page.enter();
    page.press("Puerto Varas");
    CHECK(page.find(Role::button, "Abrir la comuna") != nullptr);
    page.press("Cerrar");
    CHECK(page.find(Role::button, "Abrir la comuna") == nullptr);
}

TEST_CASE("consolidated: a press is for its commune, though the list was filtered meanwhile") {
    NationalPage page;
    page.resize(minga::test::laptop);
    page.enter();
    page.app.report.json = R"({"generated_at":2,"rows":[)"
                           R"({"organization":"a","name":"Municipalidad de Calama","region":"02",)"
                           R"("commune":"02201","enrolled":true},)"
                           R"({"organization":"b","name":"Municipalidad de Pucón","region":"09",)"
                           R"("commune":"09115","enrolled":true},)"
                           R"({"organization":"c","name":"Municipalidad de Puerto Varas",)"
                           R"("region":"10","commune":"10109","enrolled":true}]})";
    page.settle();
    const SemanticNode* row = page.find(Role::button, "Pucón");
    const SemanticNode* field = page.find(Role::text_box, "Buscar comuna");
    REQUIRE(row != nullptr);
    REQUIRE(field != nullptr);

    // Typed and pressed before a frame came between: the page still showed three rows.
    const NodeKey pressed = row->key;
    page.ui.push_action({.key = field->key, .kind = ActionKind::set_value, .value = "Pu"});
    page.ui.push_action({.key = field->key, .kind = ActionKind::commit, .value = "Pu"});
    page.ui.push_action({.key = pressed, .kind = ActionKind::click, .value = {}});
    page.settle();

    CHECK(page.find(Role::button, "Calama") == nullptr);
    CHECK(page.find(Role::heading, "Pucón") != nullptr);
}

TEST_CASE("home: SUBDERE takes a commune into the programme") {
    NationalPage page;
    page.enter();
    std::erase_if(page.all.records,
                  [&](const auto& one) { return one.id != page.world.municipality; });
    page.app.ask_for_organization(page.world.municipality);
    page.receive();
    page.app.select_organization(page.world.municipality);
    page.show(draw_home);

    page.press("Comenzar el ciclo 1");

    REQUIRE(page.app.list("enrollment").size() == 1);
    CHECK(page.app.list("enrollment").front().organization == page.world.municipality);
    REQUIRE(page.app.cycles().size() == 1);
    CHECK(page.app.cycles().front().fields.number == 1);
    CHECK(page.says("Camino del programa"));
}

TEST_CASE("home: whoever is no overseer is not asked to take a commune in") {
    NationalPage page;
    const Record organization = page.world.get(page.world.municipality);
    page.world.records = {};
    page.world.records.put(organization);
    page.sign_in(page.world.mayor);
    page.show(draw_home);
    CHECK(page.find(Role::button, "Comenzar el ciclo 1") == nullptr);
}
