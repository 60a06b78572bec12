/// Tabs on a phone that has no room for all of them.
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

constexpr float width = 360;

struct TabPage {
    Ui ui;
    FrameInput input{.width = width, .height = 740, .is_touch = true, .today = "2026-11-20"};
    std::vector<std::string> names{"Municipalidades", "Asignaciones", "Puntajes de validación",
                                   "Retroalimentación", "Revisiones"};
    int selected = 0;
    std::string commands;
    float offset = 0;  ///< Where the page has scrolled the bar to.

    TabPage() {
        unsigned char* pixels = nullptr;
        int atlas_width = 0;
        int atlas_height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &atlas_width, &atlas_height);
        settle();
    }

    void frame() {
        ui.begin_frame(input);
        ui.page(600, [&] { ui.tabs({.label = "Partes", .options = names, .selected = selected}); });
        const std::string told = ui.end_frame().commands;
        commands += told;
        const std::size_t at = told.find("\"do\":\"scroll\"");
        if (at != std::string::npos) offset = std::stof(told.substr(told.find("\"x\":", at) + 4));
    }
    /// Somebody scrolls the bar.
    void scroll_to(float x) {
        offset = x;
        const NodeKey bar = node_of(Role::scroll, "Partes").key;
        ui.push_action({.key = bar, .kind = ActionKind::scroll, .value = {}, .x = x, .y = 0});
        settle();
    }
    void settle() {
        commands.clear();
        for (int count = 0; count < 3; ++count) frame();
    }
    const SemanticNode& node_of(Role role, std::string_view name) const {
        const auto& nodes = ui.semantics().nodes();
        const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const SemanticNode& node) {
            return node.role == role && node.name == name;
        });
        REQUIRE(found != nodes.end());
        return *found;
    }
    bool is_in_view(int index) const {
        const Rect tab = node_of(Role::tab, names[static_cast<std::size_t>(index)]).rect;
        const Rect view = node_of(Role::scroll, "Partes").rect;
        // What is in a scrolled area is placed by where its content starts.
        return tab.x >= offset && tab.right() <= offset + view.width;
    }
};

}  // namespace

TEST_CASE("tabs: the chosen one is in view, and the page scrolls there, too") {
    TabPage page;
    CHECK(page.is_in_view(0));
    CHECK(page.commands.find("\"scroll\"") == std::string::npos);
    REQUIRE_FALSE(page.is_in_view(4));

    page.selected = 4;
    page.settle();
    CHECK(page.is_in_view(4));
    CHECK(page.commands.find("\"scroll\"") != std::string::npos);

    page.selected = 0;
    page.settle();
    CHECK(page.is_in_view(0));
}

TEST_CASE("tabs: where somebody scrolled to look at the others, they stay") {
    TabPage page;
    page.selected = 4;
    page.settle();
    page.scroll_to(0);

    CHECK(page.is_in_view(0));
    CHECK_FALSE(page.is_in_view(4));
    CHECK(page.commands.find("\"scroll\"") == std::string::npos);
}
