#include "tests/unit/client_wasm/app/page_fixture.hpp"

#include <algorithm>

using namespace minga;
using namespace minga::client;
using minga::test::PageFixture;
using minga::test::text;

namespace {

/// Luis, of the committee, at his desk.
struct Desk : PageFixture {
    Desk() { sign_in(world.committee); }

    std::string name() {
        app.begin_frame();
        return text_of(app.find(world.activity)->fields, "name");
    }
    /// Writes and pauses long enough for the next to be another change.
    void write(std::string_view value) {
        REQUIRE(app.edit(world.activity, "name", text(value)));
        page.now += 10'000;
    }
    std::string toast() { return app.toast() ? app.toast()->text : std::string{}; }
};

}  // namespace

TEST_CASE("undo: changes go back one by one, and forth again") {
    Desk at;
    CHECK(at.app.undoable_change().empty());
    at.write("Uno");
    at.write("Dos");

    CHECK(at.app.undoable_change() == "Nombre de Actividad «Dos»");
    at.app.undo_change();
    CHECK(at.name() == "Uno");
    at.app.undo_change();
    CHECK(at.name() == "Levantar el proceso");
    CHECK(at.app.undoable_change().empty());

    at.app.redo_change();
    at.app.redo_change();
    CHECK(at.name() == "Dos");
    CHECK(at.app.redoable_change().empty());
}

TEST_CASE("undo: what is typed with pauses between is one change") {
    Desk at;
    for (const std::string_view typed : {"Lev", "Levantar", "Levantar el catastro"}) {
        REQUIRE(at.app.edit(at.world.activity, "name", text(typed)));
        at.page.now += 800;
    }

    at.app.undo_change();

    CHECK(at.name() == "Levantar el proceso");
}

TEST_CASE("undo: a field that was empty is empty again") {
    Desk at;
    REQUIRE(at.app.edit(at.world.activity, "owner", text("Eva Paz")));

    at.app.undo_change();

    at.app.begin_frame();
    CHECK(text_of(at.app.find(at.world.activity)->fields, "owner").empty());
}

TEST_CASE("undo: what changed afterwards stays as it is, and it is said") {
    Desk at;
    at.write("Uno");
    REQUIRE(at.app.store()->set(at.world.activity, {{"name", text("De otra persona")}}));

    at.app.undo_change();

    CHECK(at.name() == "De otra persona");
    CHECK(at.toast().find("Cambió después") != std::string::npos);
    CHECK(at.app.undoable_change().empty());
}

TEST_CASE("undo: a record that was made goes, and comes back") {
    Desk at;
    const auto made = at.app.create(
        "activity", {{"action_line", text(at.world.line.to_text())}, {"name", text("Nueva")}});
    REQUIRE(made);

    at.app.undo_change();
    at.app.begin_frame();
    const Record* gone = at.app.find(*made);
    CHECK((gone == nullptr || gone->deleted));

    at.app.redo_change();
    at.app.begin_frame();
    const Record* back = at.app.find(*made);
    REQUIRE(back != nullptr);
    CHECK_FALSE(back->deleted);
    CHECK(text_of(back->fields, "name") == "Nueva");
}

TEST_CASE("undo: a removal goes back") {
    Desk at;
    REQUIRE(at.app.remove(at.world.activity, "Actividad eliminada"));
    at.app.begin_frame();

    at.app.undo_change();

    CHECK(at.name() == "Levantar el proceso");
}

TEST_CASE("undo: a new change closes the way forth") {
    Desk at;
    at.write("Uno");
    at.app.undo_change();
    CHECK_FALSE(at.app.redoable_change().empty());

    at.write("Otro");

    CHECK(at.app.redoable_change().empty());
    at.app.undo_change();
    CHECK(at.name() == "Levantar el proceso");
}

TEST_CASE("undo: what says the same is no change") {
    Desk at;
    REQUIRE(at.app.edit(at.world.activity, "name", text("Levantar el proceso")));

    CHECK(at.app.undoable_change().empty());
}

TEST_CASE("undo: many rows at once are one step, there and back") {
    Desk at;
    const auto names = [&] {
        at.app.begin_frame();
        std::vector<std::string> found;
        for (const Record& one : at.app.children(at.world.line, "activity")) {
            found.push_back(text_of(one.fields, "name"));
        }
        std::sort(found.begin(), found.end());
        return found;
    };
    const FieldMap first{{"action_line", text(at.world.line.to_text())}, {"name", text("Uno")}};
    const FieldMap second{{"action_line", text(at.world.line.to_text())}, {"name", text("Dos")}};
    REQUIRE(at.app.bring_in({{{}, "activity", first},
                             {at.world.activity, "activity", {{"name", text("Cambiado")}}},
                             {{}, "activity", second}},
                            "Desde Excel: 3 actividades"));
    CHECK(names() == std::vector<std::string>{"Cambiado", "Dos", "Uno"});
    CHECK(at.app.undoable_change() == "Desde Excel: 3 actividades");

    at.app.undo();  // as the message offers
    CHECK(names() == std::vector<std::string>{"Levantar el proceso"});
    CHECK(at.app.undoable_change().empty());
    CHECK(at.toast() == "Deshecho: Desde Excel: 3 actividades");
    at.app.redo_change();
    CHECK(names() == std::vector<std::string>{"Cambiado", "Dos", "Uno"});
    at.app.undo_change();
    CHECK(names() == std::vector<std::string>{"Levantar el proceso"});
}

