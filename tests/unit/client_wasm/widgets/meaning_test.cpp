/// The lint of pixels and meaning itself: each kind of fault is found.
#include "tests/unit/client_wasm/meaning_faults.hpp"

#include "client_wasm/widgets/ui.hpp"

#include <string>
#include <vector>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;
using minga::test::DrawnItems;
using minga::test::meaning_faults;

namespace {

/// What is wrong with a frame that `draw` makes.
template <class Draw>
std::vector<std::string> faults_of(Draw draw) {
    Ui ui;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    DrawnItems items;
    ui.begin_frame({.width = 360, .height = 740, .today = "2026-11-20"});
    draw(ui);
    std::vector<std::string> faults = meaning_faults(items.all(), ui.semantics().nodes());
    static_cast<void>(ui.end_frame());
    return faults;
}

constexpr Rect place{16, 300, 120, 48};

}  // namespace

TEST_CASE("meaning: a page of widgets has no fault") {
    const auto faults = faults_of([](Ui& ui) {
        ui.heading(1, "Plan");
        ui.button("Guardar acta");
        ui.text_field({.key = "name", .label = "Nombre"});
        ui.card({.label = "Una"}, [&] { ui.button("Abrir"); });
        ui.card({.label = "Otra"}, [&] { ui.button("Abrir"); });
    });
    CHECK(faults == std::vector<std::string>{});
}

TEST_CASE("meaning: a widget that is drawn without a node is found") {
    const auto faults = faults_of([](Ui& ui) { ui.core().interact(hash_key(1, "widget"), place); });
    CHECK(faults == std::vector<std::string>{"drawn without meaning, at 16, 300, 120 × 48"});
}

TEST_CASE("meaning: a node that stands elsewhere than its picture is found") {
    const auto faults = faults_of([](Ui& ui) {
        const NodeKey key = hash_key(1, "widget");
        ui.core().emit(key, Role::button, "Abrir", {16, 302, 120, 48});
        ui.core().interact(key, place);
    });
    CHECK(faults == std::vector<std::string>{
                        "drawn at 16, 300, 120 × 48, meant at 16, 302, 120 × 48: Abrir"});
}

TEST_CASE("meaning: a control that cannot be pointed at is found") {
    const auto faults = faults_of(
        [](Ui& ui) { ui.core().emit(hash_key(1, "widget"), Role::button, "Abrir", place); });
    CHECK(faults == std::vector<std::string>{"meant and not drawn: Abrir"});
}

TEST_CASE("meaning: a place to press whose node is no control is found") {
    const auto faults = faults_of([](Ui& ui) {
        const NodeKey key = hash_key(1, "widget");
        ui.core().emit(key, Role::text, "Abrir", place);
        ui.core().interact(key, place);
    });
    CHECK(faults == std::vector<std::string>{"can be pointed at and is no control: Abrir"});
}

TEST_CASE("meaning: a control without a name is found") {
    const auto faults = faults_of([](Ui& ui) { ui.button({.label = "", .key = "nameless"}); });
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().starts_with("has no name, at "));
}

TEST_CASE("meaning: two of one name in one group are found, unless something tells them apart") {
    CHECK(faults_of([](Ui& ui) {
              ui.button({.label = "Abrir", .key = "one"});
              ui.button({.label = "Abrir", .key = "other"});
          }) == std::vector<std::string>{"two of one name in one group: Abrir"});
    CHECK(faults_of([](Ui& ui) {
              ui.list("Actividades", [&] {
                  ui.list_row({.key = "one", .title = "Levantar el proceso"});
                  ui.list_row({.key = "other", .title = "Levantar el proceso"});
              });
          }) == std::vector<std::string>{"two of one name in one group: Levantar el proceso"});
    CHECK(faults_of([](Ui& ui) {
              ui.button({.label = "Abrir", .key = "one", .description = "Línea 1"});
              ui.button({.label = "Abrir", .key = "other", .description = "Línea 2"});
          }).empty());
}
