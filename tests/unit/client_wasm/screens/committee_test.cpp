#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <array>

using namespace minga::client;
using minga::Actor;
using minga::Id;
using minga::test::DrawnPage;
using minga::test::text;

namespace {

struct CommitteePage : DrawnPage {
    CommitteePage() : DrawnPage(draw_committee) {}
    void enter(const Actor& actor, const std::string& route = "comite") {
        sign_in(actor);
        app.navigate(route);
        settle();
    }
    const std::vector<minga::Record>& all(std::string_view kind) {
        return app.children(world.cycle, kind);
    }
    std::string cycle() const { return world.cycle.to_text(); }
};

}  // namespace

TEST_CASE("committee: a position that nobody holds is one press away from its form") {
    CommitteePage page;
    page.enter(page.world.mayor);
    CHECK(page.says("Contrapartes técnicas: 0 de 2"));

    page.press("Secretario o Secretaria Municipal");
    page.write("Nombre y apellido", "Rosa Vera");
    page.act(Role::check_box, "Es contraparte técnica", ActionKind::click);
    page.press("Guardar");

    REQUIRE(page.all("committee_member").size() == 1);
    const minga::Record& member = page.all("committee_member").front();
    CHECK(text_of(member.fields, "position") == "Secretario o Secretaria Municipal");
    CHECK(boolean_of(member.fields, "is_counterpart"));
    CHECK(page.says("Contrapartes técnicas: 1 de 2"));
}

TEST_CASE("committee: a position that the municipality does not have is not missing") {
    CommitteePage page;
    page.enter(page.world.mayor);

    const SemanticNode* row = page.find(Role::button, "Director o Directora de Control");
    REQUIRE(row != nullptr);
    CHECK(row->description == "No corresponde");
}

TEST_CASE("committee: who may not change it reads it") {
    CommitteePage page;
    page.world.add("committee_member", {{"cycle", text(page.cycle())},
                                        {"name", text("Ana Ríos")},
                                        {"position", text("Alcalde o Alcaldesa")}});
    page.enter(page.world.committee);

    page.press("Alcalde o Alcaldesa");

    CHECK(page.find(Role::text_box, "Nombre y apellido") == nullptr);
    CHECK(page.says("Ana Ríos"));
    CHECK(page.find(Role::button, "Agregar integrante") == nullptr);
}

TEST_CASE("committee: a meeting keeps who came, members and others") {
    CommitteePage page;
    page.world.add("committee_member", {{"cycle", text(page.cycle())}, {"name", text("Ana Ríos")}});
    page.enter(page.world.committee, "comite/reuniones");
    CHECK(page.says("Todavía no hay reuniones"));

    page.press("Agregar reunión");
    page.write("Lugar", "Sala de Concejo");
    page.act(Role::check_box, "Ana Ríos", ActionKind::click);
    page.write("Agregar a otra persona", "Pedro Díaz");
    page.press("Guardar");

    REQUIRE(page.all("meeting").size() == 1);
    CHECK(set_of(page.all("meeting").front().fields, "attendees") ==
          minga::TextSet{"Ana Ríos", "Pedro Díaz"});
    const SemanticNode* row = page.find(Role::button, "Reunión sin fecha");
    REQUIRE(row != nullptr);
    CHECK(row->description == "Sala de Concejo · 2 asistentes");
}

TEST_CASE("committee: an address opens its record, and removing it can be undone") {
    CommitteePage page;
    const Id id =
        page.world.add("dissemination", {{"cycle", text(page.cycle())}, {"subject", text("Plan")}})
            .id;
    page.enter(page.world.committee, "comite/difusion/" + id.to_text());

    page.press("Eliminar difusión");
    CHECK(page.all("dissemination").empty());
    page.press("Deshacer");
    CHECK(page.all("dissemination").size() == 1);
}

TEST_CASE("committee: a good practice belongs to the institution") {
    CommitteePage page;
    page.enter(page.world.committee, "comite/practicas");

    page.press("Agregar buena práctica");
    page.write("Título", "Ventanilla única");
    page.press("Guardar");

    REQUIRE(page.app.list("good_practice").size() == 1);
    CHECK(page.app.list("good_practice").front().organization == page.world.municipality);
    CHECK(page.says("Ventanilla única"));
}

TEST_CASE("committee: at every size nothing reaches over the edge") {
    constexpr std::array routes{"comite", "comite/reuniones", "comite/difusion",
                                "comite/practicas"};
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        CommitteePage page;
        page.resize(size);
        page.enter(page.world.mayor);
        for (const char* route : routes) {
            page.app.navigate(route);
            page.settle();
            page.check_buttons_fit();
        }
    }
}
