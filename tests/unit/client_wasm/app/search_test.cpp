#include "client_wasm/app/search.hpp"

#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>

using namespace minga;
using namespace minga::client;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

/// What was found, as it is shown: marked words in brackets.
std::string shown(const SearchHit& hit) {
    std::string out;
    std::size_t at = 0;
    for (const SearchMark& mark : hit.marks) {
        out += hit.words.substr(at, mark.begin - at) + "[" +
               hit.words.substr(mark.begin, mark.end - mark.begin) + "]";
        at = mark.end;
    }
    return out + hit.words.substr(at);
}

struct Desk {
    World world;

    std::vector<SearchEntry> entries(std::initializer_list<Record> records) {
        const std::vector<Record> all{records};
        return search_entries(all, world.records, world.catalog);
    }
    std::vector<SearchEntry> activity() { return entries({world.get(world.activity)}); }
};

}  // namespace

TEST_CASE("search: accents and case do not matter, and the words are marked as they were written") {
    Desk at;
    at.world.set(at.world.activity, "owner", text("Íñigo Muñoz Peñafiel"));
    const auto entries = at.activity();

    for (const std::string_view typed : {"munoz", "MUÑOZ", "muñoz"}) {
        const auto hits = find_words(entries, typed);
        REQUIRE(hits.size() == 1);
        CHECK(shown(hits.front()) == "Íñigo [Muñoz] Peñafiel");
        CHECK(hits.front().label == "Responsable");
    }
}

TEST_CASE("search: every word must be there, in whatever field") {
    Desk at;
    at.world.set(at.world.activity, "owner", text("Eva Paz"));
    const auto entries = at.activity();

    CHECK(find_words(entries, "eva proceso").size() == 1);
    CHECK(find_words(entries, "eva inexistente").empty());
    CHECK(find_words(entries, "  ").empty());
    CHECK(find_words(entries, "").empty());
}

TEST_CASE("search: months and choices are found as people read them") {
    Desk at;
    const auto entries = at.activity();

    CHECK(find_words(entries, "abr 2026").size() == 1);
    CHECK(find_words(entries, "2026-04").empty());
}

TEST_CASE("search: what stands in the title comes first") {
    Desk at;
    const Record second = at.world.add("activity", {{"action_line", text(at.world.line.to_text())},
                                                    {"name", text("Catastro de ferias")}});
    at.world.set(at.world.activity, "owner", text("Oficina de Catastro"));
    const auto entries = at.entries({at.world.get(at.world.activity), second});

    const auto hits = find_words(entries, "catastro");

    REQUIRE(hits.size() == 2);
    CHECK(hits.front().entry->record == second.id);
    CHECK(hits.front().entry->route ==
          "plan/linea/" + at.world.line.to_text() + "/actividad/" + second.id.to_text());
}

TEST_CASE("search: a long text is cut around what was found, between letters") {
    Desk at;
    std::string long_text;
    for (int count = 0; count < 40; ++count) long_text += "ñandú ";
    at.world.set(at.world.activity, "owner_position", text(long_text + "aguja " + long_text));
    const auto hits = find_words(at.activity(), "aguja");

    REQUIRE(hits.size() == 1);
    const std::string words = shown(hits.front());
    CHECK(words.size() < 220);
    CHECK(words.starts_with("… ñandú"));
    CHECK(words.ends_with(" …"));
    CHECK(words.find("[aguja]") != std::string::npos);
}

TEST_CASE("search: marks that overlap are one") {
    Desk at;
    at.world.set(at.world.activity, "owner", text("Anacleta"));

    const auto hits = find_words(at.activity(), "ana anacle");

    REQUIRE(hits.size() == 1);
    CHECK(shown(hits.front()) == "[Anacle]ta");
}

TEST_CASE("search: questions of the diagnosis, with what is said to help") {
    const World world;
    const auto entries = search_questions(world.catalog);

    REQUIRE(entries.size() == 78);
    const auto hits = find_words(entries, "pregunta 14");
    REQUIRE_FALSE(hits.empty());
    CHECK(hits.front().entry->route == "diagnostico/14");
}

TEST_CASE("search: of an answer only its words can be found; ids never") {
    Desk at;
    const Record silent =
        at.world.add("answer", {{"assessment", text(at.world.diagnosis.to_text())},
                                {"element", text("14")},
                                {"level", number(2)}});
    CHECK(at.entries({silent}).empty());
    CHECK(find_words(at.activity(), at.world.line.to_text()).empty());
}
