/// The header of a screen: the title beside its buttons, with and without a line above it.
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

struct HeaderPage {
    Ui ui;
    FrameInput input;
    std::string title = "Documentos";
    std::string context;
    std::vector<Crumb> crumbs;

    HeaderPage(float width, float height, bool is_touch)
        : input{.width = width, .height = height, .is_touch = is_touch, .today = "2026-11-20"} {
        unsigned char* pixels = nullptr;
        int atlas_width = 0;
        int atlas_height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &atlas_width, &atlas_height);
    }

    void draw() {
        for (int count = 0; count < 3; ++count) {
            ui.begin_frame(input);
            ui.shell({.context = context,
                      .title = title,
                      .sync = {.text = "En el servidor", .text_short = "Al día"},
                      .has_back = true,
                      .crumbs = crumbs},
                     [&] { ui.text("Contenido"); });
            ui.end_frame();
        }
    }
    Rect rect_of(Role role, std::string_view name) const {
        const auto& nodes = ui.semantics().nodes();
        const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const SemanticNode& node) {
            return node.role == role && node.name == name;
        });
        REQUIRE(found != nodes.end());
        return found->rect;
    }
    /// The links of the way here, with how wide each is drawn.
    std::vector<std::pair<std::string, float>> way() const {
        std::vector<std::pair<std::string, float>> links;
        for (const SemanticNode& node : ui.semantics().nodes()) {
            if (node.role == Role::link) links.emplace_back(node.name, node.rect.width);
        }
        return links;
    }
    float middle_of(Role role, std::string_view name) const {
        const Rect rect = rect_of(role, name);
        return rect.y + rect.height / 2;
    }
};

}  // namespace

TEST_CASE("header: a title without a line above it stands at the middle of the way back") {
    HeaderPage phone(360, 740, true);
    phone.draw();
    // As far as the eye tells: a line of text is a little higher than its letters.
    CHECK(std::fabs(phone.middle_of(Role::heading, "Documentos") -
                    phone.middle_of(Role::button, "Volver")) <= 2);
}

TEST_CASE("header: with a line above it the title stands below that") {
    for (const bool is_phone : {true, false}) {
        HeaderPage page(is_phone ? 360.0F : 1366.0F, is_phone ? 740.0F : 768.0F, is_phone);
        page.context = "Puerto Varas";
        page.draw();
        CHECK(page.rect_of(Role::heading, "Documentos").y >=
              page.rect_of(Role::text, "Puerto Varas").bottom() - 1);
    }
}

TEST_CASE("header: a title too long for its place covers neither chip nor content") {
    HeaderPage phone(360, 740, true);
    phone.title = "Matriz de priorización de las herramientas de gestión";
    phone.draw();
    const Rect title = phone.rect_of(Role::heading, phone.title);
    const Rect chip = phone.rect_of(Role::button, "Sincronización: En el servidor");
    CHECK(title.right() <= 360);
    CHECK((title.y >= chip.bottom() || title.right() <= chip.x));
    CHECK(title.bottom() <= phone.rect_of(Role::main, "Contenido").y);
}

TEST_CASE("header: of the way here what comes first gives way first, and nothing is unreadable") {
    HeaderPage page(1366, 768, false);
    page.crumbs = {{"Plan", "plan"}, {"Áreas de mejora", "plan/areas"}, {"Área de mejora", ""}};
    page.draw();
    const auto whole = page.way();
    REQUIRE(whole.size() == 3);

    // Less and less room: the last goes last, an ellipsis leads to what lies above.
    constexpr float readable = 110;
    std::size_t fewest = whole.size();
    for (std::size_t length = 0; length < 160; length += 2) {
        page.context = std::string(length, 'o');
        page.draw();
        const auto links = page.way();
        INFO(length << " letters before them, " << links.size() << " links");
        CHECK(links.size() <= fewest);
        fewest = links.size();
        if (links.empty()) continue;
        CHECK(links.size() >= 2);
        CHECK(links.front().second >= 24);
        for (std::size_t index = 0; index < links.size(); ++index) {
            const auto& as_whole = whole[whole.size() - links.size() + index];
            CHECK(links[index].first == as_whole.first);
            if (index > 0) CHECK(links[index].second >= std::min(as_whole.second, readable));
        }
    }
    CHECK(fewest == 0);
}
