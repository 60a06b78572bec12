// The second cycle from the first: beginning it, its plan empty or copied, and its own diagnosis.
#include "client_wasm/screens/comparison_model.hpp"
#include "client_wasm/screens/screens.hpp"
#include "shared/rules/plan_copy.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <algorithm>
#include <string>

using namespace minga::client;
using minga::Actor;
using minga::boolean_of;
using minga::FieldMap;
using minga::Id;
using minga::integer_of;
using minga::Record;
using minga::text_of;
using minga::test::DrawnPage;
using minga::test::number;
using minga::test::text;

namespace {

/// The municipality carries out the plan of its first cycle.
struct CyclePage : DrawnPage {
    CyclePage() : DrawnPage(draw_path) {
        world.set(world.cycle, "state", text("implementation"));
        for (const std::string_view name : {"Ana Ríos", "Luis Mella"}) {
            world.add("committee_member", {{"cycle", text(world.cycle.to_text())},
                                           {"name", text(name)},
                                           {"is_counterpart", minga::Value{name == "Luis Mella"}}});
        }
        world.set(world.plan, "focus_what", text("Atender mejor"));
        world.add("improvement_area", {{"plan", text(world.plan.to_text())},
                                       {"subcriterion", text("training")},
                                       {"selected", minga::Value{true}}});
    }
    /// The second has begun, and is in view.
    Id begin_second() {
        second = world
                     .add("cycle", {{"enrollment", text(world.enrollment.to_text())},
                                    {"number", number(2)},
                                    {"state", text("committee_formed")}})
                     .id;
        return second;
    }
    void enter(const Actor& actor, std::string_view route) {
        sign_in(actor);
        go(route);
    }
    void go(std::string_view route) {
        app.navigate(route);
        const auto screens = all_screens();
        const auto row = std::find_if(screens.begin(), screens.end(), [&](const ScreenRow& one) {
            return one.route == app.route().at(0);
        });
        REQUIRE(row != screens.end());
        set_draw(row->draw);
        settle();
    }
    /// Of the second cycle, in the second cycle's plan.
    void enter_plan(const Actor& actor) {
        begin_second();
        sign_in(actor);
        app.select_cycle(second);
        go("plan");
    }
    std::size_t count_of(std::string_view kind) { return app.list(kind).size(); }
    const std::vector<Record>& in_new_plan(std::string_view kind) {
        return app.children(minga::first_plan_id(second), kind);
    }
    void check(std::string_view name) { act(Role::check_box, name, ActionKind::click); }

    Id second;
};

}  // namespace

TEST_CASE("second cycle: the mayor begins it after a second word, with the committee") {
    CyclePage page;
    page.enter(page.world.mayor, "camino");
    page.press("Comenzar el ciclo 2");
    CHECK(page.says("Un ciclo que comenzó no se elimina: puede deshacerlo"));
    page.press("Cancelar");
    CHECK(page.count_of("cycle") == 1);

    page.press("Comenzar el ciclo 2");
    CHECK(page.find(Role::check_box, "Copiar el Comité: 2 integrantes") != nullptr);
    page.press("Sí, comenzar");

    REQUIRE(page.count_of("cycle") == 2);
    const Record begun = *page.app.cycle();
    CHECK(integer_of(begun.fields, "number") == 2);
    CHECK(integer_of(begun.fields, "year") == page.app.today().parts().year);
    CHECK(page.app.state_name(begun) == "Comité de Mejora formado");
    const auto& members = page.app.children(begun.id, "committee_member");
    REQUIRE(members.size() == 2);
    CHECK(std::count_if(members.begin(), members.end(), [](const Record& one) {
              return boolean_of(one.fields, "is_counterpart");
          }) == 1);
    CHECK(page.says("Ciclo 2"));
    CHECK(page.find(Role::button, "Comenzar el ciclo 2") == nullptr);
    CHECK(page.says("Comenzó el ciclo 2, con 2 integrantes del Comité"));
    const SemanticNode* first =
        page.find(Role::button, "Fase 0. Aplicación del Instrumento de Diagnóstico, hecha");
    REQUIRE(first != nullptr);
    CHECK(first->description == "En un ciclo anterior");

    page.app.undo_change();
    page.settle();
    CHECK(page.app.children(begun.id, "committee_member").empty());
    CHECK(page.count_of("cycle") == 1);
    CHECK(page.app.children(page.world.cycle, "committee_member").size() == 2);
    CHECK(page.find(Role::button, "Comenzar el ciclo 2") != nullptr);
}

TEST_CASE("second cycle: it can begin without the committee, which can be copied later") {
    CyclePage page;
    page.enter(page.world.mayor, "camino");
    page.press("Comenzar el ciclo 2");
    page.check("Copiar el Comité: 2 integrantes");
    page.press("Sí, comenzar");
    REQUIRE(page.count_of("cycle") == 2);
    CHECK(page.count_of("committee_member") == 2);

    page.go("comite");
    page.press("Copiar del ciclo 1");
    page.press("Copiar al ciclo 2");

    CHECK(page.count_of("committee_member") == 4);
    CHECK(page.find(Role::button, "Copiar del ciclo 1") == nullptr);
}

