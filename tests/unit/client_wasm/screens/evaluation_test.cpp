#include "client_wasm/screens/evaluation_model.hpp"
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
using minga::test::World;

namespace {

Id add_self_assessment(World& world) {
    world.set(world.cycle, "state", text("self_assessment"));
    const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
    return world
        .add("assessment", {{"cycle", text(world.cycle.to_text())},
                            {"type", text("self_assessment")},
                            {"instrument", text(instrument.key())}})
        .id;
}

EvaluationModel model_with(World& world, const Id& assessment, const std::vector<Record>& answers) {
    return make_evaluation_model(world.get(assessment), answers, world.catalog);
}

struct EvaluationPage : DrawnPage {
    EvaluationPage() : DrawnPage(draw_evaluation) { assessment = add_self_assessment(world); }
    void enter(const Actor& actor, const char* route = "evaluacion") {
        sign_in(actor);
        app.navigate(route);
        settle();
    }
    const Record* answer() {
        const auto& all = app.children(assessment, "answer");
        return all.empty() ? nullptr : &all.front();
    }

    Id assessment;
};

}  // namespace

TEST_CASE("EvaluationModel holds the elements of both types, nothing done at first") {
    World world;
    const Id assessment = add_self_assessment(world);

    const EvaluationModel model = model_with(world, assessment, {});

    REQUIRE(model.count() == 78);
    CHECK(model.done == 0);
    CHECK(model.own.total.maximum == 390);
    CHECK(model.subcriteria.size() == 12);
    CHECK(model.criteria.size() == 5);
    CHECK_FALSE(model.has_validated());
    int results = 0;
    for (const EvaluationItem& item : model.items) {
        REQUIRE(item.scale != nullptr);
        CHECK(item.scale->element_type == item.element->type);
        if (item.element->type == minga::ElementType::result) ++results;
    }
    CHECK(results == 21);
}

TEST_CASE("EvaluationModel: an element is done with its evidence and its score, not with one") {
    World world;
    const Id assessment = add_self_assessment(world);
    const auto answer = [&](std::string_view element, std::string_view evidence,
                            minga::Value score) {
        Record made = world.draft("answer", {{"assessment", text(assessment.to_text())},
                                             {"element", text(element)},
                                             {"evidence", text(evidence)}});
        assign(made.fields, "score", std::move(score));
        return made;
    };

    const EvaluationModel model =
        model_with(world, assessment,
                   {answer("1", "Existe un plan.", number(3)), answer("2", "Hay actas.", {}),
                    answer("3", "", number(5))});

    CHECK(model.done == 1);
    CHECK(model.with_evidence == 2);
    CHECK(model.own.total.obtained == 8);
    CHECK(model.subcriteria.front().done == 1);
    CHECK(next_unfinished(model, -1) == 1);
    CHECK(passes(model.item(1), EvaluationFilter::missing));
    CHECK_FALSE(passes(model.item(0), EvaluationFilter::missing));
}

TEST_CASE("EvaluationModel: the self-assessment belongs to the phase of its report's documents") {
    World world;
    const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);

    CHECK(self_assessment_phase(instrument, world.catalog.workflow()) == 3);
}

TEST_CASE("evaluation: evidence and score are kept in one answer, and the progress counts it") {
    EvaluationPage page;
    page.enter(page.world.committee, "evaluacion/1");

    page.write("Evidencia", "El PLADECO se revisa cada año.");
    page.act(Role::radio, "Puntaje 3: Desplegada", ActionKind::click);

    REQUIRE(page.app.children(page.assessment, "answer").size() == 1);
    CHECK(text_of(page.answer()->fields, "evidence") == "El PLADECO se revisa cada año.");
    CHECK(integer_of(page.answer()->fields, "score") == 3);
    CHECK(page.says("1 de 78"));
}

