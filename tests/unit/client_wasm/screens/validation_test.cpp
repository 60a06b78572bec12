#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <array>

using namespace minga::client;
using minga::Actor;
using minga::Id;
using minga::InstrumentKind;
using minga::Record;
using minga::test::DrawnPage;
using minga::test::number;
using minga::test::text;

namespace {

struct ValidationPage : DrawnPage {
    ValidationPage() : DrawnPage(draw_validation) {
        world.set(world.cycle, "state", text("sa_doc_review"));
        const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
        assessment = world
                         .add("assessment", {{"cycle", text(world.cycle.to_text())},
                                             {"type", text("self_assessment")},
                                             {"instrument", text(instrument.key())},
                                             {"state", text("closed")}})
                         .id;
        world.add("answer", {{"assessment", text(assessment.to_text())},
                             {"element", text("1")},
                             {"evidence", text("Hay un plan.")},
                             {"score", number(4)},
                             {"validated_score", number(2)}});
        validator = world.person("val", "Val Lara", "validator", world.municipality);
    }
    Id assign(std::string_view declaration) {
        return world
            .add("validator_assignment", {{"cycle", text(world.cycle.to_text())},
                                          {"validator_user", text("val")},
                                          {"validator", text("Val Lara")},
                                          {"declaration", text(declaration)}})
            .id;
    }
    void enter(const Actor& actor, const char* route) {
        sign_in(actor);
        app.navigate(route);
        settle();
    }
    const std::vector<Record>& all(const Id& parent, std::string_view kind) {
        return app.children(parent, kind);
    }

    Id assessment;
    Actor validator;
};

}  // namespace

TEST_CASE("validation: SUBDERE assigns who validates, from the list of municipalities") {
    ValidationPage page;
    page.enter(page.world.subdere, "validacion");
    const SemanticNode* row = nullptr;
    for (const SemanticNode& node : page.nodes()) {
        if (node.name.starts_with("Municipalidad de Puerto Varas, Ciclo 1")) row = &node;
    }
    REQUIRE(row != nullptr);
    CHECK(row->name.find("Sin asignar") != std::string::npos);
    page.ui.push_action({.key = row->key, .kind = ActionKind::click, .value = {}});
    page.settle();

    page.write("Nombre", "Val Lara");
    page.write("Usuario en Minga", "val");
    page.press("Asignar");

    REQUIRE(page.all(page.world.cycle, "validator_assignment").size() == 1);
    CHECK(page.says("Falta su declaración de intereses"));
}

TEST_CASE("validation: whoever is assigned declares, and only then may validate") {
    ValidationPage page;
    const Id id = page.assign("");
    page.enter(page.validator, "validacion/revisiones");
    CHECK(page.find(Role::button, "Comenzar la revisión documental") == nullptr);
    CHECK(page.says("declare si tiene un conflicto"));

    page.app.navigate("validacion/personas");
    page.settle();
    page.press("Declaro que no tengo conflicto");
    CHECK(text_of(page.app.find(id)->fields, "declared_on") == page.app.today().to_text());
    page.app.navigate("validacion/revisiones");
    page.settle();
    page.press("Comenzar la revisión documental");

    REQUIRE(page.all(page.assessment, "review").size() == 1);
    CHECK(text_of(page.all(page.assessment, "review").front().fields, "reviewer") == "Val Lara");
}

TEST_CASE("validation: a conflict of interest is written down and ends it") {
    ValidationPage page;
    const Id id = page.assign("");
    page.enter(page.validator, "validacion/personas");

    page.press("Tengo un conflicto de interés");
    page.write("En qué consiste", "Asesoré al municipio.");

    CHECK(text_of(page.app.find(id)->fields, "reason") == "Asesoré al municipio.");
    CHECK(page.says("Con conflicto de interés"));
    page.app.navigate("validacion/revisiones");
    page.settle();
    CHECK(page.find(Role::button, "Comenzar la revisión documental") == nullptr);
}

