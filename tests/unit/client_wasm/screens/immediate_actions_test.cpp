#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct ActionsPage : DrawnPage {
    explicit ActionsPage(std::string_view route = "plan/ami") : DrawnPage(draw_plan) {
        sign_in(world.committee);
        app.take_route(route);
    }

    Id make(std::string_view name, std::string_view owner, std::string_view due) {
        const auto made = app.create("immediate_action", {{"plan", text(world.plan.to_text())},
                                                          {"name", text(name)},
                                                          {"implementation_owner", text(owner)},
                                                          {"due_date", text(due)}});
        REQUIRE(made);
        return *made;
    }
    Record stored(const Id& id) { return *app.store()->find(id); }
};

}  // namespace

TEST_CASE("immediate actions: the first one is made from the empty screen") {
    ActionsPage page;
    page.settle();
    CHECK(page.says("Todavía no hay acciones de mejora inmediata"));

    page.press("Agregar la primera acción");
    page.write("Nombre de la AMI", "Cartel en cada mesón");
    page.write("Responsable de la implementación", "Ana Ríos");
    page.press("Guardar acción");

    const auto& actions = page.app.children(page.world.plan, "immediate_action");
    REQUIRE(actions.size() == 1);
    CHECK(text_of(actions[0].fields, "name") == "Cartel en cada mesón");
    CHECK(page.says("Acción guardada"));
}

TEST_CASE("immediate actions: whoever is responsible says how it goes, others are not offered it") {
    ActionsPage page;
    const auto action_of = [&](const std::string& person) {
        return page.world
            .add("immediate_action", {{"plan", text(page.world.plan.to_text())},
                                      {"name", text("Cartel en cada mesón")},
                                      {"implementation_owner", text(person)}})
            .id;
    };
    const Id mine = action_of(page.world.owner.name);
    const Id other = action_of("Pedro Díaz");

    page.sign_in(page.world.owner);
    REQUIRE(page.app.find(mine) != nullptr);
    REQUIRE(page.app.find(other) != nullptr);

    CHECK(page.app.moves(*page.app.find(mine), "status").front().may.is_allowed);
    CHECK_FALSE(page.app.moves(*page.app.find(other), "status").front().may.is_allowed);
}

TEST_CASE("immediate actions: all stand in the summary at every size, and nobody is forgotten") {
    ActionsPage page;
    page.make("Cartel en cada mesón", "Ana Ríos", "2020-03-30");
    page.make("Inventario de equipos", "Pedro Díaz", "2099-01-01");
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says("Cartel en cada mesón"));
        CHECK(page.says("Inventario de equipos"));
        CHECK(page.says("Carga por persona"));
        CHECK(page.says("Pedro Díaz"));
    }
    page.resize(laptop);
    page.settle();
    CHECK(page.says("Vencida"));
}

TEST_CASE("immediate actions: an address opens one, and its steps are taken from there") {
    ActionsPage page;
    const Id action = page.make("Cartel en cada mesón", "Ana Ríos", "2099-03-30");
    page.app.take_route("plan/ami/" + action.to_text());
    page.settle();
    CHECK(page.says("Ficha de la acción"));

    page.press("Comenzar");

    CHECK(text_of(page.stored(action).fields, "status") == "in_progress");
    // It lacks its means of verification, and says so.
    CHECK(page.says("medio de verificación"));
    page.write("Medio de verificación", "Fotografías de los mesones.");
    page.press("Dar por implementada");
    CHECK(text_of(page.stored(action).fields, "status") == "implemented");
}

TEST_CASE("immediate actions: subcriteria are chosen by box and read with their criterion") {
    ActionsPage page;
    const Id action = page.make("Cartel en cada mesón", "Ana Ríos", "2099-03-30");
    page.app.take_route("plan/ami/" + action.to_text());
    page.settle();

    page.press("Elegir subcriterios");
    page.act(client::Role::check_box, "10. Comunicación con usuarios y usuarias",
             ActionKind::click);

    const Record stored = page.stored(action);
    CHECK(value_of(stored.fields, "subcriteria") == Value{TextSet{"user_communication"}});
    CHECK(page.says("Usuarios y Usuarias"));
}

TEST_CASE("immediate actions: who may only read is told why and offered nothing") {
    ActionsPage page;
    page.make("Cartel en cada mesón", "Ana Ríos", "2099-03-30");
    page.sign_in(page.world.mayor);
    page.app.take_route("plan/ami");
    page.settle();

    CHECK(page.find(client::Role::button, "Agregar acción") == nullptr);
}
