#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct QuarantinePage : DrawnPage {
    struct Decision {
        std::int64_t number = 0;
        bool releases = false;
        std::string reason{};
    };
    std::vector<Decision> decisions;
    int fetched = 0;

    QuarantinePage() : DrawnPage(draw_quarantine) {
        app.hooks.fetch_quarantine = [this] { ++fetched; };
        app.hooks.decide_quarantined = [this](std::int64_t number, bool releases,
                                              const std::string& reason) {
            decisions.push_back({number, releases, reason});
        };
        sign_in(world.committee);
        app.quarantine.fetched_at = noon;
        QuarantinedChange change;
        change.number = 7;
        change.organization_name = "Municipalidad de Puerto Varas";
        change.kind = "activity";
        change.kind_name = "Actividad";
        change.record = world.activity;
        change.author = "Luis Mella";
        change.device = name_based_id(Id{}, "his");
        change.made_at = noon;
        change.received_at = noon;
        change.is_readable = true;
        change.set = {{"name", text("Escrito sin conexión")}};
        change.was = {{"name", text("Como decía antes")}};
        change.present = {{"name", text("Levantar el proceso")}};
        app.quarantine.items.push_back(change);
        settle();
    }
};

}  // namespace

TEST_CASE("quarantine: who wrote it, on which device, beside what stands now") {
    QuarantinePage page;
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says("Luis Mella"));
        CHECK(page.says("equipo "));
        CHECK(page.says("Cambiar: Actividad"));
        CHECK(page.says("Gestión de compras"));
        CHECK(page.says("Escrito sin conexión"));
        CHECK(page.says("Levantar el proceso"));
        CHECK(page.says("Como decía antes"));
        CHECK(page.says("1 cambio espera"));
    }
    CHECK(page.fetched == 1);
}

TEST_CASE("quarantine: nothing is discarded without a reason") {
    QuarantinePage page;
    page.press("Descartar");
    page.press("Sí, descartar");
    CHECK(page.decisions.empty());
    const SemanticNode* reason =
        page.find(client::Role::text_box, "Motivo, para quien lo escribió");
    REQUIRE(reason != nullptr);
    CHECK(reason->error == "Escriba por qué se descarta.");

    page.write("Motivo, para quien lo escribió", "Ya está escrito.");
    page.press("Sí, descartar");

    REQUIRE(page.decisions.size() == 1);
    CHECK(page.decisions[0].number == 7);
    CHECK_FALSE(page.decisions[0].releases);
    CHECK(page.decisions[0].reason == "Ya está escrito.");
}

TEST_CASE("quarantine: applying asks once more, and can be left") {
    QuarantinePage page;
    page.press("Aplicar a mi nombre");
    page.press("Todavía no");
    CHECK(page.decisions.empty());
    page.press("Aplicar a mi nombre");
    page.press("Sí, aplicar");
    REQUIRE(page.decisions.size() == 1);
    CHECK(page.decisions[0].releases);
}

TEST_CASE("quarantine: what cannot be read can only be discarded") {
    QuarantinePage page;
    page.app.quarantine.items[0].is_readable = false;
    page.settle();
    CHECK(page.find(client::Role::button, "Aplicar a mi nombre") == nullptr);
    CHECK(page.find(client::Role::button, "Descartar") != nullptr);
}

TEST_CASE("quarantine: without a network it is said plainly") {
    QuarantinePage page;
    page.app.quarantine.error = "Sin conexión: la cuarentena está en el servidor.";
    page.app.quarantine.items.clear();
    page.settle();
    CHECK(page.says("Sin conexión"));
    CHECK_FALSE(page.says("Nada espera su revisión"));
    page.press("Intentar de nuevo");
    CHECK(page.fetched == 2);
}

TEST_CASE("quarantine: who supervises nothing is told who does") {
    QuarantinePage page;
    page.sign_in(page.world.secretary);
    page.settle();
    CHECK(page.says("Su rol no revisa la cuarentena"));
    CHECK_FALSE(page.says("Luis Mella"));
}