TEST_CASE("validation: own and validated scores stand side by side") {
    ValidationPage page;
    page.assign("none");
    page.resize(minga::test::laptop);
    page.enter(page.validator, "validacion/puntajes");

    CHECK(page.says("1 de 78"));
    CHECK(page.says("−2"));
    page.press("Validar el siguiente");
    CHECK(page.app.route().to_text() == "evaluacion/2");
}

TEST_CASE("validation: an observation goes to the municipality and comes back answered") {
    ValidationPage page;
    page.assign("none");
    const Id review = page.world
                          .add("review", {{"subject", text(page.assessment.to_text())},
                                          {"stage", text("document")},
                                          {"round", number(1)},
                                          {"reviewer", text("Val Lara")}})
                          .id;
    page.enter(page.validator, "validacion/revisiones");
    page.write("Nueva observación", "Adjunte el decreto.");
    page.press("Agregar observación");
    REQUIRE(page.all(review, "observation").size() == 1);
    CHECK(page.find(Role::text_box, "Respuesta de la municipalidad") == nullptr);
}

TEST_CASE("validation: the municipality answers an observation and does not rewrite it") {
    ValidationPage page;
    const Id review = page.world
                          .add("review", {{"subject", text(page.assessment.to_text())},
                                          {"stage", text("document")}})
                          .id;
    const Id observation = page.world
                               .add("observation", {{"review", text(review.to_text())},
                                                    {"text", text("Adjunte el decreto.")}})
                               .id;
    page.enter(page.world.committee, "validacion/revisiones");
    CHECK(page.find(Role::text_box, "Observación") == nullptr);
    CHECK(page.says("Sin respuesta"));

    page.write("Respuesta de la municipalidad", "Se adjuntó el decreto 14.");

    CHECK(text_of(page.app.find(observation)->fields, "response") == "Se adjuntó el decreto 14.");
    CHECK(page.says("Respondida"));
}

TEST_CASE("validation: strengths and opportunities are written by subcriterion") {
    ValidationPage page;
    page.assign("none");
    page.enter(page.validator, "validacion/retroalimentacion");
    CHECK(page.says("0 de 12"));

    page.press("1. Estrategia, validado 5 %");
    page.press("Agregar fortaleza");
    page.write("Fortaleza 1", "El PLADECO se revisa cada año.");

    REQUIRE(page.all(page.world.cycle, "feedback").size() == 1);
    const Record& one = page.all(page.world.cycle, "feedback").front();
    CHECK(text_of(one.fields, "subcriterion") == "strategy");
    CHECK(text_of(one.fields, "type") == "strength");
    CHECK(page.says("1 de 12"));
}

TEST_CASE("validation: the plan is reviewed beside the self-assessment") {
    ValidationPage page;
    page.assign("none");
    page.world.set(page.world.cycle, "state", text("plan_submitted"));
    page.world.set(page.world.plan, "state", text("submitted"));
    page.enter(page.validator, "validacion/revisiones");

    // What was validated is not reviewed again.
    CHECK(page.count(minga::client::Role::button, "Comenzar la revisión documental") == 0);
    CHECK(page.count(minga::client::Role::button, "Registrar la entrevista") == 0);
    page.press("Comenzar la revisión del plan");

    REQUIRE(page.all(page.world.plan, "review").size() == 1);
    CHECK(text_of(page.all(page.world.plan, "review").front().fields, "stage") == "plan");
}

TEST_CASE("validation: at every size nothing reaches over the edge") {
    constexpr std::array routes{"validacion", "validacion/personas", "validacion/puntajes",
                                "validacion/revisiones", "validacion/retroalimentacion"};
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        ValidationPage page;
        page.assign("");
        page.resize(size);
        page.enter(page.validator, "validacion");
        for (const char* route : routes) {
            page.app.navigate(route);
            page.settle();
            // With very large text a table scrolls sideways in itself.
            const bool is_table = std::string_view{route} == "validacion/puntajes";
            if (!is_table || size.text_scale == 1) page.check_buttons_fit();
        }
    }
}
