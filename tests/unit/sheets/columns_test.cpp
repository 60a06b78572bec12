#include "shared/sheets/columns.hpp"

#include "shared/records/all_records.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sheets;

namespace {

SheetTable table(std::string_view text) {
    auto read = table_from_text(text);
    REQUIRE(read);
    return *std::move(read);
}

/// The fields of the columns in order, "-" where one is not taken.
std::string taken(const Guess& guess, const std::vector<ColumnTarget>& targets) {
    std::string keys;
    for (const auto& column : guess.layout.columns) {
        if (!keys.empty()) keys += ' ';
        keys += column ? targets[*column].key + (targets[*column].second.empty() ? "" : "+") : "-";
    }
    return keys;
}

}  // namespace

TEST_CASE("columns: the header of form 3 stands in two rows below the line's own fields") {
    const auto targets = column_targets("activity", false);
    const auto form = table(
        "REGISTRO DE LÍNEA DE ACCIÓN\t\t\t\t\t\n"
        "Línea de Acción (Herramienta)\tGestión de compras\t\t\t\t\n"
        "Área de Mejora\t12. Procesos de apoyo\t\t\t\t\n"
        "Actividad\tEjecución\t\tRecursos M$\t\tResponsable\n"
        "\tInicio\tTérmino\tPropios\tSUBDERE\t\n"
        "Levantar el catastro\tmar 2026\tabr 2026\t0\t1.200\tAna Ríos\n");
    const Guess guess = guess_layout(form, targets);
    CHECK(taken(guess, targets) == "name start_month end_month own_kclp subdere_kclp owner");
    CHECK(guess.layout.header_first == 3);
    CHECK(guess.layout.header_rows == 2);
    CHECK(header_text(form, guess.layout, 2) == "Ejecución Término");
}

TEST_CASE("columns: form 1 stands on its side, form 2 does not") {
    const auto targets = column_targets("immediate_action", false);
    const auto form_1 = table(
        "Nombre de la AMI\t\tCartel en cada mesón\n"
        "Responsable\tImplementación\tAna Ríos\n"
        "\tMantención\tPedro Díaz\n"
        "Caracterización (Qué se hará)\t\tSe imprime y se cuelga\n"
        "Criterio(s)\t\tUsuarios\n"
        "Subcriterio(s)\t\t10\n"
        "Medio de Verificación\t\tFotografías\n"
        "Plazo de Ejecución\t\t30-04-2026\n");
    const Guess turned = guess_layout(form_1, targets);
    CHECK(turned.is_turned);
    CHECK(taken(turned, targets) ==
          "name implementation_owner maintenance_owner characterization - subcriteria "
          "verification_means due_date");

    const auto form_2 = table(
        "Nombre de la AMI\tCriterio(s) / Subcriterio(s)\tResponsable\t\tPlazo de Ejecución\n"
        "\t\tImplementación\tMantención\t\n"
        "Cartel\t10\tAna\tPedro\t30-04-2026\n");
    const Guess guess = guess_layout(form_2, targets);
    CHECK_FALSE(guess.is_turned);
    CHECK(taken(guess, targets) ==
          "name subcriteria implementation_owner maintenance_owner due_date");
}

TEST_CASE("columns: a name and its position in one column, or in two") {
    const auto targets = column_targets("activity", false);
    CHECK(taken(guess_layout(table("Actividad;Responsable (nombre y cargo)\na;b\n"), targets),
                targets) == "name owner+");
    CHECK(taken(guess_layout(table("Tarea;Responsable;Cargo\na;b;c\n"), targets), targets) ==
          "name owner owner_position");
}

TEST_CASE("columns: without a header the order is that of the form") {
    const auto targets = column_targets("activity", true);
    const Guess guess = guess_layout(table("Compras\tLevantar el catastro\tmar 2026\n"), targets);
    CHECK(guess.score == 0);
    CHECK(guess.layout.header_rows == 0);
    CHECK(taken(guess, targets) == "action_line name start_month");
}

TEST_CASE("columns: a field has one column, and the last to ask gets it") {
    const auto targets = column_targets("activity", false);
    Layout layout;
    layout.columns.assign(3, std::nullopt);
    const auto index_of = [&](std::string_view label) {
        for (std::size_t index = 0; index < targets.size(); ++index) {
            if (targets[index].label == label) return index;
        }
        FAIL(label);
        return std::size_t{0};
    };
    layout.assign(0, index_of("Responsable"), targets);
    layout.assign(1, index_of("Cargo"), targets);
    layout.assign(2, index_of("Responsable y cargo juntos"), targets);
    CHECK_FALSE(layout.columns[0]);
    CHECK_FALSE(layout.columns[1]);
    CHECK(layout.columns[2]);
}

TEST_CASE("columns: every field of every kind that can be brought in is one of its record") {
    for (const std::string_view kind :
         {"activity", "action_line", "immediate_action", "follow_up", "indicator"}) {
        for (const ColumnTarget& target : column_targets(kind, false)) {
            CAPTURE(kind, target.key);
            if (target.key == "id") continue;
            const schema::RecordInfo* info = schema::find_record_info(kind);
            CHECK(info->find(target.key) != nullptr);
            if (!target.second.empty()) CHECK(info->find(target.second) != nullptr);
        }
    }
}
