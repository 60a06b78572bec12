#include "client_wasm/app/spreadsheets.hpp"
#include "client_wasm/screens/import_model.hpp"
#include "client_wasm/screens/plan_workbook.hpp"
#include "client_wasm/screens/screens.hpp"
#include "shared/codec/value_json.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <array>
#include <map>
#include <set>

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

constexpr const char* pasted =
    "Actividad\tInicio\tTérmino\tCosto\tSUBDERE\tResponsable\n"
    "Levantar el catastro\tmar 2026\tabr 2026\t1.200\t0\tAna Ríos\n"
    "Redactar el manual\tmayo\tjun 2026\t300\t0\tAna Ríos\n"
    "Levantar el proceso\tabr 2026\tjun 2026\t\t\tPedro Díaz\n"
    "Totales\t\t\t1.500\t0\t\n";

struct ImportPage : DrawnPage {
    explicit ImportPage(std::string_view route = {}) : DrawnPage(draw_plan) {
        // Carried out: its activities may be executed.
        world.set(world.plan, "state", text("definitive"));
        sign_in(world.committee);
        app.take_route(route.empty() ? "plan/traer/linea/" + world.line.to_text()
                                     : std::string{route});
        settle();
    }
    void paste(std::string text) { write("Pegue aquí lo copiado", std::move(text)); }
    void choose(std::string_view name, std::string_view option) {
        const SemanticNode* node = find(client::Role::combo_box, name);
        REQUIRE(node != nullptr);
        const auto found = std::find(node->options.begin(), node->options.end(), option);
        REQUIRE(found != node->options.end());
        act(client::Role::combo_box, name, ActionKind::commit,
            std::to_string(found - node->options.begin()));
    }
    std::vector<Record> activities() {
        app.begin_frame();
        return app.children(world.line, "activity");
    }
};

/// A sheet as the reader gives it back.
sheets::SheetTable read_back(const sheets::Workbook& book, std::string_view name) {
    using Type = sheets::BookCell::Type;
    sheets::SheetTable table;
    for (const sheets::BookSheet& sheet : book.sheets) {
        if (sheet.name != name) continue;
        for (const auto& row : sheet.rows) {
            sheets::CellRow cells;
            for (const sheets::BookCell& cell : row) {
                const auto kind = cell.type == Type::none     ? sheets::CellKind::empty
                                  : cell.type == Type::text   ? sheets::CellKind::text
                                  : cell.type == Type::number ? sheets::CellKind::number
                                                              : sheets::CellKind::date;
                cells.push_back({kind, cell.value});
            }
            table.rows.push_back(std::move(cells));
        }
    }
    REQUIRE_FALSE(table.rows.empty());
    return table;
}

/// What the records under a parent say, without who they lie under.
std::multiset<std::string> said(ImportPage& page, std::string_view kind) {
    page.app.begin_frame();
    std::multiset<std::string> all;
    for (const Record& record : page.app.list(kind)) {
        FieldMap fields = record.fields;
        fields.erase("action_line");
        all.insert(fields_to_text(fields));
    }
    return all;
}

}  // namespace

