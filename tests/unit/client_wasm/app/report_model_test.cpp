#include "client_wasm/app/report_model.hpp"

#include "shared/programs/embedded.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;

namespace {

constexpr std::string_view answer = R"({"generated_at":1,"rows":[
  {"organization":"a","name":"Municipalidad de Puerto Varas","region":"10","commune":"10109",
   "enrolled":true,"diagnosis":{"obtained":117,"maximum":234,"percent":50,"answered":78,
   "questions":78,"state":"closed"},"plan":{"state":"draft","lines":3,"activities":18,
   "executed":8,"percent":44,"expected":10,"expected_percent":56,"late":2,"own_kclp":9050,
   "subdere_kclp":26800},"conflicts_open":1,"refusals_open":2,"last_change":1795170768349},
  {"organization":"b","name":"Municipalidad de Iquique","region":"01","commune":"01101",
   "enrolled":true,"diagnosis":{"obtained":144,"maximum":234,"answered":78,"questions":78},
   "conflicts_open":0},
  {"organization":"c","name":"Municipalidad de Ñuñoa","region":"13","commune":"13120",
   "enrolled":false,"conflicts_open":0}]})";

std::vector<ReportRow> rows() {
    auto read = read_report(answer, embedded_catalog().territory());
    REQUIRE(read);
    return *read;
}

std::vector<std::string> names(const std::vector<ReportRow>& all, const ReportFilter& filter) {
    std::vector<std::string> found;
    for (const std::size_t index : filtered(all, filter)) found.push_back(all[index].name);
    return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("read_report: communes by their own names, what is absent stays absent") {
    const auto all = rows();

    REQUIRE(all.size() == 3);
    CHECK(all[0].name == "Puerto Varas");
    CHECK(all[0].diagnosis.percent() == 50);
    CHECK(all[0].activities.expected_percent() == 56);
    CHECK_FALSE(all[1].has_plan);
    CHECK_FALSE(all[2].has_data());
    CHECK_FALSE(read_report("<html>", embedded_catalog().territory()));
}

TEST_CASE("filtered: from north to south, those of the programme, without accents") {
    const auto all = rows();

    CHECK(names(all, {}) == Names{"Iquique", "Puerto Varas"});
    CHECK(names(all, {.search = "nunoa", .shows_all = true}) == Names{"Ñuñoa"});
    CHECK(names(all, {.region = "10"}) == Names{"Puerto Varas"});
}

TEST_CASE("filtered: rows without the figure come last in both directions") {
    const auto all = rows();

    CHECK(names(all, {.shows_all = true, .order = ReportOrder::plan}) ==
          Names{"Puerto Varas", "Iquique", "Ñuñoa"});
    CHECK(names(all, {.order = ReportOrder::diagnosis, .is_descending = true}) ==
          Names{"Iquique", "Puerto Varas"});
}

TEST_CASE("totals_of: percentages come from sums") {
    const auto all = rows();

    const ReportRow total = totals_of(all, filtered(all, {}));

    CHECK(total.diagnosis.obtained == 261);
    CHECK(total.diagnosis.percent() == 56);  // 261 of 468
    CHECK(total.funds.subdere.kclp == 26800);
    CHECK(total.conflicts == 1);
    CHECK(total.refusals == 2);
}

TEST_CASE("report_csv: what is seen, with its totals") {
    const auto all = rows();

    const std::string csv =
        report_csv(all, filtered(all, {.region = "10"}), embedded_catalog().territory());

    CHECK(csv.find("Los Lagos;Puerto Varas;117;234;50;3;18;8;44;56;2;9050;26800;1;2;") !=
          std::string::npos);
    CHECK(csv.find(";Total;117;234;50;") != std::string::npos);
}

TEST_CASE("ReportFilter: kept and read again, and plain where it is not understood") {
    const ReportFilter filter{.region = "10",
                              .search = "varas",
                              .shows_all = true,
                              .order = ReportOrder::late,
                              .is_descending = true};

    CHECK(report_filter_from(fields_of(filter)) == filter);
    CHECK(fields_of(ReportFilter{}).empty());
    CHECK(report_filter_from({{"order", minga::Value{std::int64_t{99}}}}) == ReportFilter{});
}
