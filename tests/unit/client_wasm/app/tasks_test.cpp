#include "client_wasm/app/tasks.hpp"

#include "tests/support/world.hpp"

#include <catch_amalgamated.hpp>

#include <algorithm>

using namespace minga;
using namespace minga::client;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

TaskSources sources_of(const World& world, const Record* diagnosis, const Record* plan) {
    return {.lookup = world.records,
            .catalog = world.catalog,
            .today = Date::of(2026, 7, 15),
            .diagnosis = diagnosis,
            .plan = plan,
            .conflicts = 0,
            .refused = 0,
            .may_edit = [](const Record&) { return true; }};
}

const Task* find(const std::vector<Task>& tasks, std::string_view key) {
    const auto found =
        std::find_if(tasks.begin(), tasks.end(), [&](const Task& task) { return task.key == key; });
    return found == tasks.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("build_tasks: the diagnosis leads to the first question without an answer") {
    World world;
    for (const char* element : {"1", "2", "4"}) {
        world.add("answer", {{"assessment", text(world.diagnosis.to_text())},
                             {"element", text(element)},
                             {"level", number(2)}});
    }
    const Record diagnosis = world.get(world.diagnosis);

    const TaskLists tasks = build_tasks(sources_of(world, &diagnosis, nullptr));

    const Task* task = find(tasks.mine, "diagnosis");
    REQUIRE(task != nullptr);
    CHECK(task->detail == "Faltan 75 de 78 preguntas.");
    CHECK(task->route == "diagnostico/3");
}

TEST_CASE("build_tasks: who may not answer is not asked to") {
    World world;
    const Record diagnosis = world.get(world.diagnosis);
    TaskSources sources = sources_of(world, &diagnosis, nullptr);
    sources.may_edit = [](const Record&) { return false; };

    CHECK(build_tasks(sources).mine.empty());
}

TEST_CASE("build_tasks: a closed diagnosis asks for nothing") {
    World world;
    world.set(world.diagnosis, "state", text("closed"));
    const Record diagnosis = world.get(world.diagnosis);

    CHECK(build_tasks(sources_of(world, &diagnosis, nullptr)).mine.empty());
}

TEST_CASE("build_tasks: what is late and missing in lines, by who answers for them") {
    World world;
    world.set(world.plan, "state", text("definitive"));
    const Record plan = world.get(world.plan);
    TaskSources sources = sources_of(world, nullptr, &plan);
    const std::string late = "late " + world.line.to_text();

    CHECK(find(build_tasks(sources).mine, late)->title == "1 actividad atrasada");
    CHECK(find(build_tasks(sources).mine, "follow_up " + world.line.to_text())->title ==
          "Faltan 4 seguimientos");

    sources.may_edit = [](const Record&) { return false; };
    CHECK(build_tasks(sources).mine.empty());
    CHECK(find(build_tasks(sources).others, late) != nullptr);
}

TEST_CASE("build_tasks: a plan in design asks for no follow-up") {
    World world;
    const Record plan = world.get(world.plan);
    const TaskLists tasks = build_tasks(sources_of(world, nullptr, &plan));
    CHECK(find(tasks.mine, "follow_up " + world.line.to_text()) == nullptr);
}

TEST_CASE("build_tasks: immediate actions within thirty days of their term") {
    World world;
    const auto add = [&](const char* name, const char* date) {
        return "ami " + world
                            .add("immediate_action", {{"plan", text(world.plan.to_text())},
                                                      {"name", text(name)},
                                                      {"due_date", text(date)}})
                            .id.to_text();
    };
    const std::string overdue = add("Letreros", "2026-07-01");
    const std::string near = add("Buzón", "2026-08-01");
    const std::string far = add("Afiches", "2026-12-01");
    const Record plan = world.get(world.plan);

    const TaskLists tasks = build_tasks(sources_of(world, nullptr, &plan));

    CHECK(find(tasks.mine, overdue)->tone == Tone::bad);
    CHECK("ami " + find(tasks.mine, overdue)->route.substr(9) == overdue);
    CHECK(find(tasks.mine, near)->tone == Tone::warn);
    CHECK(find(tasks.mine, far) == nullptr);
}

TEST_CASE("build_tasks: decisions come first") {
    World world;
    world.set(world.plan, "state", text("definitive"));
    const Record plan = world.get(world.plan);
    TaskSources sources = sources_of(world, nullptr, &plan);
    sources.conflicts = 2;

    const TaskLists tasks = build_tasks(sources);

    CHECK(tasks.mine.front().title == "2 campos esperan su decisión");
    CHECK(tasks.mine.front().route == "bandeja");
}

TEST_CASE("build_tasks: what the server lost is a task") {
    World world;
    TaskSources sources = sources_of(world, nullptr, nullptr);
    sources.lost = 1;

    const TaskLists tasks = build_tasks(sources);

    CHECK(tasks.mine.front().title == "El servidor perdió datos de 1 registro");
    CHECK(tasks.mine.front().route == "bandeja");
}

TEST_CASE("months_in_words: one, two and many") {
    CHECK(months_in_words({Month::of(2026, 4)}) == "abril de 2026");
    CHECK(months_in_words({Month::of(2026, 4), Month::of(2026, 5)}) == "abril y mayo de 2026");
    CHECK(months_in_words({Month::of(2025, 12), Month::of(2026, 1)}) ==
          "diciembre de 2025 y enero de 2026");
    CHECK(months_in_words({Month::of(2026, 4), Month::of(2026, 5), Month::of(2026, 6)}) ==
          "entre abril y junio de 2026");
}

TEST_CASE(
    "build_tasks: whoever has elements of the self-assessment is led to the first that waits") {
    World world;
    const auto& instrument = world.catalog.current_instrument(InstrumentKind::self_assessment);
    const Id assessment = world
                              .add("assessment", {{"cycle", text(world.cycle.to_text())},
                                                  {"type", text("self_assessment")},
                                                  {"instrument", text(instrument.key())}})
                              .id;
    const auto give = [&](std::string_view element, std::string_view evidence) {
        world.add("answer", {{"assessment", text(assessment.to_text())},
                             {"element", text(element)},
                             {"evidence", text(evidence)},
                             {"score", number(2)},
                             {"owner_user", text(world.owner.login)}});
    };
    give("5", "Acta");
    give("9", "");
    const Record cycle = world.get(world.cycle);
    TaskSources sources = sources_of(world, nullptr, nullptr);
    sources.cycle = &cycle;
    sources.actor = &world.owner;
    sources.may_edit = [](const Record&) { return false; };

    const TaskLists own = build_tasks(sources);
    const Task* task = find(own.mine, "own_elements");
    REQUIRE(task != nullptr);
    CHECK(task->detail == "Autoevaluación: 1 elemento falta de 2.");
    CHECK(task->route == "evaluacion/9");

    sources.actor = &world.committee;
    CHECK(build_tasks(sources).mine.empty());
    sources.may_edit = [](const Record&) { return true; };
    const TaskLists all = build_tasks(sources);
    REQUIRE(find(all.mine, "self_assessment") != nullptr);
    CHECK(find(all.mine, "self_assessment")->detail ==
          "Autoevaluación: 77 elementos faltan de 78.");
    world.set(assessment, "state", text("closed"));
    CHECK(find(build_tasks(sources).mine, "self_assessment") == nullptr);
}

TEST_CASE("build_tasks: an observation waits for the municipality, its answer for who validates") {
    World world;
    const Id review =
        world.add("review", {{"subject", text(world.plan.to_text())}, {"stage", text("plan")}}).id;
    const Id observation = world
                               .add("observation", {{"review", text(review.to_text())},
                                                    {"text", text("Falta un indicador.")}})
                               .id;
    const Record cycle = world.get(world.cycle);
    const Actor validator = world.person("val", "Val Lara", "validator", world.municipality);
    TaskSources sources = sources_of(world, nullptr, nullptr);
    sources.cycle = &cycle;
    const auto title = [&](const Actor& actor) {
        sources.actor = &actor;
        const TaskLists tasks = build_tasks(sources);
        const Task* task = find(tasks.mine, "observations");
        return task != nullptr ? task->title : std::string{};
    };

    CHECK(title(world.committee) == "1 observación por responder");
    CHECK(title(validator).empty());
    world.set(observation, "response", text("Se agregó."));
    CHECK(title(world.committee).empty());
    CHECK(title(validator) == "1 respuesta por revisar");
    world.set(observation, "resolved", Value{true});
    CHECK(title(validator).empty());
}
