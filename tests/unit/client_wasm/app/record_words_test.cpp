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
    CHECK(record_route(world.get(world.cycle), world.records) == "camino");
}

TEST_CASE("record_route: what the self-assessment and the committee hold leads to their screens") {
    World world;
    const std::string cycle = world.cycle.to_text();
    const Record own =
        world.add("assessment", {{"cycle", text(cycle)}, {"type", text("self_assessment")}});
    const Record answer =
        world.add("answer", {{"assessment", text(own.id.to_text())}, {"element", text("14")}});
    const Record meeting = world.add("meeting", {{"cycle", text(cycle)}});

    CHECK(record_route(own, world.records) == "evaluacion");
    CHECK(record_route(answer, world.records) == "evaluacion/14");
    CHECK(record_route(meeting, world.records) == "comite/reuniones/" + meeting.id.to_text());
}

TEST_CASE("record_route: what lies under the plan leads to its part") {
    World world;
    const Value plan = text(world.plan.to_text());
    const auto route = [&](const Record& record) { return record_route(record, world.records); };

    const Record action = world.add("immediate_action", {{"plan", plan}});
    CHECK(route(action) == "plan/ami/" + action.id.to_text());
    CHECK(route(world.add("improvement_area",
                          {{"plan", plan}, {"subcriterion", text("training")}})) ==
          "plan/areas/training");
    CHECK(route(world.add("tool_choice", {{"plan", plan}, {"tool", text("collections")}})) ==
          "plan/matriz");
    CHECK(route(world.add("priority_criterion", {{"plan", plan}})) == "plan/matriz");
    CHECK(route(world.add("funding_request", {{"plan", plan}})) == "plan/financiamiento");
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
