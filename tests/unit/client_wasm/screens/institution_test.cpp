#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga::client;
using minga::Actor;
using minga::Value;
using minga::test::DrawnPage;

namespace {

struct InstitutionPage : DrawnPage {
    InstitutionPage() : DrawnPage(draw_institution) {
        world.set(world.municipality, "has_control", Value{true});
    }
    void enter(const Actor& actor) {
        sign_in(actor);
        app.navigate("institucion");
        settle();
    }
    std::string rut() { return text_of(app.organization()->fields, "rut"); }
};

}  // namespace

TEST_CASE("institution: a RUT is taken however it is written, and shown with its dots") {
    InstitutionPage page;
    page.enter(page.world.mayor);
    const SemanticNode* field = page.find(Role::text_box, "RUT");
    REQUIRE(field != nullptr);
    CHECK(field->hint == InputHint::rut);

    page.write("RUT", " 12345678-5 ");

    CHECK(page.rut() == "12345678-5");
    CHECK(page.find(Role::text_box, "RUT")->value == "12.345.678-5");
}

TEST_CASE(
    "institution: a wrong check digit is told at the field, stays as typed and is not stored") {
    InstitutionPage page;
    page.enter(page.world.mayor);

    page.write("RUT", "12.345.678-9");

    CHECK(page.rut().empty());
    const SemanticNode* field = page.find(Role::text_box, "RUT");
    CHECK(field->value == "12.345.678-9");
    CHECK(field->error.find("dígito verificador") != std::string::npos);
}

TEST_CASE("institution: which positions it has is read by its own people and written by SUBDERE") {
    InstitutionPage page;
    page.enter(page.world.mayor);
    CHECK(page.says("Tiene Dirección de Control"));
    CHECK(page.count(Role::check_box, "Tiene Dirección de Control") == 0);

    page.sign_in(page.world.subdere);
    page.app.select_organization(page.world.municipality);
    page.settle();
    CHECK(page.count(Role::check_box, "Tiene Dirección de Control") == 1);
    page.act(Role::check_box, "Tiene Dirección de Obras", ActionKind::click);
    CHECK(value_of(page.app.organization()->fields, "has_works") == Value{true});
}
