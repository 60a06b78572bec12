#include "client_wasm/app/inbox_words.hpp"

#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;
using minga::test::text;
using minga::test::World;

namespace {

sync::InboxItem conflict_over(const World& world, std::string field, Value base, Value theirs,
                              Value mine) {
    sync::InboxItem item;
    item.record = world.activity;
    item.kind = "activity";
    item.field = std::move(field);
    item.base = std::move(base);
    item.theirs = std::move(theirs);
    item.mine = std::move(mine);
    item.theirs_by = "María Soto";
    item.mine_by = "Pedro Díaz";
    return item;
}

}  // namespace

TEST_CASE("inbox_words: a path that people understand, values as they read them") {
    const World world;
    const auto item =
        conflict_over(world, "end_month", text("2026-05"), text("2026-06"), text("2026-07"));

    const InboxWords words = inbox_words(item, {"Pedro Díaz", {}, world.records, world.catalog});

    CHECK(words.path == "Plan · Línea «Gestión de compras» · Actividad «Levantar el proceso»");
    CHECK(words.field == "Término");
    CHECK(words.base == "may 2026");
    CHECK(words.theirs.value == "jun 2026");
    CHECK(words.theirs.button == "Conservar el de María Soto");
    CHECK(words.mine.who == "Usted");
    CHECK(words.mine.button == "Usar el mío");
}

TEST_CASE("inbox_words: who looks on decides between two names") {
    const World world;
    const auto item =
        conflict_over(world, "own_kclp", {}, Value{std::int64_t{1200}}, Value{std::int64_t{900}});

    const InboxWords words = inbox_words(item, {"Otra Persona", {}, world.records, world.catalog});

    CHECK(words.base == "vacío");
    CHECK(words.theirs.value == "M$\u00A01.200");
    CHECK(words.mine.button == "Usar el de Pedro Díaz");
}

TEST_CASE("inbox_words: what was proposed before can be told apart and chosen") {
    const World world;
    auto item = conflict_over(world, "name", text("Base"), text("Uno"), text("Tres"));
    item.earlier = {{text("Dos"), {}}, {text(std::string(70, 'x')), {}}};

    const InboxWords words = inbox_words(item, {"Otra Persona", {}, world.records, world.catalog});

    REQUIRE(words.earlier.size() == 2);
    CHECK(words.earlier[0].who == "Pedro Díaz");
    CHECK(words.earlier[0].button == "Usar «Dos»");
    CHECK(words.earlier[1].button == "Usar la propuesta anterior 2");
}

TEST_CASE("inbox_words: texts differ by words") {
    const World world;
    const auto item = conflict_over(world, "name", text("Levantar el proceso"),
                                    text("Levantar el proceso completo"), text("Otra cosa"));

    const InboxWords words = inbox_words(item, {"Pedro Díaz", {}, world.records, world.catalog});

    CHECK(words.theirs.parts.size() == 2);
    CHECK(words.theirs.spoken.find("Agrega «completo»") != std::string::npos);
    CHECK(words.mine.parts.empty());  // little in common: the text as it is says more
}

TEST_CASE("inbox_words: deleting against editing is asked in those words") {
    const World world;
    auto item = conflict_over(world, "deleted", Value{false}, Value{true}, Value{false});
    item.is_removal = true;

    const InboxWords words = inbox_words(item, {"Pedro Díaz", {}, world.records, world.catalog});

    CHECK(words.field == "Eliminar o conservar");
    CHECK(words.theirs.button == "Eliminar el registro");
    CHECK(words.mine.button == "Conservar el registro");
}
