#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <map>
#include <set>

using namespace minga::client;
using minga::append_json_text;
using minga::ErrorCode;
using minga::Id;
using minga::make_error;
using minga::name_based_id;
using minga::text_of;
using minga::sync::Outcome;
using minga::sync::RecordDelta;
using minga::test::DrawnPage;
using minga::test::text;

namespace {

std::string json(std::string_view words) {
    std::string out;
    append_json_text(out, words);
    return out;
}

/// The inbox of Luis, of the committee.
struct InboxPage : DrawnPage {
    InboxPage() : DrawnPage(draw_inbox) { sign_in(world.committee); }

    minga::sync::DeviceStore& store() { return *app.store(); }
    void take(std::vector<minga::sync::Verdict> verdicts, std::vector<RecordDelta> records = {}) {
        minga::sync::SyncAnswer answer;
        answer.epoch = "first";
        answer.server_time = minga::test::noon;
        answer.next_n = store().last_n() + 1;
        answer.verdicts = std::move(verdicts);
        answer.records = std::move(records);
        REQUIRE(store().apply(answer));
        settle();
    }
    /// What the server sends of an open conflict over a field of the activity.
    RecordDelta conflict(const std::string& kind, const Id& record, std::string_view field,
                         std::string_view base, std::string_view theirs, std::string_view mine) {
        RecordDelta delta;
        delta.id = name_based_id(record, field);
        delta.rev = 1;
        delta.is_whole = true;
        delta.kind = "conflict";
        delta.organization = world.municipality;
        delta.fields = {{"record", text(record.to_text())},
                        {"record_kind", text(kind)},
                        {"type", text("edit")},
                        {"field", text(field)},
                        {"base", text(json(base))},
                        {"theirs", text(json(theirs))},
                        {"mine", text(json(mine))},
                        {"theirs_by", text("María Soto")},
                        {"mine_by", text("Luis Mella")},
                        {"status", text("open")}};
        return delta;
    }
    void wait_over_name() {
        take({}, {conflict("activity", world.activity, "name", "Levantar el proceso",
                           "Levantar el proceso completo", "Levantar los procesos")});
    }
    void refuse_end_month() {
        REQUIRE(store().set(world.activity,
                            {{"end_month", text("2026-06")}, {"owner", text("Eva Paz")}}));
        REQUIRE(store().outbox(1 << 20));
        take({{.n = store().last_n(),
               .outcome = Outcome::refused,
               .rev = 2,
               .refusals = {make_error(ErrorCode::outside_line,
                                       "El término (junio de 2026) es posterior al de la línea.",
                                       "end_month")}}});
    }
    /// A restored server has lost that field of the activity.
    void lose(std::string_view field, std::string_view value) {
        REQUIRE(
            store().database().run("INSERT INTO shelf(record, field, value, kind, organization) "
                                   "VALUES (?1, ?2, ?3, 'activity', ?4)",
                                   world.activity, field, json(value), world.municipality));
        RecordDelta delta;
        delta.id = world.activity;
        delta.rev = 2;
        take({}, {delta});
    }
    std::string value(std::string_view field) {
        return text_of(store().find(world.activity)->fields, field);
    }
    std::size_t cards() const { return count(Role::button, "Usar el mío"); }
};

}  // namespace

TEST_CASE("inbox: a decision is one press, is told, and can be undone") {
    InboxPage page;
    page.wait_over_name();
    CHECK(page.says("Antes decía: Levantar el proceso"));

    page.press("Usar el mío");
    CHECK(page.value("name") == "Levantar los procesos");
    CHECK(page.says("Nombre: queda «Levantar los procesos»"));

    page.press("Deshacer");
    CHECK(page.value("name") == "Levantar el proceso");
    CHECK(page.find(Role::button, "Usar el mío") != nullptr);
}

TEST_CASE("inbox: another value is written, refused by the rules, corrected and stored") {
    InboxPage page;
    page.wait_over_name();
    page.press("Escribir otro valor");
    page.write("Otro valor", std::string(400, 'x'));
    page.press("Guardar este valor");
    const SemanticNode* field = page.find(Role::text_box, "Otro valor");
    REQUIRE(field != nullptr);
    CHECK(field->flags.invalid);
    CHECK(page.value("name") == "Levantar el proceso");

    page.write("Otro valor", "Levantar todos los procesos");
    page.press("Guardar este valor");
    CHECK(page.value("name") == "Levantar todos los procesos");
}

