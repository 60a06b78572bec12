#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

/// The world's lines of a plan that is carried out, with the first two months behind them.
struct RoundsPage : DrawnPage {
    explicit RoundsPage(std::string_view state = "definitive") : DrawnPage(draw_plan) {
        world.set(world.plan, "state", text(state));
        world.set(world.line, "start_month", month(-2));
        world.set(world.line, "end_month", month(3));
        world.set(world.other_line, "start_month", month(-1));
        world.set(world.other_line, "end_month", month(5));
        world.set(world.activity, "start_month", month(-2));
        world.set(world.activity, "end_month", month(-1));
        sign_in(world.committee);
        app.take_route("plan/seguimiento");
    }

    Value month(int count) const {
        const Month now = today_in_chile(Instant{page.now}).month();
        return text(Month{now.index + count}.to_text());
    }
    std::size_t written(const Id& line) { return app.store()->children(line, "follow_up").size(); }
};

}  // namespace

TEST_CASE("rounds: the state, the round and what is missing are there at every size") {
    RoundsPage page;
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.find(client::Role::image, "Avance acumulado del plan") != nullptr);
        CHECK(page.says("Ronda del mes"));
        CHECK(page.says("0 de 2 líneas tienen su seguimiento"));
        CHECK(page.says("Resumen de seguimiento"));
        CHECK(page.says("Recursos del plan"));
    }
}

TEST_CASE("rounds: a follow-up is stored in the round's month, and the next line comes up") {
    RoundsPage page;
    page.settle();

    page.press("Registrar seguimiento");
    CHECK(page.says("Es el primer seguimiento de esta línea."));
    page.write("Observaciones", "El informe se corrigió dos veces.");
    page.press("Guardar seguimiento");

    // The round is of last month, whose end month the activity has.
    const Month last = today_in_chile(Instant{page.page.now}).month();
    const Id first = page.written(page.world.line) == 1 ? page.world.line : page.world.other_line;
    const auto stored = page.app.store()->children(first, "follow_up");
    REQUIRE(stored.size() == 1);
    const auto date = Date::parse(text_of(stored[0].fields, "date"));
    REQUIRE(date);
    CHECK(date->month() == Month{last.index - 1});
    CHECK(page.says("Guardar seguimiento"));
    CHECK(page.says("1 de 2 líneas tienen su seguimiento"));

    page.press("Guardar seguimiento");

    CHECK(page.written(page.world.line) == 1);
    CHECK(page.written(page.world.other_line) == 1);
    CHECK(page.says("2 de 2 líneas tienen su seguimiento"));
    CHECK_FALSE(page.says("Guardar seguimiento"));
    CHECK(page.says("El informe se corrigió dos veces."));
}

TEST_CASE("rounds: a plan in design owes no follow-up, also where its months have begun") {
    RoundsPage page{"draft"};
    page.settle();
    CHECK_FALSE(page.says("Falta"));
    page.app.navigate("plan");
    page.settle();
    CHECK_FALSE(page.says("seguimientos pendientes"));
    CHECK_FALSE(page.says("seguimiento pendiente"));
}

TEST_CASE("rounds: a plan without lines says where to begin") {
    RoundsPage page;
    REQUIRE(page.app.store()->remove(page.world.activity));
    REQUIRE(page.app.store()->remove(page.world.line));
    REQUIRE(page.app.store()->remove(page.world.other_line));
    page.settle();

    CHECK(page.says("Todavía no hay líneas de acción que seguir"));
}
