#include "tests/unit/client_wasm/app/page_fixture.hpp"

using namespace minga;
using namespace minga::client;
using minga::test::PageFixture;
using minga::test::text;

TEST_CASE("AppState: a change is stored at once and says so") {
    PageFixture at;
    at.sign_in(at.world.committee);
    int told = 0;
    at.app.hooks.changed = [&] { ++told; };

    REQUIRE(at.app.edit(at.world.activity, "name", text("Levantar el catastro")));

    CHECK(told == 1);
    CHECK(at.app.store()->status().pending == 1);
    CHECK(at.app.saved_text() == "Guardado en este equipo, 09:00");
    at.app.begin_frame();
    const FieldView field = at.app.field(*at.app.find(at.world.activity), "name");
    CHECK(field.text == "Levantar el catastro");
    CHECK(field.saved == "Guardado 09:00");
    CHECK(field.is_pending);
}

TEST_CASE("AppState: a frame reads what it began with") {
    PageFixture at;
    at.sign_in(at.world.committee);
    const Record* before = at.app.find(at.world.activity);

    at.app.edit(at.world.activity, "name", text("Otro"));

    CHECK(text_of(before->fields, "name") == "Levantar el proceso");
    CHECK(at.app.find(at.world.activity) == before);
}

TEST_CASE("AppState: what was refused stays typed, with its reason, until it is stored") {
    PageFixture at;
    at.sign_in(at.world.committee);

    CHECK_FALSE(at.app.edit(at.world.activity, "start_month", text("2026-01")));

    const Record* activity = at.app.find(at.world.activity);
    FieldView field = at.app.field(*activity, "start_month");
    CHECK(field.text == "2026-01");
    CHECK_FALSE(field.error.empty());
    CHECK(text_of(activity->fields, "start_month") == "2026-04");

    REQUIRE(at.app.edit(at.world.activity, "start_month", text("2026-03")));
    at.app.begin_frame();
    field = at.app.field(*at.app.find(at.world.activity), "start_month");
    CHECK(field.text == "2026-03");
    CHECK(field.error.empty());
}

TEST_CASE("AppState: text that is no number is refused beside its field") {
    PageFixture at;
    at.sign_in(at.world.committee);

    CHECK_FALSE(at.app.edit_text(at.world.activity, "own_kclp", "mil"));

    const FieldView field = at.app.field(*at.app.find(at.world.activity), "own_kclp");
    CHECK(field.text == "mil");
    CHECK_FALSE(field.error.empty());
    CHECK(at.app.store()->status().pending == 0);
}

TEST_CASE("AppState: deleting can be taken back while nothing was sent") {
    PageFixture at;
    at.sign_in(at.world.committee);

    REQUIRE(at.app.remove(at.world.activity, "Actividad eliminada"));
    at.app.begin_frame();
    CHECK(at.app.find(at.world.activity)->deleted);
    CHECK(at.app.hold_sync_until_ms() > at.page.now_ms());

    at.app.undo();
    at.app.begin_frame();
    CHECK_FALSE(at.app.find(at.world.activity)->deleted);
}

TEST_CASE("AppState: deleting can be undone though it was sent, and restoring too") {
    PageFixture at;
    at.sign_in(at.world.committee);
    REQUIRE(at.app.remove(at.world.activity, "Actividad eliminada"));
    REQUIRE(at.app.store()->outbox(1000)->size() == 1);

    at.app.undo();
    at.app.begin_frame();
    CHECK_FALSE(at.app.find(at.world.activity)->deleted);
    CHECK(at.app.store()->status().pending == 2);

    REQUIRE(at.app.remove(at.world.activity, "Actividad eliminada"));
    REQUIRE(at.app.store()->outbox(1000)->size() == 3);
    REQUIRE(at.app.restore(at.world.activity, "Actividad recuperada"));
    at.app.undo();
    at.app.begin_frame();
    CHECK(at.app.find(at.world.activity)->deleted);
}

TEST_CASE("AppState: forms are read-only for who may not write, with the reason") {
    PageFixture at;
    at.sign_in(at.world.mayor);
    const Record* activity = at.app.find(at.world.activity);

    CHECK_FALSE(at.app.may(Action::edit, *activity));
    CHECK_FALSE(at.app.may(Action::edit, *activity).reason.empty());
    CHECK_FALSE(at.app.field(*activity, "name").is_editable);
    CHECK_FALSE(at.app.may_create("activity", at.world.line));
}