TEST_CASE("inbox: both texts are put together only where a person has seen and stored it") {
    InboxPage page;
    const std::string base = "Se capacitó al equipo. Falta el informe.";
    page.take({}, {page.conflict("action_line", page.world.line, "description", base,
                                 "Se capacitó a todo el equipo. Falta el informe.",
                                 "Se capacitó al equipo. Falta el informe final.")});
    const auto before = page.store().find(page.world.line)->fields;

    page.press("Unir los dos textos");
    const SemanticNode* field = page.find(Role::text_box, "Texto unido");
    REQUIRE(field != nullptr);
    CHECK(field->value == "Se capacitó a todo el equipo. Falta el informe final.");
    CHECK(page.store().find(page.world.line)->fields == before);
    CHECK(page.store().status().pending == 0);

    page.press("Guardar este valor");
    CHECK(text_of(page.store().find(page.world.line)->fields, "description") ==
          "Se capacitó a todo el equipo. Falta el informe final.");
}

TEST_CASE("inbox: a refused field is corrected and sent again, with its reason beside it") {
    InboxPage page;
    page.refuse_end_month();
    CHECK(page.says("El término (junio de 2026) es posterior al de la línea."));
    CHECK(page.says("Lo demás de este cambio sí quedó en el servidor: Responsable."));

    page.press("Corregir y reenviar");
    page.act(Role::combo_box, "Término", ActionKind::commit, "0");
    page.press("Reenviar");
    // The first month offered lies years before the line: the rule is told at the field.
    const SemanticNode* month = page.find(Role::combo_box, "Término");
    REQUIRE(month != nullptr);
    CHECK(month->flags.invalid);
    CHECK(page.store().status().refused == 1);

    const auto may = std::find(month->options.begin(), month->options.end(), "may 2026");
    REQUIRE(may != month->options.end());
    page.act(Role::combo_box, "Término", ActionKind::commit,
             std::to_string(may - month->options.begin()));
    page.press("Reenviar");
    CHECK(page.store().status().refused == 0);
    CHECK(page.value("end_month") == "2026-05");
}

TEST_CASE("inbox: letting go of a refused change can be undone") {
    InboxPage page;
    page.refuse_end_month();
    page.press("Descartar");
    CHECK(page.store().status().refused == 0);
    page.press("Deshacer");
    CHECK(page.store().status().refused == 1);
}

TEST_CASE("inbox: sixty conflicts come in pages, and every one can be reached") {
    InboxPage page;
    std::vector<RecordDelta> conflicts;
    for (int number = 0; number < 60; ++number) {
        RecordDelta activity;
        activity.id = name_based_id(page.world.line, std::to_string(number));
        activity.rev = 1;
        activity.is_whole = true;
        activity.kind = "activity";
        activity.organization = page.world.municipality;
        activity.fields = {{"action_line", text(page.world.line.to_text())},
                           {"name", text("Actividad " + std::to_string(number))}};
        const Id id = activity.id;
        conflicts.push_back(std::move(activity));
        conflicts.push_back(page.conflict("activity", id, "name", "Antes",
                                          "De María " + std::to_string(number),
                                          "Propio " + std::to_string(number)));
    }
    page.take({}, std::move(conflicts));

    CHECK(page.cards() == 20);
    page.press("Mostrar más (quedan 40)");
    page.press("Mostrar más (quedan 20)");
    CHECK(page.cards() == 60);
    CHECK_FALSE(page.frame());  // and then it is at rest
}

TEST_CASE("inbox: filters narrow what is shown and say so when nothing is left") {
    InboxPage page;
    page.resize(minga::test::laptop);
    page.wait_over_name();
    page.refuse_end_month();
    CHECK(page.says("1 conflicto y 1 cambio rechazado."));

    page.act(Role::combo_box, "Antigüedad", ActionKind::commit, "4");
    CHECK(page.cards() == 0);
    CHECK(page.says("Nada coincide con el filtro"));
    page.press("Quitar el filtro");
    CHECK(page.cards() == 1);
}

