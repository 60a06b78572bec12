#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga::client;
using minga::test::DrawnPage;

namespace {

struct SearchPage : DrawnPage {
    SearchPage() : DrawnPage(draw_search) {
        sign_in(world.committee);
        settle();
    }
    void type(std::string words) {
        act(Role::text_box, "Palabras que busca", ActionKind::set_value, std::move(words));
    }
};

}  // namespace

TEST_CASE("search screen: finds while typing, and leads to what was found") {
    SearchPage page;
    CHECK(page.says("Busque por cualquier palabra"));

    page.type("levantar el pro");

    const SemanticNode* row = page.find(Role::button, "Actividad «Levantar el proceso»");
    REQUIRE(row != nullptr);
    page.press("Actividad «Levantar el proceso»");
    CHECK(page.app.route().to_text() == "plan/linea/" + page.world.line.to_text() + "/actividad/" +
                                            page.world.activity.to_text());
}

TEST_CASE("search screen: nothing found says so, and what to try") {
    SearchPage page;

    page.type("zzz");

    CHECK(page.says("Nada con «zzz»"));
}

TEST_CASE("search screen: one part at a time, and back to all") {
    SearchPage page;
    page.type("proceso");
    const std::size_t all = page.nodes().size();

    const auto& nodes = page.nodes();
    const auto plan = std::find_if(nodes.begin(), nodes.end(), [](const SemanticNode& node) {
        return node.role == Role::button && node.name.starts_with("Plan (");
    });
    REQUIRE(plan != nodes.end());
    const std::string name = plan->name;
    page.press(name);
    CHECK(page.nodes().size() < all);
    page.press(name);
    CHECK(page.nodes().size() == all);
}
