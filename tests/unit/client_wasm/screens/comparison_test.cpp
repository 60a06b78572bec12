#include "client_wasm/screens/comparison_model.hpp"
#include "client_wasm/screens/screens.hpp"
#include "tests/unit/client_wasm/screens/drawn_page.hpp"

using namespace minga::client;
using minga::Id;
using minga::InstrumentKind;
using minga::Record;
using minga::test::DrawnPage;
using minga::test::number;
using minga::test::text;
using minga::test::World;

namespace {

void answer(World& world, const Id& assessment, std::string_view element, std::int64_t level) {
    world.add("answer", {{"assessment", text(assessment.to_text())},
                         {"element", text(element)},
                         {"level", number(level)}});
}

/// A second cycle of the municipality with a diagnosis; its id.
Id add_second(World& world) {
    const Id cycle =
        world
            .add("cycle", {{"enrollment", text(world.enrollment.to_text())}, {"number", number(2)}})
            .id;
    const auto& instrument = world.catalog.current_instrument(InstrumentKind::diagnostic);
    return world
        .add("assessment", {{"cycle", text(cycle.to_text())},
                            {"type", text("diagnostic")},
                            {"instrument", text(instrument.key())}})
        .id;
}

}  // namespace

TEST_CASE("compared_cycles: those with answers, in the order of their numbers") {
    World world;
    const Id second = add_second(world);
    const auto cycles = world.records.children(world.enrollment, "cycle");
    CHECK(
        compared_cycles(cycles, InstrumentKind::diagnostic, world.records, world.catalog).empty());

    answer(world, second, "1", 3);
    answer(world, world.diagnosis, "1", 1);
    const auto compared =
        compared_cycles(cycles, InstrumentKind::diagnostic, world.records, world.catalog);

    REQUIRE(compared.size() == 2);
    CHECK(compared[0].number == 1);
    CHECK(compared[0].score.total.obtained == 1);
    CHECK(compared[1].score.total.obtained == 3);
    CHECK(compared_cycles(cycles, InstrumentKind::self_assessment, world.records, world.catalog)
              .empty());
}

TEST_CASE("compare_groups: the change is in percentage points, and says its sign") {
    const auto groups =
        compare_groups({{"a", 1, "Uno", {10, 20, 5, 0}}}, {{"a", 1, "Uno", {8, 20, 5, 0}}});

    REQUIRE(groups.size() == 1);
    CHECK(groups.front().change() == -10);
    CHECK(change_text(-10) == "−10");
    CHECK(change_text(3) == "+3");
    CHECK(change_text(0) == "0");
}

TEST_CASE("ranked: by exact shares, the highest first, equals in the model's order") {
    const auto groups = ranked({{1, "Uno", {}, {1, 3, 1, 0}},
                                {2, "Dos", {}, {34, 100, 1, 0}},
                                {3, "Tres", {}, {2, 6, 1, 0}}});

    CHECK(groups[0].name == "Dos");
    CHECK(groups[1].name == "Uno");
    CHECK(groups[2].name == "Tres");
}

TEST_CASE("comparison: one cycle with results says so") {
    DrawnPage page{draw_comparison};
    answer(page.world, page.world.diagnosis, "1", 3);
    page.sign_in(page.world.committee);
    page.settle();

    CHECK(page.says("Solo el ciclo 1 tiene resultados"));
}

TEST_CASE("comparison: two cycles stand beside each other, and what is missing is said") {
    DrawnPage page{draw_comparison};
    answer(page.world, page.world.diagnosis, "1", 3);
    const Id second = add_second(page.world);
    answer(page.world, second, "1", 1);
    page.sign_in(page.world.committee);
    page.settle();

    CHECK(page.says("Comparación por subcriterio"));
    CHECK(page.says("Ciclo 2: 1 de 78 respondidas"));
}