TEST_CASE("undo: of rows that one rule refuses none is taken, and work goes on after it") {
    Desk at;
    const std::int64_t pending = at.app.store()->status().pending;
    const FieldMap good{{"action_line", text(at.world.line.to_text())}, {"name", text("Uno")}};
    FieldMap bad = good;
    bad.insert_or_assign("start_month", text("2020-01"));
    CHECK_FALSE(at.app.bring_in({{{}, "activity", good}, {{}, "activity", bad}}, "Dos filas"));
    CHECK(at.app.children(at.world.line, "activity").size() == 1);
    CHECK(at.app.store()->status().pending == pending);
    CHECK(at.app.undoable_change().empty());
    CHECK(at.toast().starts_with("No se trajo nada. "));

    at.write("Sigue");
    CHECK(at.name() == "Sigue");
    CHECK(at.app.store()->status().pending == pending + 1);
}

TEST_CASE("undo: where one of many rows changed since, the whole step stays") {
    Desk at;
    const FieldMap row{{"action_line", text(at.world.line.to_text())}, {"name", text("Uno")}};
    REQUIRE(at.app.bring_in(
        {{{}, "activity", row}, {at.world.activity, "activity", {{"name", text("Cambiado")}}}},
        "Desde Excel: 2 actividades"));
    REQUIRE(at.app.store()->set(at.world.activity, {{"name", text("De otra persona")}}));

    at.app.undo_change();

    CHECK(at.name() == "De otra persona");
    CHECK(at.app.children(at.world.line, "activity").size() == 2);
}

namespace {

/// A plan is begun, which nobody may remove, with a line and a focus in it.
struct BegunPlan : Desk {
    BegunPlan() {
        cycle = world
                    .add("cycle", {{"enrollment", text(world.enrollment.to_text())},
                                   {"number", test::number(2)}})
                    .id;
        sign_in(world.committee);
        plan = name_based_id(cycle, "plan");
    }
    void begin() {
        const FieldMap of_plan{{"cycle", text(cycle.to_text())}, {"version", test::number(1)}};
        const FieldMap of_line{{"plan", text(plan.to_text())}, {"name", text("Compras")}};
        REQUIRE(app.bring_in(
            {{.kind = "plan", .fields = of_plan, .made_as = plan, .stays = true},
             {.record = plan, .kind = "plan", .fields = {{"focus_what", text("Atender")}}},
             {.kind = "action_line", .fields = of_line, .made_as = name_based_id(cycle, "line")}},
            "Copiado"));
        REQUIRE(lines() == 1);
    }
    std::size_t lines() {
        app.begin_frame();
        return app.children(plan, "action_line").size();
    }
    /// Everything left for the server.
    void send() { REQUIRE(app.store()->outbox(1 << 20)); }

    Id cycle;
    Id plan;
};

}  // namespace

TEST_CASE_METHOD(BegunPlan, "undo: what nobody may remove goes without a trace before it is sent") {
    const std::int64_t waiting = static_cast<std::int64_t>(app.store()->waiting(100).size());
    begin();

    app.undo_change();
    CHECK(lines() == 0);
    CHECK(app.find(plan) == nullptr);
    CHECK(static_cast<std::int64_t>(app.store()->waiting(100).size()) == waiting);

    app.redo_change();
    CHECK(lines() == 1);
    CHECK(text_of(app.find(plan)->fields, "focus_what") == "Atender");
    app.undo_change();
    CHECK(lines() == 0);
    CHECK(app.find(plan) == nullptr);
}

TEST_CASE_METHOD(BegunPlan,
                 "undo: of rows that stand on what nobody may remove it stays, once sent") {
    begin();
    send();

    app.undo_change();
    CHECK(lines() == 0);
    CHECK(text_of(app.find(plan)->fields, "focus_what").empty());
    CHECK_FALSE(app.find(plan)->deleted);
    app.redo_change();
    CHECK(lines() == 1);
}

TEST_CASE("undo: what only makes a record that stays can be taken back until it is sent") {
    Desk at;
    const FieldMap fields{{"cycle", text(at.world.cycle.to_text())}, {"version", test::number(7)}};
    const std::size_t plans = at.app.list("plan").size();
    const auto begin = [&] {
        REQUIRE(at.app.bring_in({{.kind = "plan", .fields = fields, .stays = true}}, "Comenzó"));
        CHECK(at.toast() == "Comenzó");
        CHECK(at.app.toast()->has_undo);
        CHECK(at.app.hold_sync_until_ms() > at.page.now);
    };
    begin();
    at.app.undo();
    at.app.begin_frame();
    CHECK(at.app.list("plan").size() == plans);

    begin();
    REQUIRE(at.app.store()->outbox(1 << 20));
    at.app.undo();
    at.app.begin_frame();
    CHECK(at.app.list("plan").size() == plans + 1);
    CHECK(at.toast().starts_with("No se pudo deshacer Comenzó. "));
}
