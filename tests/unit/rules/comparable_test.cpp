// Two assessments that were answered with different instruments, beside each other.
#include "shared/rules/comparable.hpp"
#include "shared/sheets/instrument_sheet.hpp"
#include "tests/support/instrument_csv.hpp"
#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::test;

namespace {

struct TwoVersions {
    Catalog catalog = *catalog_from_embedded();
    const Instrument* old = &catalog.current_instrument(InstrumentKind::diagnostic);
    const Instrument* imported = nullptr;

    explicit TwoVersions(std::string_view csv) {
        auto table = sheets::table_from_text(csv);
        REQUIRE(table);
        const auto sheet = sheets::read_instrument_sheet(
            *table, {"municipal", "imported_1", "1", "Importado"}, catalog.model());
        REQUIRE(catalog.add_instrument({"imported", sheet.body}));
        imported = &catalog.current_instrument(InstrumentKind::diagnostic);
    }
    static std::vector<Record> answers(int count, std::int64_t level) {
        std::vector<Record> made;
        for (int i = 1; i <= count; ++i) {
            Record answer;
            answer.kind = "answer";
            answer.fields = {{"element", text(std::to_string(i))}, {"level", number(level)}};
            made.push_back(std::move(answer));
        }
        return made;
    }
};

}  // namespace

TEST_CASE("of one instrument everything is compared, and there is nothing to say") {
    const Catalog& catalog = embedded_catalog();
    const Instrument& instrument = catalog.current_instrument(InstrumentKind::diagnostic);
    const auto before = TwoVersions::answers(78, 1);
    const auto after = TwoVersions::answers(78, 2);
    const Comparable both =
        compare_answers({instrument, before}, {instrument, after}, catalog.model());

    CHECK(both.is_whole());
    CHECK(both.subcriteria.size() == 12);
    CHECK(both.before == score_answers(before, instrument, catalog.model()).total);
    CHECK(both.after.percent() == 67);
    for (std::size_t i = 0; i < both.criteria.size(); ++i) {
        CHECK(both.criteria[i].after ==
              score_answers(after, instrument, catalog.model()).criteria[i].score);
    }
    CHECK(comparison_words(both, "el ciclo 1", "el ciclo 2").empty());
}

TEST_CASE("of two instruments what both ask about is compared, and the rest is told") {
    const TwoVersions versions{placeholder_csv(30)};
    const auto before = TwoVersions::answers(78, 3);
    const auto after = TwoVersions::answers(100, 1);
    const Comparable both = compare_answers({*versions.old, before}, {*versions.imported, after},
                                            versions.catalog.model());

    CHECK(both.shared == 30);
    CHECK(both.only_before == 48);
    CHECK(both.only_after == 70);
    CHECK(both.before == Score{90, 90, 30, 0});
    CHECK(both.after == Score{30, 90, 30, 0});
    REQUIRE(both.subcriteria.size() == 5);
    CHECK(both.subcriteria.back().shared == 1);
    CHECK(both.subcriteria.back().left_out == 6);
    CHECK(both.added.size() == 9);
    CHECK(both.gone.size() == 7);
    const auto words = comparison_words(both, "el ciclo 1", "el ciclo 2");
    REQUIRE(words.size() == 5);
    CHECK(words[0] == "Son instrumentos distintos: se comparan las 30 preguntas que ambos tienen.");
    CHECK(words[1] == "No se comparan 48 preguntas que solo están en el ciclo 1.");
    CHECK(words[2] == "No se comparan 70 preguntas que solo están en el ciclo 2.");
    CHECK(words[3].starts_with("Sin nada que comparar en el ciclo 1: "));
    CHECK(words[4].ends_with(" y [De relleno] ámbito 14."));
}

TEST_CASE("equal numbers alone are not the same question") {
    const TwoVersions versions{placeholder_csv(0)};
    const auto answers = TwoVersions::answers(78, 3);
    const Comparable both = compare_answers({*versions.old, answers}, {*versions.imported, answers},
                                            versions.catalog.model());
    CHECK(both.shared == 0);
    CHECK(both.subcriteria.empty());
    CHECK(comparison_words(both, "el ciclo 1", "el ciclo 2") ==
          std::vector<std::string>{"Los dos instrumentos no tienen preguntas en común: estos "
                                   "resultados no se pueden comparar."});
}

TEST_CASE("what nobody answered counts as nothing, on both sides") {
    const TwoVersions versions{placeholder_csv(10)};
    const auto before = TwoVersions::answers(5, 3);
    const Comparable both = compare_answers({*versions.old, before}, {*versions.imported, {}},
                                            versions.catalog.model());
    CHECK(both.before == Score{15, 30, 5, 5});
    CHECK(both.after == Score{0, 30, 0, 10});
}

TEST_CASE("an old assessment is added up by its own instrument, a new one by its own") {
    const TwoVersions versions{placeholder_csv(30)};
    const auto answers = TwoVersions::answers(100, 3);
    const Model& programme = versions.catalog.model();
    CHECK(score_answers(answers, *versions.old, programme).total == Score{234, 234, 78, 0});
    const AssessmentScore score = score_answers(answers, *versions.imported, programme);
    CHECK(score.total == Score{300, 300, 100, 0});
    CHECK(score.subcriteria.size() == 14);
    CHECK(score.subcriteria.front().criterion == "criterion_1");
}
