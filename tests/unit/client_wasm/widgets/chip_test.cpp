/// A word with its ground: whole wherever it stands.
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <string_view>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

constexpr std::string_view words = "Guardado en este equipo";

/// Where the chip stands on a page of that width.
Rect chip_in(float page_width) {
    Ui ui;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    ui.begin_frame({.width = page_width, .height = 740, .today = "2026-11-20"});
    ui.chip(words, Tone::ok, Icon::hard_drive);
    const auto& nodes = ui.semantics().nodes();
    const auto chip = std::find_if(nodes.begin(), nodes.end(),
                                   [](const SemanticNode& node) { return node.name == words; });
    REQUIRE(chip != nodes.end());
    const Rect rect = chip->rect;
    ui.end_frame();
    return rect;
}

}  // namespace

TEST_CASE("chip: words that find no room in a line go on in another") {
    const Rect roomy = chip_in(360);
    const Rect narrow = chip_in(140);
    CHECK(roomy.height == 28);
    CHECK(roomy.width > 140);
    CHECK(narrow.right() <= 140);
    CHECK(narrow.height > 28 + 14);
}
