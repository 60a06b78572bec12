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
    world.set(world.line, "status", text("in_progress"));
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
    CHECK(find(tasks.mine, near)->tone == Tone::warn);
    CHECK(find(tasks.mine, far) == nullptr);
}

TEST_CASE("build_tasks: decisions come first") {
    World world;
    world.set(world.line, "status", text("in_progress"));
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