TEST_CASE("evaluation: what is typed is stored with its element when another one is chosen") {
    EvaluationPage page;
    page.resize(minga::test::laptop);
    page.enter(page.world.committee, "evaluacion/1");
    const SemanticNode* field = page.find(Role::text_box, "Evidencia");
    const SemanticNode* other = nullptr;
    for (const SemanticNode& node : page.nodes()) {
        if (node.role == Role::button && node.name.starts_with("3. Objetivos")) other = &node;
    }
    REQUIRE(field != nullptr);
    REQUIRE(other != nullptr);

    page.ui.push_action({.key = field->key, .kind = ActionKind::commit, .value = "Escrito"});
    page.ui.push_action({.key = other->key, .kind = ActionKind::click, .value = {}});
    page.settle();

    REQUIRE(page.answer() != nullptr);
    CHECK(text_of(page.answer()->fields, "element") == "1");
    CHECK(page.says("Elemento 3 de 78"));
}

TEST_CASE("evaluation: the next element follows, and the last one has none after it") {
    EvaluationPage page;
    page.enter(page.world.committee, "evaluacion/1");

    page.press("Siguiente");
    CHECK(page.says("Elemento 2 de 78"));
    page.press("Anterior");
    CHECK(page.says("Elemento 1 de 78"));
}

TEST_CASE("evaluation: who may not write reads it, and why") {
    EvaluationPage page;
    page.enter(page.world.secretary, "evaluacion/1");

    CHECK(page.find(Role::text_box, "Evidencia") == nullptr);
    CHECK(page.says("Su rol no permite"));
}

TEST_CASE("evaluation: validated scores stand beside one's own where there are some") {
    EvaluationPage page;
    page.resize(minga::test::laptop);
    page.world.add("answer", {{"assessment", text(page.assessment.to_text())},
                              {"element", text("1")},
                              {"evidence", text("Hay un plan.")},
                              {"score", number(4)},
                              {"validated_score", number(2)}});
    page.enter(page.world.committee, "evaluacion/resultados");

    CHECK(page.says("Puntaje validado"));
    CHECK(page.says("2 de 390"));
    CHECK(page.says("4 de 390"));
}

TEST_CASE("evaluation: the report says which of its parts are there") {
    EvaluationPage page;
    page.world.add("document", {{"cycle", text(page.world.cycle.to_text())},
                                {"type", text("committee_act")},
                                {"date", text("2026-02-10")}});
    page.enter(page.world.committee, "evaluacion/informe");

    CHECK(page.says("Acta del Comité de Mejora que respalda el proceso, listo"));
    CHECK(page.says("Redacción de las evidencias de cada elemento de gestión, falta"));
}

TEST_CASE("evaluation: before its phase, it says that it comes later") {
    DrawnPage page{draw_evaluation};
    page.sign_in(page.world.committee);
    page.settle();

    CHECK(page.says("La autoevaluación viene más adelante"));
    CHECK(page.find(Role::button, "Comenzar") == nullptr);
}

TEST_CASE("evaluation: in its phase, the committee begins it") {
    DrawnPage page{draw_evaluation};
    page.world.set(page.world.cycle, "state", text("self_assessment"));
    page.sign_in(page.world.committee);
    page.settle();

    page.press("Comenzar");

    CHECK(page.says("Elemento 1 de 78"));
}

TEST_CASE("EvaluationModel: how far each person is, and what nobody looks after") {
    World world;
    const Id assessment = add_self_assessment(world);
    const auto answer = [&](std::string_view element, std::string_view owner, std::string_view user,
                            minga::Value score) {
        Record made = world.draft("answer", {{"assessment", text(assessment.to_text())},
                                             {"element", text(element)},
                                             {"evidence", text("Acta")},
                                             {"owner", text(owner)},
                                             {"owner_user", text(user)}});
        assign(made.fields, "score", std::move(score));
        return made;
    };
    const std::vector<Record> answers{answer("1", "María Soto", "encargado.puertovaras", number(1)),
                                      answer("2", "Maria Soto", "", {}),
                                      answer("3", "Pedro Díaz", "", number(2))};

    const EvaluationModel model =
        make_evaluation_model(world.get(assessment), answers, world.catalog, &world.owner);

    REQUIRE(model.people.size() == 2);
    CHECK(model.people[0].name == "María Soto");
    CHECK(model.people[0].done == 1);
    CHECK(model.people[0].total == 2);
    CHECK(model.unassigned == 75);
    CHECK(model.mine == 2);
    CHECK(passes(model.item(1), EvaluationFilter::mine));
    CHECK_FALSE(passes(model.item(2), EvaluationFilter::mine));
}

