/// What is not text and still must be seen: where one writes and chooses, and where the focus is.
#include "client_wasm/screens/gallery.hpp"
#include "client_wasm/widgets/palette.hpp"
#include "tests/support/drawing/drawn_colors.hpp"
#include "tests/unit/client_wasm/meaning_faults.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;
using minga::test::DrawnColors;
using minga::test::is_control;

namespace {

constexpr std::array themes{Theme::light, Theme::dark, Theme::high_contrast,
                            Theme::high_contrast_dark};
constexpr double contrast_min = 3;

/// The gallery on a page that is as high as all of it, so that nothing is out of view.
struct HighPage {
    Ui ui;
    GalleryState state;
    FrameInput input{.width = 1366, .height = 9000, .today = "2026-11-20"};
    std::vector<SemanticNode> nodes;  ///< With their places on the page.

    explicit HighPage(Theme theme) {
        input.theme = theme;
        state.is_sheet_open = false;
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
        for (int count = 0; count < 6; ++count) draw();
    }

    void draw() {
        ui.begin_frame(input);
        draw_gallery(ui, state);
        nodes = ui.semantics().nodes();
        static_cast<void>(ui.end_frame());
    }
    DrawnColors colors() const { return DrawnColors(palette_color(input.theme, Token::bg)); }
    DrawnColors colors_about(const Rect& box) const {
        return DrawnColors(palette_color(input.theme, Token::bg),
                           {box.x - 8, box.y - 8, box.right() + 8, box.bottom() + 8});
    }
    void focus(NodeKey key) {
        ui.push_action({.key = key, .kind = ActionKind::focus, .value = {}, .by_keyboard = true});
        draw();
    }
};

/// Places on a line from outside of a box to its inside, through the middle of each of its sides.
std::vector<std::vector<ImVec2>> ways_in(const Rect& box) {
    const float x = box.x + box.width / 2;
    const float y = box.y + box.height / 2;
    std::vector<std::vector<ImVec2>> ways(4);
    for (float far = 6; far >= -6; far -= 0.5F) {
        ways[0].push_back({box.x - far, y});
        ways[1].push_back({box.right() + far, y});
        ways[2].push_back({x, box.y - far});
        ways[3].push_back({x, box.bottom() + far});
    }
    return ways;
}

}  // namespace

TEST_CASE("contrast: a field's border stands out from its ground in every theme") {
    for (const Theme theme : themes) {
        HighPage page(theme);
        const DrawnColors colors = page.colors();
        int fields = 0;
        for (const SemanticNode& node : page.nodes) {
            const bool is_field = node.role == Role::text_box || node.role == Role::combo_box;
            if (!is_field || node.flags.disabled) continue;
            ++fields;
            for (const auto& way : ways_in(node.rect)) {
                const std::uint32_t ground = colors.at(way.front());
                double best = 1;
                for (const ImVec2 at : way) {
                    best = std::max(best, contrast_ratio(colors.at(at), ground));
                }
                INFO("theme " << static_cast<int>(theme) << ": " << node.name);
                CHECK(best >= contrast_min);
            }
        }
        CHECK(fields > 5);
    }
}

TEST_CASE("contrast: the focus shows on every control in every theme") {
    for (const Theme theme : themes) {
        HighPage page(theme);
        const DrawnColors before = page.colors();
        const std::vector<SemanticNode> nodes = page.nodes;
        int controls = 0;
        for (const SemanticNode& node : nodes) {
            if (!is_control(node.role) || node.flags.disabled) continue;
            ++controls;
            page.focus(node.key);
            const DrawnColors after = page.colors_about(node.rect);
            int sides = 0;
            for (const auto& way : ways_in(node.rect)) {
                sides += std::any_of(way.begin(), way.end(), [&](ImVec2 at) {
                    return contrast_ratio(before.at(at), after.at(at)) >= contrast_min;
                });
            }
            INFO("theme " << static_cast<int>(theme) << ": " << node.name);
            // A box's ring stands around its mark, at the beginning of its row.
            CHECK(sides >= (node.role == Role::check_box ? 1 : 2));
        }
        CHECK(controls > 40);
    }
}