TEST_CASE("AppState: an owner writes in their own line only") {
    PageFixture at;
    at.sign_in(at.world.owner);

    CHECK(at.app.may_create("activity", at.world.line));
    CHECK_FALSE(at.app.may_create("activity", at.world.other_line));
    CHECK(at.app.field(*at.app.find(at.world.activity), "name").is_editable);
}

TEST_CASE("AppState: a form that makes a record outlives the page") {
    PageFixture at;
    at.sign_in(at.world.committee);
    const std::string form = "activity of " + at.world.line.to_text();

    at.app.set_draft(form, "name", text("Capacitar"));
    CHECK(at.app.setting("draft." + form).find("Capacitar") != std::string::npos);

    const auto made = at.app.create_from_draft(form, "activity",
                                               {{"action_line", text(at.world.line.to_text())}});
    REQUIRE(made);
    at.app.begin_frame();
    CHECK(text_of(at.app.find(*made)->fields, "name") == "Capacitar");
    CHECK(at.app.draft(form).empty());
}

TEST_CASE("AppState: a refused form keeps all that was typed") {
    PageFixture at;
    at.sign_in(at.world.committee);
    at.app.set_draft("new", "name", text("Capacitar"));
    at.app.set_draft("new", "own_kclp", Value{std::int64_t{-5}});

    CHECK_FALSE(at.app.create_from_draft("new", "activity",
                                         {{"action_line", text(at.world.line.to_text())}}));

    CHECK_FALSE(at.app.draft_field("new", "own_kclp").error.empty());
    CHECK(at.app.draft_field("new", "name").text == "Capacitar");
    at.app.set_draft("new", "own_kclp", Value{std::int64_t{5}});
    CHECK(at.app.draft_field("new", "own_kclp").error.empty());
}

TEST_CASE("AppState: the cycle, the diagnosis and the plan one works on") {
    PageFixture at;
    at.sign_in(at.world.secretary);

    REQUIRE(at.app.cycle() != nullptr);
    CHECK(at.app.cycle()->id == at.world.cycle);
    CHECK(at.app.diagnosis()->id == at.world.diagnosis);
    CHECK(at.app.plan()->id == at.world.plan);
    CHECK(at.app.organization_name() == "Puerto Varas");
}

TEST_CASE("AppState: a cycle that somebody chose shows its own plan and diagnosis, or none") {
    PageFixture at;
    const Id second = at.world
                          .add("cycle", {{"enrollment", text(at.world.enrollment.to_text())},
                                         {"number", Value{std::int64_t{2}}}})
                          .id;
    at.sign_in(at.world.committee);

    // Nobody chose: the newest cycle, and the plan that is worked on.
    CHECK(at.app.chosen_cycle() == nullptr);
    CHECK(at.app.cycle()->id == second);
    CHECK(at.app.plan()->id == at.world.plan);
    CHECK(at.app.diagnosis()->id == at.world.diagnosis);

    at.app.select_cycle(second);
    CHECK(at.app.plan() == nullptr);
    CHECK(at.app.diagnosis() == nullptr);
    CHECK(at.app.plan_at_work()->id == at.world.plan);
    at.app.select_diagnosis(at.world.diagnosis);
    CHECK(at.app.diagnosis()->id == at.world.diagnosis);

    at.app.select_cycle(at.world.cycle);
    CHECK(at.app.plan()->id == at.world.plan);
}

TEST_CASE("AppState: the page's echo of our own routes does not lead back") {
    PageFixture at;
    at.sign_in(at.world.committee);

    at.app.navigate("plan");
    CHECK(at.app.take_address() == "plan");
    at.app.navigate("diagnostico");
    CHECK(at.app.take_address() == "diagnostico");
    at.app.take_route("plan");  // the echo of the first arrives late

    CHECK(at.app.route().at(0) == "diagnostico");
    at.app.take_route("diagnostico");
    at.app.take_route("plan");  // the browser's way back

    CHECK(at.app.route().at(0) == "plan");
}
