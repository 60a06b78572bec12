#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct AreasPage : DrawnPage {
    AreasPage() : DrawnPage(draw_plan) {
        sign_in(world.committee);
        app.take_route("plan/areas");
    }

    void choose(std::string_view subcriterion) {
        REQUIRE(app.create("improvement_area", {{"plan", text(world.plan.to_text())},
                                                {"subcriterion", text(subcriterion)},
                                                {"selected", Value{true}}}));
    }
    std::vector<Record> areas() { return app.store()->children(world.plan, "improvement_area"); }
};

}  // namespace

TEST_CASE("areas: the twelve subcriteria are there at every size, without scores too") {
    AreasPage page;
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says("1. Estrategia"));
        CHECK(page.says("12. "));
        CHECK(page.says("Sin puntajes"));
        CHECK(page.says("0 áreas elegidas"));
    }
}

TEST_CASE("areas: one is chosen with its reasons and its tools") {
    AreasPage page;
    page.app.take_route("plan/areas/user_satisfaction");
    page.settle();

    page.press("Elegir como área de mejora");
    page.write("Relevancia", "No se sabe qué piensan.");
    page.act(client::Role::check_box, "Medición de Satisfacción", ActionKind::click);

    REQUIRE(page.areas().size() == 1);
    CHECK(boolean_of(page.areas()[0].fields, "selected"));
    CHECK(text_of(page.areas()[0].fields, "relevance") == "No se sabe qué piensan.");
    const auto choices = page.app.store()->children(page.world.plan, "tool_choice");
    REQUIRE(choices.size() == 1);
    CHECK(text_of(choices[0].fields, "tool") == "satisfaction_measurement");
}

TEST_CASE("areas: one that is left for another cycle keeps its reason") {
    AreasPage page;
    page.app.take_route("plan/areas/strategy");
    page.settle();

    page.press("Dejar para otro ciclo");
    page.write("Motivo para dejarla para otro ciclo", "Se hará con el nuevo PLADECO.");

    REQUIRE(page.areas().size() == 1);
    CHECK_FALSE(boolean_of(page.areas()[0].fields, "selected"));
    page.resize(laptop);
    page.settle();
    CHECK(page.says("Para otro ciclo"));
}

TEST_CASE("areas: fewer than seven or more than nine are said plainly and stop nobody") {
    AreasPage page;
    page.choose("strategy");
    page.settle();
    CHECK(page.says("Hay 1 área elegida"));
    CHECK(page.says("menos de las 7 sugeridas"));
    for (const char* key : {"leadership", "training", "people_competences", "wellbeing_safety",
                            "municipal_revenue", "municipal_budget"}) {
        page.choose(key);
    }
    page.settle();
    CHECK_FALSE(page.says("sugeridas."));
    for (const char* key : {"material_resources", "user_satisfaction", "service_delivery"}) {
        page.choose(key);
    }
    page.settle();
    CHECK(page.says("Hay 10 áreas elegidas"));
    CHECK(page.says("más de las 9 sugeridas"));
}

TEST_CASE("areas: with answers the weakest subcriterion stands first, with its elements") {
    AreasPage page;
    page.sign_in(page.world.secretary);
    REQUIRE(page.app.store()->create("answer", page.world.municipality,
                                     {{"assessment", text(page.world.diagnosis.to_text())},
                                      {"element", text("1")},
                                      {"level", number(3)}}));
    page.app.take_route("plan/areas/strategy");
    page.settle();

    CHECK(page.says("Puntaje del diagnóstico"));
    page.press("Ver los elementos de gestión");
    CHECK(page.says("1. "));
}
