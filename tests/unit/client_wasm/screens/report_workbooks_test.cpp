#include "client_wasm/screens/report_workbooks.hpp"

#include "shared/programs/embedded.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;

namespace {

ReportRow commune(std::string_view name, std::int64_t obtained, std::int64_t own) {
    ReportRow row;
    row.name = name;
    row.region = "10";
    row.has_diagnosis = obtained > 0;
    row.has_plan = own > 0;
    row.diagnosis = {obtained, 234, 78, 0};
    row.funds.own.kclp = own;
    row.activities.total = 4;
    row.activities.executed = 1;
    return row;
}

}  // namespace

TEST_CASE("workbooks: the country's rows are typed, and its totals are worked out") {
    const std::vector<ReportRow> rows{commune("=Puerto Varas", 117, 3'200), commune("Calama", 0, 0),
                                      commune("Iquique", 78, 800)};
    const auto book = consolidated_workbook(rows, {0, 2}, embedded_catalog().territory());
    REQUIRE(book.sheets.size() == 1);
    const auto& sheet = book.sheets[0];
    REQUIRE(sheet.rows.size() == 4);
    CHECK(sheet.frozen_rows == 1);
    CHECK(sheet.widths.size() == sheet.rows[0].size());
    CHECK(sheet.rows[1][1].type == sheets::BookCell::Type::text);
    CHECK(sheet.rows[1][4].value == "0.500000000");
    CHECK(sheet.rows[1][4].formula == "IF(D2=0,0,C2/D2)");
    const auto& totals = sheet.rows[3];
    CHECK(totals[2].value == "195");
    CHECK(totals[2].formula == "SUM(C2:C3)");
    CHECK(totals[10].value == "4000");
    CHECK(totals[8].formula == "IF(G4=0,0,H4/G4)");
}

TEST_CASE("workbooks: results go by ámbito, by criterion and by question") {
    Record assessment;
    assessment.kind = "assessment";
    const auto& instrument = embedded_catalog().current_instrument(InstrumentKind::diagnostic);
    assessment.fields = {{"instrument", Value{instrument.key()}}};
    const DiagnosisModel model = make_diagnosis_model(assessment, {}, embedded_catalog());
    const auto book = results_workbook(model, embedded_catalog());
    REQUIRE(book.sheets.size() == 3);
    CHECK(book.sheets[0].rows.size() == 14);
    CHECK(book.sheets[0].rows[13][2].value == "234");
    CHECK(book.sheets[0].rows[13][2].formula == "SUM(C2:C13)");
    CHECK(book.sheets[1].rows.size() == 7);
    CHECK(book.sheets[2].rows.size() == 79);
    CHECK(book.sheets[2].rows[1][3].type == sheets::BookCell::Type::none);
}
