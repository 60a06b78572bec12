#include "client_wasm/screens/printing.hpp"

#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

struct PrintPage : DrawnPage {
    explicit PrintPage(Draw draw, std::string_view route) : DrawnPage(draw) {
        sign_in(world.committee);
        app.take_route(route);
        settle();
    }
    /// The only paper that was shown so far.
    const std::string& shown() const {
        REQUIRE(page.papers.size() == 1);
        return page.papers.front();
    }
};

bool holds(const std::string& json, std::string_view words) {
    return json.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("printing: places and what belongs to them") {
    CHECK(paper_of_place(Route::parse("plan")) == PaperKind::plan);
    CHECK(paper_of_place(Route::parse("plan/linea/x/seguimientos")) == PaperKind::action_line);
    CHECK(paper_of_place(Route::parse("plan/lineas")) == PaperKind::line_register);
    CHECK(paper_of_place(Route::parse("diagnostico/acta")) == PaperKind::diagnosis_act);
    CHECK_FALSE(paper_of_place(Route::parse("diagnostico/14")));
    CHECK_FALSE(paper_of_place(Route::parse("inicio")));
    CHECK_FALSE(paper_of_place(Route::parse("planta")));
}

TEST_CASE("printing: on a phone the button stands below, on a laptop in the header") {
    for (const PageSize& size : {phone, laptop}) {
        PrintPage page{draw_plan, "plan/lineas"};
        page.resize(size);
        page.settle();
        CHECK(page.count(client::Role::button, "Imprimir") == 1);
        page.check_buttons_fit();

        page.press("Imprimir");

        CHECK(holds(page.shown(), "Planilla 4. Registro de líneas de acción"));
        CHECK(holds(page.shown(), "\"isDraft\":true"));
    }
}

TEST_CASE("printing: Ctrl+P prints the present place") {
    PrintPage page{draw_plan, "plan/linea/"};
    page.app.take_route("plan/linea/" + page.world.line.to_text());
    page.settle();

    page.ui.push_key({"ctrl+p"});
    page.settle();

    CHECK(holds(page.shown(), "Planilla 3. Registro de línea de acción"));
    CHECK(holds(page.shown(), "Gestión de compras"));
}

TEST_CASE("printing: where there is nothing to print, Ctrl+P leads to the list") {
    PrintPage page{draw_more, "mas"};

    page.ui.push_key({"ctrl+p"});
    page.settle();

    CHECK(page.page.papers.empty());
    CHECK(page.app.route().to_text() == "imprimir");
}

TEST_CASE("printing: the list offers each paper, filled in and empty, at every size") {
    PrintPage page{draw_printing, "imprimir"};
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says("Plan de mejoras completo"));
        CHECK(page.says("Planilla 1 en blanco"));
        // The world has no self-assessment.
        CHECK(page.says("Informe de autoevaluación: todavía no hay nada que imprimir"));
        page.check_buttons_fit();
    }
    page.press("Planilla 2");
    CHECK(holds(page.shown(), "\"state\":\"En diseño\""));
    page.page.papers.clear();
    page.press("Planilla 3 en blanco");
    CHECK(holds(page.shown(), "\"isDraft\":false"));
    CHECK_FALSE(holds(page.shown(), "Gestión de compras"));
}
