#include "shared/sheets/import_plan.hpp"

#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sheets;
using minga::test::text;
using minga::test::World;

namespace {

/// A table that somebody pastes into a plan or a line.
struct Desk {
    World world;
    ImportTarget into{"activity", world.line, false};
    ImportChoices choices;
    SheetTable table;
    std::vector<ColumnTarget> targets;
    Layout layout;
    Actor actor = world.committee;

    void paste(std::string_view pasted) {
        auto read = table_from_text(pasted);
        REQUIRE(read);
        take(*std::move(read));
    }
    void take(SheetTable given) {
        table = std::move(given);
        targets = column_targets(into.kind, into.names_line);
        Guess guess = guess_layout(table, targets);
        if (guess.is_turned) table = table.turned();
        layout = std::move(guess.layout);
    }
    ImportPlan plan() {
        return plan_import(table, layout, targets, into, choices,
                           {actor, world.records, world.catalog});
    }
    std::string only_problem() {
        const auto found = plan();
        REQUIRE(found.rows.size() == 1);
        REQUIRE(found.rows[0].problems.size() == 1);
        const CellProblem& problem = found.rows[0].problems[0];
        REQUIRE(problem.column);
        return table.cell_name(problem.row, *problem.column) + ": " + problem.message;
    }
};

constexpr std::string_view header =
    "Actividad\tInicio\tTérmino\tPropios\tSUBDERE\tResponsable\tCargo\n";

}  // namespace

TEST_CASE("import: a row becomes a new record with everything it says") {
    Desk desk;
    desk.paste(std::string{header} +
               "Catastro\tmar 2026\t05-2026\t1.200\t\tAna Ríos\tJefa de Compras\n");
    const auto plan = desk.plan();
    REQUIRE(plan.rows.size() == 1);
    const PlannedRow& row = plan.rows[0];
    CHECK(row.outcome == RowOutcome::make);
    CHECK(row.title == "Catastro");
    CHECK(row.fields == FieldMap{{"action_line", text(desk.world.line.to_text())},
                                 {"name", text("Catastro")},
                                 {"start_month", text("2026-03")},
                                 {"end_month", text("2026-05")},
                                 {"own_kclp", Value{std::int64_t{1200}}},
                                 {"owner", text("Ana Ríos")},
                                 {"owner_position", text("Jefa de Compras")}});
}

TEST_CASE("import: what is wrong is said at its cell, by the rules of the form") {
    Desk desk;
    desk.paste(std::string{header} + "Catastro\tene 2026\tmay 2026\n");
    CHECK(desk.only_problem().starts_with("B2: El inicio (enero 2026) es anterior al inicio"));
    desk.paste(std::string{header} + "Catastro\tmay 2026\tabr 2026\n");
    CHECK(desk.only_problem().starts_with("C2: El término (abril 2026) es anterior"));
    desk.paste(std::string{header} + "Catastro\tpronto\tmay 2026\n");
    CHECK(desk.only_problem().starts_with("B2: «pronto» no es un mes"));
    desk.paste(std::string{header} + "\tmar 2026\tmay 2026\n");
    CHECK(desk.only_problem().starts_with("A2: Falta «Actividad»"));
    desk.paste(std::string{header} + "Catastro\t\t\t-5\n");
    CHECK(desk.only_problem().starts_with("D2: "));
    desk.paste(std::string{header} + std::string(301, 'x') + "\tmar 2026\n");
    CHECK(desk.only_problem().starts_with("A2: "));
}

TEST_CASE("import: what is there is changed, left, or said to be the same") {
    Desk desk;
    desk.paste(std::string{header} + "LEVANTAR EL PROCESO\tabr 2026\tjun 2026\n");
    auto plan = desk.plan();
    REQUIRE(plan.rows.size() == 1);
    CHECK(plan.rows[0].outcome == RowOutcome::update);
    CHECK(plan.rows[0].record == desk.world.activity);
    CHECK(plan.rows[0].fields ==
          FieldMap{{"end_month", text("2026-06")}, {"name", text("LEVANTAR EL PROCESO")}});

    desk.choices.updates_existing = false;
    CHECK(desk.plan().rows[0].outcome == RowOutcome::skip);

    desk.choices.updates_existing = true;
    desk.paste(std::string{header} + "Levantar el proceso\tabr 2026\t\n");
    CHECK(desk.plan().rows[0].outcome == RowOutcome::same);
}

