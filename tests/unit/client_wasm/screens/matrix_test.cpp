#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct MatrixPage : DrawnPage {
    explicit MatrixPage(const PageSize& size = laptop) : DrawnPage(draw_plan) {
        resize(size);
        world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                       {"subcriterion", text("user_satisfaction")},
                                       {"selected", Value{true}}});
        sign_in(world.committee);
        app.take_route("plan/matriz");
    }

    void add_criteria(int count) {
        for (int position = 1; position <= count; ++position) {
            REQUIRE(app.create("priority_criterion",
                               {{"plan", text(world.plan.to_text())},
                                {"name", text("Criterio " + std::to_string(position))},
                                {"position", number(position)}}));
        }
        settle();
    }
    /// As the page does it: the focus arrives first, then the key.
    void type_into(std::string_view cell, std::string_view key) {
        const SemanticNode* node = find(client::Role::button, cell);
        INFO(cell);
        REQUIRE(node != nullptr);
        ui.push_action(
            {.key = node->key, .kind = ActionKind::focus, .value = {}, .by_keyboard = true});
        settle();
        ui.push_key({std::string{key}});
        settle();
    }
    std::vector<Record> scores() { return app.store()->children(world.plan, "priority_score"); }
};

const std::string segmentation = "Identificación y Segmentación de Usuari@s";

}  // namespace

TEST_CASE("matrix: the tools of the chosen areas stand in it, and the criteria come first") {
    MatrixPage page;
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says(segmentation));
        CHECK(page.says("Medición de Satisfacción"));
        CHECK(page.says("Faltan los criterios con que se comparará"));
    }

    page.press("Elegir criterios");
    page.press("Contexto favorable");
    page.write("Nombre del criterio", "Apoyo del Concejo");
    page.press("Agregar criterio");

    const auto criteria = page.app.store()->children(page.world.plan, "priority_criterion");
    REQUIRE(criteria.size() == 2);
    CHECK(integer_of(criteria[1].fields, "position") == 2);
    CHECK_FALSE(page.says("Faltan los criterios"));
}

TEST_CASE("matrix: a digit stores a score, and Delete takes it back") {
    MatrixPage page;
    page.add_criteria(2);

    page.type_into(segmentation + ", Criterio 1: sin puntaje", "7");

    REQUIRE(page.scores().size() == 1);
    CHECK(integer_of(page.scores()[0].fields, "score") == 7);
    CHECK(page.says("1 de 4 puntajes"));

    page.type_into(segmentation + ", Criterio 1: 7", "4");
    CHECK(integer_of(page.scores()[0].fields, "score") == 4);

    page.type_into(segmentation + ", Criterio 1: 4", "Delete");
    CHECK(is_empty(value_of(page.scores()[0].fields, "score")));
    CHECK(page.scores().size() == 1);
}

TEST_CASE("matrix: digits mean nothing where no cell has the focus") {
    MatrixPage page;
    page.add_criteria(1);
    page.ui.push_key({"7"});
    page.settle();
    CHECK(page.scores().empty());
}

TEST_CASE("matrix: on a phone a tool is scored on its card, and the sum orders the tools") {
    MatrixPage page{phone};
    page.add_criteria(1);

    page.press("Medición de Satisfacción");
    CHECK(page.says("Puntajes"));
    page.act(client::Role::radio, "6", ActionKind::click);

    REQUIRE(page.scores().size() == 1);
    CHECK(integer_of(page.scores()[0].fields, "score") == 6);
    CHECK(page.says("6 de 7 · lugar 1"));
    // The same once more takes it back.
    page.act(client::Role::radio, "6", ActionKind::click);
    CHECK(is_empty(value_of(page.scores()[0].fields, "score")));
}

TEST_CASE("matrix: the committee decides as it wants and says why") {
    MatrixPage page{phone};
    page.settle();
    page.press("Medición de Satisfacción");

    page.act(client::Role::check_box, "Incluir esta herramienta en el plan", ActionKind::click);
    page.write("Motivo de la decisión", "Es condición para las demás.");

    const auto choices = page.app.store()->children(page.world.plan, "tool_choice");
    REQUIRE(choices.size() == 1);
    CHECK(boolean_of(choices[0].fields, "selected"));
    CHECK(text_of(choices[0].fields, "justification") == "Es condición para las demás.");
    page.press("Crear su línea de acción");
    CHECK(page.app.route().to_text() == "plan");
    page.settle();
    CHECK(page.says("Nueva línea de acción"));
}

TEST_CASE("matrix: without areas it leads to them") {
    MatrixPage page;
    page.world.set(page.world.records.children(page.world.plan, "improvement_area")[0].id,
                   "selected", Value{false});
    page.sign_in(page.world.committee);
    page.app.take_route("plan/matriz");
    page.settle();

    page.press("Ver las áreas de mejora");

    CHECK(page.app.route().to_text() == "plan/areas");
}
