#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct LinePage : DrawnPage {
    int fetched = 0;

    LinePage() : DrawnPage(draw_plan) {
        app.hooks.fetch_history = [this] { ++fetched; };
        sign_in(world.committee);
        app.take_route("plan/linea/" + world.line.to_text() + "/actividad/" +
                       world.activity.to_text());
    }

    void write_here() {
        REQUIRE(app.edit(world.activity, "own_kclp", Value{std::int64_t{1200}}));
        settle();
    }
    void tell(std::string_view by, std::int64_t at, std::string_view name) {
        HistoryEvent event;
        event.field = "name";
        event.event.by = by;
        event.event.at.ms = at;
        event.event.from = text("Antes");
        event.event.has_from = true;
        event.event.to = text(name);
        app.history.told.push_back(event);
        app.history.is_told = true;
        ++app.history.version;
    }
};

}  // namespace

TEST_CASE("history: who wrote what, as the forms say it, grouped by day, at every size") {
    LinePage page;
    page.resize(phone);
    page.write_here();
    page.press("Ver historia");
    CHECK(page.fetched == 1);
    page.tell("María Soto", noon.ms - std::int64_t{24} * 3'600'000, "Levantar todo");
    page.settle();

    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        REQUIRE(page.find(client::Role::dialog, "Historia") != nullptr);
        CHECK(page.says("Usted escribió"));
        CHECK(page.says("1.200»"));
        CHECK(page.says("en cola"));
        CHECK(page.find(client::Role::heading, "Todavía en este equipo") != nullptr);
        CHECK(page.says("María Soto escribió"));
        CHECK(page.says("Nombre: de «Antes» a «Levantar todo»"));
        CHECK(page.says("Ayer, "));
        CHECK_FALSE(page.says("Solo lo que este equipo sabe"));
        page.check_buttons_fit();
    }
}

TEST_CASE("history: one field at a time, and back") {
    LinePage page;
    page.resize(laptop);
    page.write_here();
    page.press("Ver historia");
    page.tell("María Soto", noon.ms, "Levantar todo");
    page.settle();

    const SemanticNode* field = page.find(client::Role::combo_box, "Dato");
    REQUIRE(field != nullptr);
    REQUIRE(field->options.size() == 3);
    CHECK(field->options[1] == "Nombre");
    page.act(client::Role::combo_box, "Dato", ActionKind::commit, "1");
    CHECK(page.says("Levantar todo"));
    CHECK_FALSE(page.says("Usted escribió"));
    page.act(client::Role::combo_box, "Dato", ActionKind::commit, "0");
    CHECK(page.says("Usted escribió"));
}

TEST_CASE("history: without the server it says whose knowledge it is") {
    LinePage page;
    page.write_here();
    page.press("Ver historia");
    page.app.history.error = "Sin conexión. Con conexión se verá también lo de otras personas.";
    page.settle();

    CHECK(page.says("Solo lo que este equipo sabe"));
    CHECK(page.says("Usted escribió"));
    page.press("Intentar de nuevo");
    CHECK(page.fetched == 2);
}

TEST_CASE("history: what nobody here knows is said, and more is asked for") {
    LinePage page;
    page.settle();
    page.press("Ver historia");
    CHECK(page.says("Este equipo no sabe quién escribió estos datos"));

    page.tell("María Soto", noon.ms, "Levantar todo");
    page.app.history.before = "12.1.x";
    page.settle();
    page.press("Ver cambios anteriores");
    CHECK(page.fetched == 2);
}

TEST_CASE("breadcrumbs: on a laptop the way from the plan to the activity, on a phone none") {
    LinePage page;
    page.resize({1920, 1080, 1});
    page.settle();
    REQUIRE(page.find(client::Role::navigation, "Ruta") != nullptr);
    std::vector<std::string> steps;
    for (const SemanticNode& node : page.nodes()) {
        const SemanticNode* way = page.find(client::Role::navigation, "Ruta");
        if (node.role == client::Role::link && node.parent == way->key) steps.push_back(node.name);
    }
    REQUIRE(steps.size() == 3);
    CHECK(steps[0] == "Plan");
    CHECK(steps[2].starts_with("Actividad «"));

    page.act(client::Role::link, steps[1], ActionKind::click);
    CHECK(page.find(client::Role::link, steps[2]) == nullptr);
    CHECK(page.app.route().at(1) == "linea");
    const auto plans = page.count(client::Role::link, "Plan");
    REQUIRE(plans == 2);  // the place and the step
    const SemanticNode* way = page.find(client::Role::navigation, "Ruta");
    for (const SemanticNode& node : page.nodes()) {
        if (node.role != client::Role::link || node.parent != way->key || node.name != "Plan")
            continue;
        page.ui.push_action({.key = node.key, .kind = ActionKind::click});
        break;
    }
    page.settle();
    CHECK(page.app.route().to_text() == "plan");

    page.resize(phone);
    page.app.take_route("plan/linea/" + page.world.line.to_text());
    page.settle();
    CHECK(page.find(client::Role::navigation, "Ruta") == nullptr);
}
