// An instrument out of a spreadsheet: as many ámbitos, questions and levels as it has, and every
// mistake by its cell.
#include "shared/sheets/instrument_sheet.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/programs/embedded.hpp"
#include "tests/support/instrument_csv.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sheets;

namespace {

InstrumentSheet read(std::string_view csv) {
    auto table = table_from_text(csv);
    REQUIRE(table);
    return read_instrument_sheet(*table, {"municipal", "imported_1", "1", "Importado"},
                                 embedded_catalog().model());
}

/// The only problem of two questions in which `from` became `to`: "G3: …".
std::string problem(std::string_view from, std::string_view to) {
    std::string csv =
        "Criterio;Ámbito;Pregunta;Nivel 0;Nivel 1;Tipo;Igual a\n"
        "Uno;Suelo;¿Primera?;No.;Sí.;Proceso;3\n"
        ";;¿Segunda?;Nunca.;Siempre.;Resultado;4\n";
    const std::size_t place = csv.find(from);
    REQUIRE(place != std::string::npos);
    csv.replace(place, from.size(), to);
    const InstrumentSheet sheet = read(csv);
    CHECK(sheet.body.empty());
    REQUIRE(sheet.problems.size() == 1);
    return sheet.problems.front().cell + ": " + sheet.problems.front().message;
}

}  // namespace

TEST_CASE("an instrument of 14 ámbitos and 100 questions becomes one of the programme") {
    const InstrumentSheet sheet = read(test::placeholder_csv(60));
    CHECK(sheet.problems.empty());
    CHECK(sheet.criteria == 5);
    CHECK(sheet.subcriteria == 14);
    CHECK(sheet.questions == 100);
    CHECK(sheet.shared == 60);

    auto catalog = catalog_from_embedded();
    REQUIRE(catalog);
    const Instrument& old = catalog->current_instrument(InstrumentKind::diagnostic);
    const auto added = catalog->add_instrument({"imported", sheet.body});
    INFO((added ? std::string{} : added.error().message));
    REQUIRE(added);

    const Instrument& current = catalog->current_instrument(InstrumentKind::diagnostic);
    CHECK(current.key() == "imported_1");
    CHECK(current.questions().size() == 100);
    CHECK(current.element_maximum() == 3);
    CHECK(current.label() == "Instrumento importado");
    const Model& model = current.model_in(catalog->model());
    CHECK(model.subcriteria().size() == 14);
    CHECK(model.maximum() == 300);
    CHECK(model.find_element("4")->type == ElementType::result);
    CHECK(current.common_element("60") == "60");
    CHECK(current.common_element("61").empty());
    CHECK(current.common_element("101").empty());
    // What was there is there as it was.
    CHECK(catalog->instrument(old.key()) == &old);
    CHECK(old.questions().size() == 78);
    CHECK(&old.model_in(catalog->model()) == &catalog->model());
    CHECK(old.common_element("78") == "78");
}

TEST_CASE("a published key is never another's") {
    auto catalog = catalog_from_embedded();
    REQUIRE(catalog);
    REQUIRE(catalog->add_instrument({"a", read(test::placeholder_csv()).body}));
    const auto again = catalog->add_instrument({"b", read(test::placeholder_csv(1)).body});
    REQUIRE_FALSE(again);
    CHECK(again.error().code == ErrorCode::already_exists);
    CHECK(catalog->current_instrument(InstrumentKind::diagnostic).common_element("1").empty());
}

TEST_CASE("what is called as in the programme keeps its key there") {
    const InstrumentSheet sheet =
        read("Criterio,Subcriterio,Pregunta,Nivel 0,Nivel 1\npersonas,ESTRATEGIA,¿Una?,No,Sí\n");
    REQUIRE(sheet.problems.empty());
    CHECK(sheet.body.find("\"key\":\"people\"") != std::string::npos);
    CHECK(sheet.body.find("\"key\":\"strategy\"") != std::string::npos);
}