TEST_CASE("evaluation: an element is given to somebody, and the rest of its subcriterion with it") {
    EvaluationPage page;
    page.enter(page.world.committee, "evaluacion/1");

    page.act(Role::combo_box, "Responsable de este elemento", ActionKind::commit, "1");
    REQUIRE(page.answer() != nullptr);
    CHECK(text_of(page.answer()->fields, "owner_user") == page.world.committee.login);
    page.press("Darle los otros 7 del subcriterio");

    const auto& answers = page.app.children(page.assessment, "answer");
    REQUIRE(answers.size() == 8);
    for (const Record& answer : answers) {
        CHECK(text_of(answer.fields, "owner") == page.world.committee.name);
    }
    page.app.navigate("evaluacion/resultados");
    page.settle();
    CHECK(page.says("0 de 8 listos"));
}

TEST_CASE("evaluation: whoever an element was given to writes that one and reads the others") {
    EvaluationPage page;
    page.world.add("answer", {{"assessment", text(page.assessment.to_text())},
                              {"element", text("2")},
                              {"owner_user", text(page.world.owner.login)}});
    page.enter(page.world.owner, "evaluacion/1");
    CHECK(page.find(Role::text_box, "Evidencia") == nullptr);

    page.app.navigate("evaluacion/2");
    page.settle();
    page.write("Evidencia", "Acta 12 del Comité.");

    CHECK(text_of(page.answer()->fields, "evidence") == "Acta 12 del Comité.");
    page.press("Ver la lista de elementos");
    page.act(Role::radio, "Míos", ActionKind::click);
    int shown = 0;
    for (const SemanticNode& node : page.nodes()) {
        if (node.role == Role::button && node.name.find(", sin puntaje") != std::string::npos) {
            ++shown;
        }
    }
    CHECK(shown == 1);
}

TEST_CASE("evaluation: the figures of an element of result are kept year by year") {
    EvaluationPage page;
    std::string result;
    for (const minga::Element& one : page.world.catalog.model().elements()) {
        if (result.empty() && one.type == minga::ElementType::result) result = one.key;
    }
    const std::string route = "evaluacion/" + result;
    page.enter(page.world.committee, route.c_str());

    page.write("Valor 2025", "41,5");
    page.write("Meta 2025", "45");
    page.write("Valor 2024", "cuarenta");
    page.write("Qué se mide y en qué unidad", "Patentes pagadas, %");

    REQUIRE(page.answer() != nullptr);
    const auto& figures = page.app.children(page.answer()->id, "figure");
    REQUIRE(figures.size() == 1);
    CHECK(text_of(figures.front().fields, "period") == "2025");
    CHECK(page.find(Role::text_box, "Valor 2025")->value == "41,5");
    CHECK(page.find(Role::text_box, "Meta 2025")->value == "45");
    // What is no number stands there with what is wrong with it.
    CHECK(page.find(Role::text_box, "Valor 2024")->value == "cuarenta");
    CHECK(text_of(page.answer()->fields, "measure") == "Patentes pagadas, %");
}

TEST_CASE("evaluation: an element of process asks for no figures") {
    EvaluationPage page;
    page.enter(page.world.committee, "evaluacion/1");

    CHECK(page.find(Role::text_box, "Valor 2025") == nullptr);
}

TEST_CASE("evaluation: help explains the words of the guide beside the field") {
    EvaluationPage page;
    page.enter(page.world.committee, "evaluacion/1");

    page.press("Cómo se redacta");

    CHECK(page.says("Información cuya veracidad puede demostrarse"));
    CHECK(page.says("Amplitud o alcance"));
}

TEST_CASE("evaluation: at every size nothing reaches over the edge") {
    constexpr std::array routes{"evaluacion/40", "evaluacion/resultados", "evaluacion/informe"};
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        EvaluationPage page;
        page.resize(size);
        page.enter(page.world.committee);
        for (const char* route : routes) {
            page.app.navigate(route);
            page.settle();
            page.check_buttons_fit();
        }
    }
}
