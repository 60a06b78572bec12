#include "client_wasm/app/text_merge.hpp"

#include <catch_amalgamated.hpp>

using namespace minga::client;

TEST_CASE("merge_texts: what each changed alone stands, in its place") {
    const TextMerge merged =
        merge_texts("Primera línea\nSegunda línea\nTercera línea",
                    "Primera línea corregida\nSegunda línea\nTercera línea",
                    "Primera línea\nSegunda línea\nTercera línea\nCuarta línea");

    CHECK(merged.text == "Primera línea corregida\nSegunda línea\nTercera línea\nCuarta línea");
    CHECK(merged.clashes == 0);
}

TEST_CASE("merge_texts: sentences of one paragraph are told apart") {
    const TextMerge merged =
        merge_texts("Se capacitó al equipo. Falta el informe. Se cierra en mayo.",
                    "Se capacitó a todo el equipo. Falta el informe. Se cierra en mayo.",
                    "Se capacitó al equipo. Falta el informe. Se cierra en junio.");

    CHECK(merged.text == "Se capacitó a todo el equipo. Falta el informe. Se cierra en junio.");
    CHECK(merged.clashes == 0);
}

TEST_CASE("merge_texts: where both wrote, nothing of either is left out") {
    const TextMerge merged =
        merge_texts("Uno.\nDos.\nTres.", "Uno.\nDos de ella.\nTres.", "Uno.\nDos mío.\nTres.");

    CHECK(merged.text == "Uno.\nDos de ella.\nDos mío.\nTres.");
    CHECK(merged.clashes == 1);
}

TEST_CASE("merge_texts: a sentence that one took out and the other changed is kept and told") {
    const TextMerge merged =
        merge_texts("Uno. Dos. Tres.", "Uno. Tres.", "Uno. Dos y medio. Tres.");

    CHECK(merged.text == "Uno. Dos y medio. Tres.");
    CHECK(merged.clashes == 1);
}

TEST_CASE("merge_texts: the same change by both is made once") {
    const TextMerge merged = merge_texts("Uno.\nDos.", "Uno.\nDos.\nTres.", "Uno.\nDos.\nTres.");
    CHECK(merged.text == "Uno.\nDos.\nTres.");
    CHECK(merged.clashes == 0);
}

TEST_CASE("merge_texts: texts at the ends, empty ones, and ones without a common word") {
    CHECK(merge_texts("", "Ella.", "").text == "Ella.");
    CHECK(merge_texts("Base.", "", "Base.").text.empty());
    const TextMerge both = merge_texts("", "De ella.", "Mío.");
    CHECK(both.text == "De ella. Mío.");
    CHECK(both.clashes == 1);
    CHECK_FALSE(is_worth_offering(both, "De ella.", "Mío."));
}

TEST_CASE("is_worth_offering: not where one text already is both") {
    const TextMerge merged = merge_texts("Uno.\nDos.", "Uno.\nDos.\nTres.", "Uno.\nDos.");
    CHECK_FALSE(is_worth_offering(merged, "Uno.\nDos.\nTres.", "Uno.\nDos."));
}
