#include "shared/sheets/cell_value.hpp"
#include "shared/programs/embedded.hpp"
#include "shared/records/all_records.hpp"
#include "shared/sheets/cell_names.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sheets;

namespace {

const schema::FieldInfo& field(std::string_view kind, std::string_view key) {
    return *schema::find_record_info(kind)->find(key);
}

Result<Value> read(std::string_view kind, std::string_view key, const Cell& cell) {
    return value_from_cell(field(kind, key), cell, embedded_catalog());
}

Value value(std::string_view kind, std::string_view key, const Cell& cell) {
    const auto read_value = read(kind, key, cell);
    REQUIRE(read_value);
    return *read_value;
}

std::string month(std::string_view text) {
    const auto found = read("activity", "start_month", {CellKind::text, std::string{text}});
    return found ? std::get<std::string>(*found) : "! " + found.error().message;
}

std::string day(std::string_view text) {
    const auto found = read("immediate_action", "due_date", {CellKind::text, std::string{text}});
    if (!found) return "! " + found.error().message;
    return is_empty(*found) ? "" : std::get<std::string>(*found);
}

std::string number(std::string_view text) {
    const auto found = number_from_text(text);
    return found ? found->to_text() : "!";
}

}  // namespace

TEST_CASE("cells: months as people write them") {
    for (const std::string_view text :
         {"mar 2026", "Marzo 2026", "marzo de 2026", "mar-26", "03-2026", "3/2026", "2026-03",
          "2026-03-01", "15-03-2026", "01/03/26", "46082", "MARZO 2026", "mar. 2026"}) {
        CAPTURE(text);
        CHECK(month(text) == "2026-03");
    }
    CHECK(month("sept 2026") == "2026-09");
    CHECK(month("set-26") == "2026-09");
    CHECK(month("marzo").starts_with("! A «marzo» le falta el año"));
    CHECK(month("pronto").starts_with("! «pronto» no es un mes"));
    CHECK(month("13-2026").starts_with("!"));
    CHECK(month("mar 3026").starts_with("!"));
}

TEST_CASE("cells: days as people write them, and days that are none") {
    for (const std::string_view text :
         {"15-03-2026", "15/3/2026", "15.03.26", "2026-03-15", "15 de marzo de 2026",
          "15 marzo 2026", "domingo 15 de marzo de 2026", "15-mar-26", "46096", "15-03-2026 10:30",
          "2026-03-15T00:00:00"}) {
        CAPTURE(text);
        CHECK(day(text) == "2026-03-15");
    }
    CHECK(day("31-02-2026").starts_with("! «31-02-2026» no es una fecha"));
    CHECK(day("3/15/2026").starts_with("!"));
    CHECK(day("mar 2026").starts_with("! A «mar 2026» le falta el día"));
    CHECK(day("").empty());
}

TEST_CASE("cells: days that the spreadsheet counts") {
    CHECK(value("immediate_action", "due_date", {CellKind::number, "46096.5"}) ==
          Value{std::string{"2026-03-15"}});
    CHECK_FALSE(read("immediate_action", "due_date", {CellKind::number, "3"}));
    CHECK(std::get<std::string>(*read("activity", "end_month", {CellKind::date, "2026-05-01"})) ==
          "2026-05");
}

TEST_CASE("cells: numbers with points, commas and signs") {
    CHECK(number("1.234,5") == "1234.5");
    CHECK(number("1,234.5") == "1234.5");
    CHECK(number("1.234") == "1234");
    CHECK(number("1.234.567") == "1234567");
    CHECK(number("1,234,567") == "1234567");
    CHECK(number("12,5") == "12.5");
    CHECK(number("12.5") == "12.5");
    CHECK(number("0.125") == "0.125");
    CHECK(number("M$ 1.200") == "1200");
    CHECK(number("$ 1.200") == "1200");
    CHECK(number("(12)") == "-12");
    CHECK(number(" $ -   ") == "0");
    CHECK(number("75 %") == "75");
    CHECK(number("1\xC2\xA0"
                 "200") == "1200");
    for (const std::string_view text : {"", "doce", "1.23.4", "1.2345.678", "12-5", "..", "1,2,3",
                                        "99999999999999999999", "12 años"}) {
        CAPTURE(text);
        CHECK(number(text) == "!");
    }
}

TEST_CASE("cells: money is whole thousands of pesos, and says so") {
    CHECK(value("activity", "own_kclp", {CellKind::text, "1.200"}) == Value{std::int64_t{1200}});
    CHECK(value("activity", "own_kclp", {CellKind::number, "1200"}) == Value{std::int64_t{1200}});
    CHECK(value("activity", "own_kclp", {CellKind::text, "1.200,0"}) == Value{std::int64_t{1200}});
    const auto half = read("activity", "own_kclp", {CellKind::text, "1.234,5"});
    REQUIRE_FALSE(half);
    CHECK(half.error().message ==
          "«1.234,5» no es un monto entero en miles de pesos (M$). Redondéelo.");
}

TEST_CASE("cells: choices by their labels") {
    CHECK(value("activity", "status", {CellKind::text, "EN CURSO"}) ==
          Value{std::string{"in_progress"}});
    const auto other = read("activity", "status", {CellKind::text, "lista"});
    REQUIRE_FALSE(other);
    CHECK(other.error().message.find("Programada, En curso, Ejecutada") != std::string::npos);
}

TEST_CASE("cells: what the programme names is found by number or name") {
    const auto& catalog = embedded_catalog();
    CHECK(subcriteria_named("10. Comunicación con usuarios y usuarias", catalog).keys ==
          TextSet{"user_communication"});
    CHECK(subcriteria_named("3; 4", catalog).keys == TextSet{"people_competences", "training"});
    CHECK(subcriteria_named("Personas / CAPACITACION", catalog).keys == TextSet{"training"});
    CHECK(subcriteria_named("2. Personas", catalog).keys.empty());
    CHECK(subcriteria_named("Magia", catalog).unknown == "Magia");
    CHECK(tool_named("gestión de cobranzas", catalog) == "collections");
    CHECK_FALSE(tool_named("Varita", catalog));
}

TEST_CASE("cells: a formula is never run, and an error is said") {
    CHECK(value("activity", "name", {CellKind::text, "=SUMA(A1)"}) ==
          Value{std::string{"=SUMA(A1)"}});
    CHECK_FALSE(read("activity", "own_kclp", {CellKind::text, "=1+1"}));
    CHECK_FALSE(read("activity", "name", {CellKind::formula, "=A1"}));
    const auto fault = read("activity", "own_kclp", {CellKind::fault, "#DIV/0!"});
    REQUIRE_FALSE(fault);
    CHECK(fault.error().message.find("#DIV/0!") != std::string::npos);
    CHECK(is_empty(*read("activity", "own_kclp", {CellKind::covered, "1200"})));
}

TEST_CASE("cells: a name and what follows it") {
    using Pair = std::pair<std::string, std::string>;
    CHECK(name_and_position("María Soto (Jefa de Finanzas)") ==
          Pair{"María Soto", "Jefa de Finanzas"});
    CHECK(name_and_position("María Soto, Jefa") == Pair{"María Soto", "Jefa"});
    CHECK(name_and_position("María Soto - Jefa") == Pair{"María Soto", "Jefa"});
    CHECK(name_and_position("Ana Pérez-Soto") == Pair{"Ana Pérez-Soto", ""});
    CHECK(name_and_position("") == Pair{"", ""});
}