TEST_CASE("what is missing in a row is told by its cell") {
    CHECK(problem("¿Segunda?", "") == "C3: Falta el texto de la pregunta.");
    CHECK(problem("Siempre.", "") == "E3: Falta la alternativa del nivel 1.");
    CHECK(problem("Resultado", "Cosa") == "F3: Debe decir «Proceso» o «Resultado».");
}

TEST_CASE("what cannot be is told by its cell") {
    CHECK(problem("¿Segunda?", "¿PRIMERA?") == "C3: Esta pregunta ya está más arriba.");
    CHECK(problem("Resultado;4", "Resultado;3") == "G3: Otra pregunta ya es igual a ese elemento.");
    CHECK(problem("Resultado;4", "Resultado;79") ==
          "G3: No existe el elemento «79» en el modelo del Programa: van del 1 al 78.");
    CHECK(problem(";;¿Segunda?", "Dos;;¿Segunda?") ==
          "B3: El ámbito «Suelo» ya está en otro criterio: un ámbito tiene uno solo.");
    CHECK(problem("Nunca.", std::string(601, 'a')) ==
          "D3: El texto es demasiado largo: use hasta 600 caracteres.");
}

TEST_CASE("a header that is not understood is told by its cell, and no row is read") {
    CHECK(problem("Tipo", "Pregunta") == "F1: La columna «Pregunta» está dos veces.");
}

TEST_CASE("numbers, order and emptiness are looked at") {
    const auto first = [](std::string_view csv) {
        const InstrumentSheet sheet = read(csv);
        REQUIRE_FALSE(sheet.problems.empty());
        return sheet.problems.front().cell + ": " + sheet.problems.front().message;
    };
    CHECK(first("N°;Criterio;Ámbito;Pregunta;Nivel 0;Nivel 1\n2;A;B;¿C?;No;Sí\n") ==
          "A2: Debe decir 1: los números van de 1 en adelante, sin saltos.");
    CHECK(first("Criterio;Ámbito;Pregunta;Nivel 0;Nivel 1\n") ==
          "A1: No hay preguntas bajo el encabezado.");
    CHECK(
        first(
            "Criterio;Ámbito;Pregunta;Nivel 0;Nivel 1\nA;B;¿1?;n;s\nA;C;¿2?;n;s\nA;B;¿3?;n;s\n") ==
        "B4: Las preguntas de «B» deben ir juntas.");
    CHECK(first("Criterio;Ámbito;Pregunta;Nivel 0;Nivel 1\nA;;¿1?;n;s\n") ==
          "B2: Falta el ámbito de la primera pregunta.");
    CHECK(first("Criterio;Ámbito;Consulta;Nivel 0;Nivel 1\n").starts_with("C1: No se conoce la "));
    CHECK(first("Criterio;Ámbito;Pregunta;Nivel 0;Nivel 2\n") ==
          "E1: Los niveles van desde «Nivel 0», en orden y sin saltos.");
    CHECK(first("Criterio;Ámbito;Nivel 0;Nivel 1\n") == "A1: Falta la columna «Pregunta».");
    CHECK(first("Criterio;Ámbito;Pregunta;Nivel 0\n") ==
          "A1: Faltan las alternativas: columnas «Nivel 0», «Nivel 1»…");
    CHECK(first(" ; \n") == "A1: La planilla está vacía.");
}

TEST_CASE("a cell that the spreadsheet could not work out is a problem") {
    auto table = table_from_text("Criterio;Ámbito;Pregunta;Nivel 0;Nivel 1\nA;B;¿C?;No;Sí\n");
    REQUIRE(table);
    table->rows[1][3] = {CellKind::fault, "#DIV/0!"};
    const InstrumentSheet sheet =
        read_instrument_sheet(*table, {"municipal", "k", "1", "T"}, embedded_catalog().model());
    REQUIRE(sheet.problems.size() == 1);
    CHECK(sheet.problems.front().cell == "D2");
}