TEST_CASE("inbox: a filter under a name comes back with one press, and goes again") {
    InboxPage page;
    page.resize(minga::test::laptop);
    page.wait_over_name();
    page.refuse_end_month();
    CHECK(page.find(Role::button, "Guardar vista") == nullptr);
    page.act(Role::combo_box, "Antigüedad", ActionKind::commit, "4");

    page.press("Guardar vista");
    page.press("Guardar vista");
    CHECK(page.cards() == 0);
    const SemanticNode* name = page.find(Role::text_box, "Nombre de la vista");
    REQUIRE(name != nullptr);
    CHECK(name->error == "Escriba un nombre para la vista.");
    page.write("Nombre de la vista", "Antiguas");
    page.press("Guardar vista");

    REQUIRE(page.find(Role::button, "Antiguas") != nullptr);
    CHECK(page.find(Role::button, "Antiguas")->flags.checked);
    page.press("Antiguas");
    CHECK(page.cards() == 1);
    CHECK_FALSE(page.find(Role::button, "Antiguas")->flags.checked);
    page.press("Antiguas");
    CHECK(page.cards() == 0);
    page.press("Quitar esta vista");
    CHECK(page.find(Role::button, "Antiguas") == nullptr);
    CHECK(page.cards() == 0);
}

TEST_CASE("inbox: the history of a field names who wrote what") {
    InboxPage page;
    page.wait_over_name();
    page.press("Ver historia");
    REQUIRE(page.find(Role::dialog, "Historia de «Nombre»") != nullptr);
    CHECK(page.says("María Soto escribió «Levantar el proceso completo»"));
    page.press("Cerrar");
    CHECK(page.find(Role::dialog, "Historia de «Nombre»") == nullptr);
}

TEST_CASE("inbox: a queued change is corrected, or taken back and put back, before it leaves") {
    InboxPage page;
    REQUIRE(page.store().set(page.world.activity, {{"name", text("Levantar")}}));
    page.settle();
    const auto& nodes = page.nodes();
    const auto chip = std::find_if(nodes.begin(), nodes.end(), [](const SemanticNode& node) {
        return node.role == Role::button && node.name.starts_with("Sincronización: ");
    });
    REQUIRE(chip != nodes.end());
    page.press(std::string{chip->name});
    const auto row = [&] {
        const auto found =
            std::find_if(page.nodes().begin(), page.nodes().end(), [](const SemanticNode& node) {
                return node.role == Role::button &&
                       node.name.find("Actividad «") != std::string::npos;
            });
        REQUIRE(found != page.nodes().end());
        return found->name;
    };

    page.press(row());
    page.write("Nombre", "Levantar todo");
    page.press("Guardar cambio");
    CHECK(page.value("name") == "Levantar todo");

    page.press(row());
    page.press("Retirar del envío");
    CHECK(page.value("name") == "Levantar el proceso");
    page.press("Deshacer");
    CHECK(page.value("name") == "Levantar todo");
}

TEST_CASE("inbox: every control has a name and a key of its own at every size") {
    for (const minga::test::PageSize& size : minga::test::page_sizes) {
        InboxPage page;
        page.resize(size);
        page.wait_over_name();
        page.refuse_end_month();
        std::set<NodeKey> keys;
        std::map<NodeKey, std::set<std::string>> names;
        for (const SemanticNode& node : page.nodes()) {
            INFO(size.width << " × " << size.height << ": " << node.name);
            CHECK(keys.insert(node.key).second);
            if (node.role != Role::button && node.role != Role::combo_box) continue;
            CHECK_FALSE(node.name.empty());
            CHECK(names[node.parent].insert(node.name).second);
            if (node.name == "Volver") continue;  // its target reaches to the edge of the page
            CHECK(node.rect.x >= 0);
            CHECK(node.rect.x + node.rect.width <= size.width + 0.5F);
        }
    }
}

TEST_CASE("inbox: what the server lost is shown and written again") {
    InboxPage page;
    page.lose("owner", "Eva Paz");
    CHECK(page.says("Lo que el servidor perdió"));
    CHECK(page.says("Eva Paz"));

    page.press("Volver a escribir");

    CHECK(page.value("owner") == "Eva Paz");
    CHECK(page.store().status().pending == 1);
    CHECK(page.store().shelf().empty());
    CHECK_FALSE(page.says("Lo que el servidor perdió"));
}

TEST_CASE("inbox: what the server lost goes only at a second word") {
    InboxPage page;
    page.lose("owner", "Eva Paz");

    page.press("Descartar");
    CHECK(page.store().status().lost == 1);
    page.press("No, conservar");
    page.press("Descartar");
    page.press("Sí, descartar");

    CHECK(page.store().status().lost == 0);
    CHECK(page.store().status().pending == 0);
}