TEST_CASE("import: a workbook that was taken away brings the same plan back") {
    ImportPage page("plan/traer/lineas");
    page.app.create("activity", {{"action_line", text(page.world.line.to_text())},
                                 {"name", text("=2+2 \"raro\"; con, comas")},
                                 {"own_kclp", number(1200)},
                                 {"executed_on", text("2026-04-30")},
                                 {"status", text("executed")}});
    page.app.create("immediate_action", {{"plan", text(page.world.plan.to_text())},
                                         {"name", text("Cartel en cada mesón")},
                                         {"subcriteria", Value{TextSet{"training", "strategy"}}},
                                         {"due_date", text("2026-04-30")}});
    page.app.edit(page.world.line, "tool", text("collections"));
    page.app.edit(page.world.line, "main_area", text("service_delivery"));
    page.app.create("follow_up", {{"action_line", text(page.world.line.to_text())},
                                  {"date", text("2026-04-30")},
                                  {"programmed", number(2)},
                                  {"executed", number(1)}});
    page.app.create("indicator", {{"action_line", text(page.world.line.to_text())},
                                  {"name", text("Plazo")},
                                  {"target", Value{Decimal{12'500}}}});
    page.app.create("line_actor", {{"action_line", text(page.world.line.to_text())},
                                   {"name", text("Rosa Ñanco")},
                                   {"position", text("Jefa de Finanzas")}});
    page.app.begin_frame();
    const auto book = plan_workbook(page.app, *page.app.find(page.world.plan));
    struct Part {
        std::string_view kind;
        std::string_view sheet;
        bool names_line;
    };
    constexpr std::array parts{Part{"action_line", "Líneas de acción", false},
                               Part{"activity", "Actividades", true},
                               Part{"follow_up", "Seguimientos", true},
                               Part{"indicator", "Indicadores", true},
                               Part{"line_actor", "Actores internos", true},
                               Part{"immediate_action", "Acciones inmediatas", false}};
    std::map<std::string_view, std::multiset<std::string>> before;
    const auto bring = [&](const Part& part) {
        ImportMemory memory;
        memory.set_into({std::string{part.kind}, page.world.plan, part.names_line});
        memory.take({read_back(book, part.sheet)}, "libro");
        return memory;
    };
    for (const Part& part : parts) {
        before[part.kind] = said(page, part.kind);
        CHECK_FALSE(before[part.kind].empty());
        // Over the plan that it came from it changes nothing.
        CHECK(bring(part).plan(page.app).count(sheets::RowOutcome::same) ==
              before[part.kind].size());
    }
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        page.app.begin_frame();
        const auto records = page.app.list(part->kind);
        for (const Record& record : records) REQUIRE(page.app.remove(record.id, "Eliminado"));
    }
    for (const Part& part : parts) {
        page.app.begin_frame();
        ImportMemory memory = bring(part);
        CAPTURE(part.kind);
        REQUIRE(memory.bring_in(page.app, {.one = "fila", .many = "filas"}));
        CHECK(said(page, part.kind) == before[part.kind]);
    }
}

TEST_CASE("import: a pasted range is seen before it is taken, and taken in one step") {
    ImportPage page;
    page.paste(pasted);
    CHECK(page.says("1 nueva"));
    CHECK(page.says("1 se actualiza"));
    CHECK(page.says("1 fila con errores"));
    CHECK(page.activities().size() == 1);

    // "Costo" is no word that is known: the person says what it is.
    page.choose("Columna D · Costo", "Recursos propios (M$)");
    page.press("Traer 2 filas");

    const auto found = page.activities();
    REQUIRE(found.size() == 2);
    for (const Record& one : found) {
        const bool is_old = one.id == page.world.activity;
        CHECK(integer_of(one.fields, "own_kclp") == (is_old ? 0 : 1200));
        CHECK(text_of(one.fields, "owner") == (is_old ? "Pedro Díaz" : "Ana Ríos"));
    }
    CHECK(page.app.undoable_change() == "Desde Excel: 2 actividades");
    page.app.undo_change();
    CHECK(page.activities().size() == 1);
}

TEST_CASE("import: a cell with an error is corrected in the panel, or its row is left out") {
    ImportPage page;
    page.paste(pasted);
    page.act(client::Role::button, "Redactar el manual", ActionKind::click);
    CHECK(page.says("Así no se traerá"));
    const SemanticNode* cell = page.find(client::Role::text_box, "Inicio (B3)");
    REQUIRE(cell != nullptr);
    CHECK(cell->error.find("le falta el año") != std::string::npos);

    page.write("Inicio (B3)", "may 2026");
    CHECK(page.says("Se agregará."));
    page.act(client::Role::check_box, "Traer esta fila", ActionKind::click);
    CHECK(page.says("Usted la dejó fuera."));
    page.act(client::Role::check_box, "Traer esta fila", ActionKind::click);
    page.press("Listo");
    page.press("Traer 3 filas");
    CHECK(page.activities().size() == 3);
}

TEST_CASE("import: everything fits at every size, with and without a table") {
    for (const PageSize& size : page_sizes) {
        ImportPage page;
        page.resize(size);
        page.settle();
        page.check_buttons_fit();
        page.paste(pasted);
        page.check_buttons_fit();
        CHECK(page.says("Vista previa"));
    }
}

TEST_CASE("import: what cannot be read is said, and can be tried again") {
    ImportPage page;
    page.paste("\t\t\n");
    CHECK(page.find(client::Role::text_box, "Pegue aquí lo copiado") != nullptr);
    ImportMemory& memory = page.app.view<ImportMemory>("import");
    take_file(page.app, memory, {"foto.jpg", std::string("\xFF\xD8\0\0", 4), ""});
    page.settle();
    CHECK(page.says("Este archivo no es de texto"));
    take_file(page.app, memory, {"x.xlsx", "PK\x03\x04", ""});
    CHECK(page.page.waiting_request().url == "minga:sheets/read");
    page.page.answer(200, "", {{"head", R"({"code":"malformed","message":"Llegó dañado."})"}});
    page.settle();
    CHECK(page.says("Llegó dañado."));
    take_file(page.app, memory, {"x.xlsx", "PK\x03\x04", ""});
    page.page.answer(0, "");
    page.settle();
    CHECK(page.says("Conéctese una vez"));
}

TEST_CASE("import: a workbook with several sheets begins with the one that fits") {
    ImportPage page("plan/traer/ami");
    ImportMemory& memory = page.app.view<ImportMemory>("import");
    take_file(page.app, memory, {"plan.xlsx", "PK\x03\x04", ""});
    page.page.answer(200,
                     R"({"sheets":[{"name":"Portada","rows":[["tHola"]]},
                        {"name":"AMI","rows":[["tNombre de la AMI","tPlazo"],
                        ["tCartel","d2026-04-30"]]}]})",
                     {{"head", "{}"}});
    page.settle();
    const SemanticNode* sheet = page.find(client::Role::combo_box, "Hoja");
    REQUIRE(sheet != nullptr);
    CHECK(sheet->value == "1");
    page.press("Traer 1 fila");
    const auto& actions = page.app.children(page.world.plan, "immediate_action");
    REQUIRE(actions.size() == 1);
    CHECK(text_of(actions[0].fields, "due_date") == "2026-04-30");
}

TEST_CASE("import: who may only read is told so") {
    ImportPage page;
    page.sign_in(page.world.mayor);
    page.app.take_route("plan/traer/lineas");
    page.settle();
    CHECK(page.find(client::Role::text_box, "Pegue aquí lo copiado") == nullptr);
    CHECK(page.says("Aquí no puede agregar filas"));
}
