#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga::client;
using minga::test::DrawnPage;
using minga::test::text;

namespace {

struct DocumentsPage : DrawnPage {
    DocumentsPage() : DrawnPage(draw_documents) {}
    void enter(std::string_view state) {
        world.set(world.cycle, "state", text(state));
        world.add("document",
                  {{"cycle", text(world.cycle.to_text())}, {"type", text("work_plan")}});
        sign_in(world.committee);
        app.navigate("documentos");
        settle();
    }
};

}  // namespace

TEST_CASE("documents: whoever may add one is asked to") {
    DocumentsPage page;
    page.enter("implementation");
    CHECK(page.count(Role::button, "Agregar documento") == 1);
}

TEST_CASE("documents: in a cycle that is closed nothing is offered that would be refused") {
    DocumentsPage page;
    page.enter("implemented");
    CHECK(page.says("Plan de Trabajo del Comité de Mejora"));
    CHECK(page.count(Role::button, "Agregar documento") == 0);
}