TEST_CASE("second cycle: others read who begins it") {
    CyclePage page;
    page.enter(page.world.committee, "camino");
    CHECK(page.find(Role::heading, "Comenzar el ciclo 2") != nullptr);
    CHECK(page.find(Role::button, "Comenzar el ciclo 2") == nullptr);
    CHECK(page.says("Alcalde o Alcaldesa"));
}

TEST_CASE("second cycle: before it is time nothing speaks of it") {
    CyclePage page;
    page.world.set(page.world.cycle, "state", text("plan_design"));
    page.enter(page.world.mayor, "camino");
    CHECK(page.find(Role::heading, "Comenzar el ciclo 2") == nullptr);
}

TEST_CASE("second cycle: who chose nothing goes on with the plan that is carried out") {
    CyclePage page;
    page.begin_second();
    page.enter(page.world.owner, "plan");
    CHECK(page.says("Gestión de compras"));

    page.act(Role::combo_box, "Ciclo", ActionKind::commit, "0");

    CHECK(page.says("Este ciclo aún no tiene plan"));
    CHECK(page.find(Role::button, "Comenzar el plan") == nullptr);
    page.press("Ver el plan del ciclo 1");
    CHECK(page.says("Gestión de compras"));
}

TEST_CASE("second cycle: its plan begins empty") {
    CyclePage page;
    page.enter_plan(page.world.committee);
    CHECK(page.says("Este ciclo aún no tiene plan"));

    page.press("Comenzar el plan");

    CHECK(page.says("El plan todavía no tiene líneas de acción"));
    CHECK(page.app.plan()->id == minga::first_plan_id(page.second));
    CHECK(page.in_new_plan("action_line").empty());
    // Afterwards it can still be copied into.
    page.press("Copiar del ciclo 1");
    page.press("Copiar al ciclo 2");
    CHECK(page.in_new_plan("action_line").size() == 2);
    CHECK(page.find(Role::button, "Copiar del ciclo 1") == nullptr);
}

TEST_CASE(
    "second cycle: what is chosen is copied when it is confirmed, and one step takes it back") {
    CyclePage page;
    page.enter_plan(page.world.committee);
    const auto pending = page.app.store()->status().pending;
    page.press("Comenzar copiando del ciclo anterior");
    CHECK(page.says("Comité"));
    CHECK(page.says("Se copiará: el foco, 1 área de mejora y 2 líneas de acción."));
    page.check("Medición de satisfacción");
    CHECK(page.says("Se copiará: el foco, 1 área de mejora y 1 línea de acción."));
    page.press("Cancelar");
    CHECK(page.app.store()->status().pending == pending);
    CHECK(page.says("Este ciclo aún no tiene plan"));

    page.press("Comenzar copiando del ciclo anterior");
    page.check("Medición de satisfacción");
    page.press("Copiar al ciclo 2");

    REQUIRE(page.in_new_plan("action_line").size() == 1);
    const Record line = page.in_new_plan("action_line").front();
    CHECK(text_of(line.fields, "name") == "Gestión de compras");
    CHECK(page.app.children(line.id, "activity").size() == 1);
    CHECK(page.in_new_plan("improvement_area").size() == 1);
    CHECK(text_of(page.app.plan()->fields, "focus_what") == "Atender mejor");
    CHECK(page.app.children(page.second, "committee_member").empty());
    CHECK(page.app.children(page.world.plan, "action_line").size() == 2);

    page.app.undo();  // as the message offers
    page.settle();
    CHECK(page.in_new_plan("action_line").empty());
    CHECK(page.in_new_plan("improvement_area").empty());
    CHECK(page.says("Este ciclo aún no tiene plan"));
    page.press("Comenzar copiando del ciclo anterior");
    page.press("Copiar al ciclo 2");
    CHECK(page.in_new_plan("action_line").size() == 2);

    // It has left: the plan stays, and what is copied once more gets other ids.
    REQUIRE(page.app.store()->outbox(1 << 20));
    page.app.undo();
    page.settle();
    CHECK(page.in_new_plan("action_line").empty());
    CHECK(text_of(page.app.plan()->fields, "focus_what").empty());
    page.press("Copiar del ciclo 1");
    page.press("Copiar al ciclo 2");
    CHECK(page.in_new_plan("action_line").size() == 2);
    CHECK(page.app.store()->status().refused == 0);
}

