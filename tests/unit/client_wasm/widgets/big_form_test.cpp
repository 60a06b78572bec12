/// A form of a thousand fields: what is drawn, and what the page is told of it.
#include "client_wasm/screens/gallery_form.hpp"

#include <algorithm>
#include <string>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

/// A phone that shows the form and nothing else.
struct FormPage {
    Ui ui;
    GalleryForm form;
    FrameInput input{.width = 360, .height = 740, .is_touch = true, .today = "2026-11-20"};
    std::string patch;
    bool wants_frame = false;

    FormPage() {
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
        frame();
        act(Role::button, "Abrir el formulario de mil campos", ActionKind::click, "");
    }

    void frame() {
        ui.begin_frame(input);
        ui.page(600, [&] { draw_gallery_form(ui, form); });
        const FrameOutput output = ui.end_frame();
        patch = output.semantic_patch;
        wants_frame = output.wants_frame && !ui.wants_fonts();
    }
    const SemanticNode* find(Role role, std::string_view name) const {
        const auto& nodes = ui.semantics().nodes();
        const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const SemanticNode& node) {
            return node.role == role && node.name == name;
        });
        return found == nodes.end() ? nullptr : &*found;
    }
    void act(Role role, std::string_view name, ActionKind kind, std::string_view value) {
        const SemanticNode* node = find(role, name);
        REQUIRE(node != nullptr);
        ui.push_action({.key = node->key, .kind = kind, .value = std::string{value}});
        frame();
    }
    /// How many nodes the last frame told the page of.
    int told() const {
        int count = 0;
        constexpr std::string_view mark = "{\"key\":";
        for (std::size_t at = patch.find(mark); at != std::string::npos;
             at = patch.find(mark, at + 1)) {
            ++count;
        }
        return count;
    }
};

bool is_field(const SemanticNode& node) {
    return node.role == Role::text_box || node.role == Role::combo_box ||
           node.role == Role::check_box;
}

}  // namespace

TEST_CASE("a thousand fields: all are told in one frame, few are drawn") {
    FormPage page;
    page.frame();

    const auto& nodes = page.ui.semantics().nodes();
    CHECK(std::count_if(nodes.begin(), nodes.end(), is_field) == gallery_form_fields);
    CHECK(page.told() >= gallery_form_fields);
    CHECK_FALSE(page.wants_frame);
    // A screen's worth: what is out of sight costs no triangles.
    CHECK(ImGui::GetDrawData()->TotalVtxCount < 5000);
}

TEST_CASE("a thousand fields: a frame without news tells nothing, a changed field only itself") {
    FormPage page;
    page.frame();
    page.frame();
    CHECK(page.patch.empty());

    page.act(Role::text_box, "Campo 1", ActionKind::commit, "Ñuñoa");
    page.frame();

    CHECK(page.form.texts[0] == "Ñuñoa");
    CHECK(page.find(Role::text_box, "Campo 1")->value == "Ñuñoa");
    CHECK(page.told() <= 1);
}