TEST_CASE("import: a renamed row is known by its identifier") {
    Desk desk;
    desk.paste("Actividad\tInicio\tIdentificador\nOtro nombre\tabr 2026\t" +
               desk.world.activity.to_text() + "\n");
    const auto plan = desk.plan();
    CHECK(plan.rows[0].outcome == RowOutcome::update);
    CHECK(plan.rows[0].fields == FieldMap{{"name", text("Otro nombre")}});
}

TEST_CASE("import: totals, empty rows, repeated names and rows left out") {
    Desk desk;
    desk.paste(std::string{header} +
               "Uno\tmar 2026\n\t\t\t\nuno\tabr 2026\nDos\tabr 2026\nTotales\t\t\t100\n");
    desk.choices.left_out.insert(4);
    const auto plan = desk.plan();
    REQUIRE(plan.rows.size() == 4);
    CHECK(plan.rows[0].outcome == RowOutcome::make);
    CHECK(plan.rows[1].outcome == RowOutcome::faulty);
    CHECK(plan.rows[1].problems[0].message.starts_with("Repite la fila 2"));
    CHECK(plan.rows[2].outcome == RowOutcome::skip);
    CHECK(plan.rows[3].outcome == RowOutcome::skip);
    CHECK(plan.count_taken() == 1);
}

TEST_CASE("import: rows of a whole plan find their lines, also below a merged cell") {
    Desk desk;
    desk.into = {"activity", desk.world.plan, true};
    desk.paste(
        "Línea de acción\tActividad\tInicio\nGESTION DE COMPRAS\tUno\tmar 2026\n\tDos\tabr 2026\n"
        "Otra cosa\tTres\tmar 2026\n");
    const auto plan = desk.plan();
    REQUIRE(plan.rows.size() == 3);
    CHECK(text_of(plan.rows[1].fields, "action_line") == desk.world.line.to_text());
    CHECK(plan.rows[1].outcome == RowOutcome::make);
    CHECK(plan.rows[2].outcome == RowOutcome::faulty);
    CHECK(plan.rows[2].problems[0].message.find("«Otra cosa»") != std::string::npos);
}

TEST_CASE("import: who may not write is told so, and nothing is taken") {
    Desk desk;
    desk.actor = desk.world.mayor;
    desk.paste(std::string{header} + "Catastro\tmar 2026\n");
    CHECK(desk.plan().count_taken() == 0);
    CHECK(desk.plan().rows[0].outcome == RowOutcome::faulty);
}

TEST_CASE("import: money under a merged cell counts once") {
    Desk desk;
    SheetTable table;
    table.rows = {{{CellKind::text, "Actividad"}, {CellKind::text, "Propios"}},
                  {{CellKind::text, "Uno"}, {CellKind::number, "500"}},
                  {{CellKind::text, "Dos"}, {CellKind::covered, "500"}}};
    desk.take(std::move(table));
    const auto plan = desk.plan();
    CHECK(integer_of(plan.rows[0].fields, "own_kclp") == 500);
    CHECK(is_empty(value_of(plan.rows[1].fields, "own_kclp")));
}

TEST_CASE("import: five thousand rows, all of them right") {
    Desk desk;
    std::string rows{header};
    for (int row = 0; row < 5'000; ++row) {
        rows += "Actividad " + std::to_string(row) + "\tmar 2026\tabr 2026\t10\t5\tAna\tJefa\n";
    }
    desk.paste(rows);
    CHECK(desk.plan().count_taken() == 5'000);
}
