#include "client_wasm/screens/plan_activities_model.hpp"
#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

/// The plan of the small world with a second line, and activities in both; today is 02-03-2026.
struct ActivitiesPage : DrawnPage {
    Id other_line;
    Id late;

    ActivitiesPage() : DrawnPage(draw_plan) {
        world.set(world.plan, "state", text("definitive"));
        sign_in(world.committee);
        app.begin_frame();
        other_line = *app.create("action_line", {{"plan", text(world.plan.to_text())},
                                                 {"name", text("Atender mejor en Ñuñoa")}});
        late = add(other_line, "Encuestar", "Rosa Ñanco", "2025-11", "2026-01", "programmed");
        add(other_line, "Publicar", "Álvaro Paz", "2026-02", "2026-03", "in_progress");
        add(world.line, "Capacitar", "Rosa Ñanco", "2026-04", "2026-06", "programmed");
        add(other_line, "Comprar", "", "2025-10", "2025-12", "executed");
        app.take_route("plan/actividades");
    }

    Id add(const Id& line, std::string_view name, std::string_view owner, std::string_view start,
           std::string_view end, std::string_view status) {
        const std::string end_day = std::string{end} + "-15";
        return *app.create("activity", {{"action_line", text(line.to_text())},
                                        {"name", text(name)},
                                        {"owner", text(owner)},
                                        {"start_month", text(start)},
                                        {"end_month", text(end)},
                                        {"executed_on", text(status == "executed" ? end_day : "")},
                                        {"status", text(status)}});
    }

    std::vector<std::string> names(const ActivityFilter& filter) {
        app.begin_frame();
        std::vector<std::string> found;
        for (const Record* one : plan_activities(app, *app.find(world.plan))) {
            if (passes(app, *one, filter)) found.push_back(text_of(one->fields, "name"));
        }
        return found;
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("plan activities: of all lines, what ends first comes first, what is done last") {
    ActivitiesPage page;
    const Names all = page.names({});
    REQUIRE(all.size() == 5);
    CHECK(all[0] == "Encuestar");
    CHECK(all[4] == "Comprar");
}

TEST_CASE("plan activities: each condition holds alone and together") {
    ActivitiesPage page;
    CHECK(page.names({.state = ActivityState::late}) == Names{"Encuestar"});
    CHECK(page.names({.state = ActivityState::executed}) == Names{"Comprar"});
    CHECK(page.names({.state = ActivityState::in_progress}) == Names{"Publicar"});
    CHECK(page.names({.owner = "Rosa Ñanco"}) == Names{"Encuestar", "Capacitar"});
    CHECK(page.names({.line = page.other_line}) == Names{"Encuestar", "Publicar", "Comprar"});
    // The line's name counts too, with or without its accents.
    CHECK(page.names({.words = "nunoa"}) == Names{"Encuestar", "Publicar", "Comprar"});
    CHECK(page.names({.words = " ÑANCO "}) == Names{"Encuestar", "Capacitar"});
    CHECK(page.names({.state = ActivityState::late, .owner = "Álvaro Paz"}).empty());
}

TEST_CASE("plan activities: a month holds what begins by it and has not ended before") {
    ActivitiesPage page;
    const auto holds = [&](ActivityMonth month, std::string_view name) {
        const Names found = page.names({.month = month});
        return std::find(found.begin(), found.end(), name) != found.end();
    };
    CHECK(holds(ActivityMonth::present, "Publicar"));
    CHECK_FALSE(holds(ActivityMonth::present, "Capacitar"));
    CHECK(holds(ActivityMonth::next, "Capacitar"));
    CHECK_FALSE(holds(ActivityMonth::next, "Publicar"));
}

TEST_CASE("plan activities: a filter comes back from a saved view; what is foreign says nothing") {
    const ActivityFilter filter{.state = ActivityState::programmed,
                                .month = ActivityMonth::next,
                                .owner = "Rosa",
                                .line = *Id::parse("6cbe8005-f51e-5a5e-9192-04ce53cdd76a"),
                                .words = "totem"};
    CHECK(activity_filter_from(fields_of(filter)) == filter);
    CHECK(fields_of({}).empty());
    const FieldMap foreign{{"state", std::int64_t{99}}, {"month", text("x")}, {"line", text("no")}};
    CHECK(activity_filter_from(foreign).is_plain());
}

TEST_CASE("plan activities: a press opens the activity in its line") {
    ActivitiesPage page;
    for (const PageSize& size : page_sizes) {
        page.resize(size);
        page.settle();
        CHECK(page.says("5 actividades · 1 atrasada"));
        CHECK(page.says("Encuestar"));
    }
    page.resize(phone);
    page.settle();
    page.press("Encuestar");
    CHECK(page.app.route().id_at(2) == page.other_line);
    CHECK(page.app.route().id_at(4) == page.late);
}
