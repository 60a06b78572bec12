#include "client_wasm/app/record_words.hpp"

#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::client;
using minga::test::text;
using minga::test::World;

TEST_CASE("record_route: each record leads to the screen that edits it") {
    World world;
    const Record answer = world.add(
        "answer", {{"assessment", text(world.diagnosis.to_text())}, {"element", text("14")}});

    CHECK(record_route(answer, world.records) == "diagnostico/14");
    CHECK(record_route(world.get(world.activity), world.records) ==
          "plan/linea/" + world.line.to_text() + "/actividad/" + world.activity.to_text());
    CHECK(record_route(world.get(world.line), world.records) ==
          "plan/linea/" + world.line.to_text());
    CHECK(record_route(world.get(world.plan), world.records) == "plan");
}

TEST_CASE("value_words: choices, truths, states and keys of the programme") {
    const World world;

    CHECK(value_words("activity", "status", text("executed"), world.catalog) == "Ejecutada");
    CHECK(value_words("answer", "doubtful", Value{true}, world.catalog) == "Sí");
    CHECK(value_words("plan", "state", text("draft"), world.catalog) == "En diseño");
    CHECK(value_words("follow_up", "date", text("2026-04-30"), world.catalog) == "30-04-2026");
    CHECK(value_words("action_line", "areas", Value{TextSet{"leadership"}}, world.catalog) ==
          "Liderazgo");
}

TEST_CASE("record_title: long names are cut between letters") {
    World world;
    world.set(world.activity, "name", text(std::string(59, 'a') + "ññññ"));

    const std::string title = record_title(world.get(world.activity), world.catalog);

    CHECK(title.ends_with("ñ…»"));
}