TEST_CASE("second cycle: the matrix and the tools come along, also after they were taken back") {
    CyclePage page;
    const minga::Value plan = text(page.world.plan.to_text());
    const Record criterion = page.world.add("priority_criterion",
                                            {{"plan", plan}, {"name", text("Contexto favorable")}});
    page.world.add("priority_score", {{"plan", plan},
                                      {"tool", text("internal_control")},
                                      {"criterion", text(criterion.id.to_text())},
                                      {"score", number(6)}});
    page.world.add(
        "tool_choice",
        {{"plan", plan}, {"tool", text("internal_control")}, {"selected", minga::Value{true}}});
    page.enter_plan(page.world.committee);
    page.press("Comenzar copiando del ciclo anterior");
    CHECK(page.says("1 criterio de priorización, 1 herramienta y 2 líneas de acción"));
    page.press("Copiar al ciclo 2");

    const auto check_copied = [&] {
        REQUIRE(page.in_new_plan("priority_criterion").size() == 1);
        REQUIRE(page.in_new_plan("priority_score").size() == 1);
        REQUIRE(page.in_new_plan("tool_choice").size() == 1);
        const FieldMap& score = page.in_new_plan("priority_score").front().fields;
        CHECK(integer_of(score, "score") == 6);
        CHECK(text_of(score, "criterion") ==
              page.in_new_plan("priority_criterion").front().id.to_text());
    };
    check_copied();
    REQUIRE(page.app.store()->outbox(1 << 20));
    page.app.undo();
    page.settle();
    CHECK(page.in_new_plan("priority_score").empty());
    CHECK(page.in_new_plan("tool_choice").empty());
    page.press("Copiar del ciclo 1");
    page.press("Copiar al ciclo 2");
    check_copied();
    CHECK(page.app.store()->status().refused == 0);
}

TEST_CASE("second cycle: the sheet says what is not copied and why") {
    CyclePage page;
    page.world.set(page.world.other_line, "status", text("completed"));
    page.world.set(page.world.activity, "status", text("in_progress"));
    page.world.set(page.world.activity, "own_kclp", number(300));
    page.enter_plan(page.world.committee);

    page.press("Comenzar copiando del ciclo anterior");

    CHECK(page.says("No se copia: «Medición de satisfacción», por haber terminado."));
    CHECK(page.find(Role::check_box, "Medición de satisfacción") == nullptr);
    const SemanticNode* line = page.find(Role::check_box, "Gestión de compras");
    REQUIRE(line != nullptr);
    CHECK(line->description.find("Sin el dinero de lo que ya comenzó.") != std::string::npos);
}

TEST_CASE("second cycle: at every size nothing reaches over the edge") {
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        CyclePage page;
        page.resize(size);
        page.enter(page.world.mayor, "camino");
        page.check_buttons_fit();
        page.press("Comenzar el ciclo 2");
        page.check_buttons_fit();
    }
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        CyclePage page;
        page.resize(size);
        page.enter_plan(page.world.committee);
        page.check_buttons_fit();
        page.press("Comenzar copiando del ciclo anterior");
        page.check_buttons_fit();
    }
}

TEST_CASE("second cycle: its diagnosis begins anew, and both can be compared") {
    CyclePage page;
    page.begin_second();
    page.sign_in(page.world.secretary);
    page.app.select_cycle(page.second);
    page.go("diagnostico");
    CHECK(page.says("El ciclo 2 no tiene diagnóstico"));

    page.press("Comenzar el diagnóstico");

    const Record* diagnosis = page.app.diagnosis();
    REQUIRE(diagnosis != nullptr);
    CHECK(diagnosis->id != page.world.diagnosis);
    CHECK(text_of(diagnosis->fields, "cycle") == page.second.to_text());
    for (const Id& assessment : {page.world.diagnosis, diagnosis->id}) {
        REQUIRE(page.app.create("answer", {{"assessment", text(assessment.to_text())},
                                           {"element", text("1")},
                                           {"level", number(2)}}));
    }
    page.settle();
    CHECK(page.app.children(page.world.diagnosis, "answer").size() == 1);
    std::vector<Record> cycles;
    for (const auto& cycle : page.app.cycles()) cycles.push_back(*cycle.record);
    CHECK(compared_cycles(cycles, minga::InstrumentKind::diagnostic, page.app.lookup(),
                          page.app.catalog())
              .size() == 2);
}

TEST_CASE("second cycle: the diagnosis of the first is still there to look at") {
    CyclePage page;
    page.begin_second();
    page.sign_in(page.world.committee);
    page.app.select_cycle(page.second);
    page.go("diagnostico");
    CHECK(page.find(Role::button, "Comenzar el diagnóstico") == nullptr);

    page.press("Ver el del ciclo 1");

    CHECK(page.app.diagnosis()->id == page.world.diagnosis);
    // And the way back to what the second has not.
    page.act(Role::combo_box, "Diagnóstico del ciclo", ActionKind::commit, "1");
    CHECK(page.says("El ciclo 2 no tiene diagnóstico"));
}
