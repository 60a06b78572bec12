#include "client_wasm/screens/path_model.hpp"
#include "client_wasm/screens/precondition_places.hpp"
#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <algorithm>

using namespace minga::client;
using minga::Actor;
using minga::Record;
using minga::text_of;
using minga::test::DrawnPage;
using minga::test::text;
using minga::test::World;

namespace {

ProgramPath path_in(World& world, std::string_view state) {
    world.set(world.cycle, "state", text(state));
    static std::vector<Record> documents;
    documents = world.records.children(world.cycle, "document");
    return make_program_path(world.get(world.cycle), documents, world.records, world.catalog);
}

void add_document(World& world, std::string_view type, std::string_view date) {
    world.add("document",
              {{"cycle", text(world.cycle.to_text())}, {"type", text(type)}, {"date", text(date)}});
}

void disseminate(World& world) {
    world.add("dissemination",
              {{"cycle", text(world.cycle.to_text())}, {"date", text("2026-02-01")}});
}

struct PathPage : DrawnPage {
    explicit PathPage(std::string_view state) : DrawnPage(draw_path) {
        world.set(world.cycle, "state", text(state));
    }
    void enter(const Actor& actor) {
        sign_in(actor);
        app.navigate("camino");
        settle();
    }
    std::string state() { return text_of(app.find(world.cycle)->fields, "state"); }
};

}  // namespace

TEST_CASE("ProgramPath: what lies before the present phase is done, what follows is ahead") {
    World world;

    const ProgramPath path = path_in(world, "self_assessment");

    REQUIRE(path.phases.size() == 8);
    CHECK(path.here == 3);
    CHECK(path.phase(2).place == PhasePlace::done);
    CHECK(path.phase(3).place == PhasePlace::here);
    CHECK(path.phase(4).place == PhasePlace::ahead);
    CHECK(index_of_phase(path, "7") == 7);
    CHECK_FALSE(index_of_phase(path, "8"));
}

TEST_CASE("ProgramPath: a cycle without a state stands where the programme begins") {
    World world;

    const ProgramPath path =
        make_program_path(world.get(world.cycle), {}, world.records, world.catalog);

    REQUIRE(path.state != nullptr);
    CHECK(path.here == 0);
}

TEST_CASE("ProgramPath: whatever a cycle lacks leads to the screen that settles it") {
    World world;

    for (const minga::Machine& machine : world.catalog.workflow().machines()) {
        if (machine.kind != "cycle") continue;
        for (const minga::Transition& transition : machine.transitions) {
            for (const std::string& key : transition.preconditions) {
                CAPTURE(key);
                CHECK_FALSE(place_of_precondition(key).empty());
            }
        }
    }
}

TEST_CASE("ProgramPath: the end of the last phase leaves nothing to do") {
    World world;

    const ProgramPath path = path_in(world, "implemented");

    CHECK(path.phase(7).place == PhasePlace::done);
    CHECK(path.moves.empty());
}

TEST_CASE("ProgramPath: suspended is beside the path, and going on leads back to it") {
    World world;

    const ProgramPath path = path_in(world, "suspended");

    CHECK(path.here == -1);
    REQUIRE(path.moves.size() == 4);
    CHECK(path.moves.front().turn == PathTurn::onward);
    CHECK(path.moves.back().turn == PathTurn::away);
}

TEST_CASE("ProgramPath: each phase has its documents, the newest of a kind, and what is missing") {
    World world;
    add_document(world, "mayor_letter", "2026-01-10");
    add_document(world, "mayor_letter", "2026-02-10");
    add_document(world, "other", "2026-03-01");

    const ProgramPath path = path_in(world, "self_assessment");
    const PathPhase& phase = path.phase(3);

    CHECK(phase.documents.size() == 4);
    CHECK(phase.documents_there() == 1);
    CHECK(phase.documents_missing() == 3);
    CHECK(phase.last_date == "2026-02-10");
    CHECK(text_of(phase.documents.front().record->fields, "date") == "2026-02-10");
    // No transition asks for the method: it is suggested, not missing.
    CHECK(path.phase(2).documents.size() == 5);
    CHECK(path.phase(2).documents_called_for() == 4);
}

TEST_CASE("ProgramPath: a move says what it asks for, met or not, required or recommended") {
    World world;

    const ProgramPath path = path_in(world, "plan_design");
    const PathMove& submit = path.moves.front();

    CHECK(submit.transition->key == "submit_plan");
    CHECK_FALSE(submit.is_ready());
    CHECK_FALSE(submit.has_return);
    const auto suggested =
        std::find_if(submit.requirements.begin(), submit.requirements.end(),
                     [](const Requirement& one) { return !one.precondition->required; });
    REQUIRE(suggested != submit.requirements.end());
    CHECK(suggested->precondition->key == "areas_suggested_count");
    CHECK_FALSE(suggested->is_met);
}

TEST_CASE("ProgramPath: handing in again what was returned is going on, reopening is going back") {
    World world;

    const ProgramPath observed = path_in(world, "sa_observed");
    CHECK(observed.moves.front().turn == PathTurn::onward);

    const ProgramPath answered = path_in(world, "diagnosis_answered");
    CHECK(answered.moves.back().transition->key == "reopen_diagnosis");
    CHECK(answered.moves.back().turn == PathTurn::back);
    CHECK(answered.moves.back().has_return);
}

TEST_CASE("path: the one who may moves the cycle on, after a second word") {
    PathPage page{"sa_validated"};
    disseminate(page.world);
    page.enter(page.world.committee);
    CHECK(page.says("Listo: Resultados de la autoevaluación difundidos"));

    page.press("Comenzar el diseño del plan");
    CHECK(page.state() == "sa_validated");
    page.press("Cancelar");
    page.press("Comenzar el diseño del plan");
    page.press("Sí, continuar");

    CHECK(page.state() == "plan_design");
    CHECK(page.find(Role::heading, "5. Diseño del Plan de Mejoras") != nullptr);
}

TEST_CASE("path: what is missing is said in words, and keeps the way closed") {
    PathPage page{"sa_validated"};
    page.enter(page.world.committee);

    CHECK(page.says("Falta registrar la difusión de los resultados"));
    const SemanticNode* button = page.find(Role::button, "Comenzar el diseño del plan");
    REQUIRE(button != nullptr);
    CHECK(button->flags.disabled);
}

TEST_CASE("path: who may not do it reads who may") {
    PathPage page{"sa_validated"};
    page.enter(page.world.secretary);

    CHECK(page.find(Role::button, "Comenzar el diseño del plan") == nullptr);
    CHECK(page.says("Comité de Mejora"));
}

TEST_CASE("path: a phase that is pressed shows its documents") {
    PathPage page{"self_assessment"};
    page.enter(page.world.committee);

    page.press("Fase 2. Conformación del Comité de Mejora, hecha");

    CHECK(page.app.route().to_text() == "camino/2");
    CHECK(page.says("Plan de Trabajo del Comité de Mejora"));
    page.press("Plan de Trabajo del Comité de Mejora");
    CHECK(page.app.route().to_text() == "documentos");
    CHECK(text_of(page.app.draft("document " + page.world.cycle.to_text()), "type") == "work_plan");
}

TEST_CASE("path: at every size nothing reaches over the edge") {
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        PathPage page{"plan_design"};
        page.resize(size);
        page.enter(page.world.mayor);
        page.check_buttons_fit();
    }
}
