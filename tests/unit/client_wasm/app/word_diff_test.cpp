#include "client_wasm/app/word_diff.hpp"

#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

std::string joined(const std::vector<DiffPart>& parts, DiffKind dropped) {
    std::string text;
    for (const DiffPart& part : parts) {
        if (part.kind != dropped) text += part.text;
    }
    return text;
}

}  // namespace

TEST_CASE("word_diff: one word that changed") {
    const auto parts = word_diff("Levantar el catastro", "Levantar el inventario");

    REQUIRE(parts.size() == 3);
    CHECK(parts[0] == DiffPart{DiffKind::same, "Levantar el "});
    CHECK(parts[1] == DiffPart{DiffKind::removed, "catastro"});
    CHECK(parts[2] == DiffPart{DiffKind::added, "inventario"});
}

TEST_CASE("word_diff: the parts spell both texts") {
    const std::string before = "Capacitar a los equipos de Alerce y Ensenada en mayo";
    const std::string after = "Capacitar en mayo a todos los equipos de Alerce, Ensenada y Ñuñoa";

    const auto parts = word_diff(before, after);

    CHECK(joined(parts, DiffKind::removed) == after);
}

TEST_CASE("word_diff: the blank before a last word comes and goes with it") {
    const std::string shorter = "Levantar el catastro";
    const std::string longer = "Levantar el catastro comunal";

    CHECK(word_diff(longer, shorter) ==
          std::vector<DiffPart>{{DiffKind::same, shorter}, {DiffKind::removed, " comunal"}});
    CHECK(word_diff(shorter, longer) ==
          std::vector<DiffPart>{{DiffKind::same, shorter}, {DiffKind::added, " comunal"}});
    CHECK(joined(word_diff(longer, shorter), DiffKind::added) == longer);
    CHECK(joined(word_diff(shorter, longer), DiffKind::removed) == longer);
}

TEST_CASE("word_diff: from nothing and to nothing") {
    CHECK(word_diff("", "").empty());
    CHECK(word_diff("", "algo") == std::vector<DiffPart>{{DiffKind::added, "algo"}});
    CHECK(word_diff("algo", "") == std::vector<DiffPart>{{DiffKind::removed, "algo"}});
}

TEST_CASE("word_diff: texts too long to compare are replaced as a whole") {
    std::string before;
    std::string after;
    for (int i = 0; i < 2'000; ++i) {
        before += "a" + std::to_string(i) + " ";
        after += "b" + std::to_string(i) + " ";
    }

    const auto parts = word_diff(before, after);

    CHECK(parts.size() == 2);
    CHECK_FALSE(is_worth_showing(parts));
}
