/// Every widget drawn without a browser: what it means must be complete at every size.
#include "client_wasm/screens/gallery.hpp"
#include "tests/unit/client_wasm/meaning_faults.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;
using minga::test::DrawnItems;
using minga::test::is_control;
using minga::test::meaning_faults;

namespace {

/// A page of a size, without pixels.
struct Page {
    Ui ui;
    GalleryState state;
    FrameInput input;
    std::string patch;
    DrawnItems items;
    std::vector<std::string> faults;  ///< Of the last frame.

    Page(float width, float height, float text_scale) {
        input.width = width;
        input.height = height;
        input.text_scale = text_scale;
        input.today = "2026-11-20";
        unsigned char* pixels = nullptr;
        int atlas_width = 0;
        int atlas_height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &atlas_width, &atlas_height);
        state.is_sheet_open = false;
    }

    bool frame() {
        items.clear();
        ui.begin_frame(input);
        draw_gallery(ui, state);
        faults = meaning_faults(items.all(), ui.semantics().nodes());
        FrameOutput output = ui.end_frame();
        patch = std::move(output.semantic_patch);
        return output.wants_frame && !ui.wants_fonts();
    }

    void settle() {
        constexpr int frames_max = 8;
        for (int count = 0; count < frames_max && frame(); ++count) {}
    }

    const SemanticNode* find(Role role, std::string_view name) const {
        const auto& nodes = ui.semantics().nodes();
        const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const SemanticNode& node) {
            return node.role == role && node.name == name;
        });
        return found == nodes.end() ? nullptr : &*found;
    }

    void act(const SemanticNode* node, ActionKind kind, std::string value = {}) {
        REQUIRE(node != nullptr);
        SemanticAction action;
        action.key = node->key;
        action.kind = kind;
        action.value = std::move(value);
        ui.push_action(std::move(action));
        settle();
    }
};

struct Size {
    float width;
    float height;
    float text_scale;
};
constexpr Size sizes[] = {
    {360, 740, 1}, {320, 640, 1}, {1366, 768, 1}, {800, 600, 1}, {360, 740, 2.5F}};

}  // namespace

TEST_CASE("gallery: every control has a name, a place and a key of its own") {
    for (const Size& size : sizes) {
        Page page(size.width, size.height, size.text_scale);
        page.settle();
        std::set<NodeKey> keys;
        for (const SemanticNode& node : page.ui.semantics().nodes()) {
            INFO(size.width << " × " << size.height << " at " << size.text_scale << ": "
                            << node.name);
            CHECK(keys.insert(node.key).second);
            if (!is_control(node.role)) continue;
            CHECK_FALSE(node.name.empty());
            CHECK(node.rect.width >= 20);
            CHECK(node.rect.height >= 20);
        }
    }
}

TEST_CASE("gallery: what can be pointed at has its meaning, and names differ in their group") {
    for (const Size& size : sizes) {
        Page page(size.width, size.height, size.text_scale);
        page.settle();
        INFO(size.width << " × " << size.height << " at " << size.text_scale);
        CHECK(page.faults == std::vector<std::string>{});
        page.state.is_sheet_open = true;
        page.settle();
        CHECK(page.faults == std::vector<std::string>{});
    }
}

TEST_CASE("gallery: a second frame without news says nothing and wants no third") {
    Page page(360, 740, 1);
    page.settle();

    const bool wants_more = page.frame();

    CHECK_FALSE(wants_more);
    CHECK(page.patch.empty());
}

TEST_CASE("gallery: nothing stands outside of a phone's width") {
    Page page(360, 740, 1);
    page.settle();
    for (const SemanticNode& node : page.ui.semantics().nodes()) {
        if (node.role != Role::text_box && node.role != Role::heading) continue;
        INFO(node.name);
        CHECK(node.rect.x >= 0);
        CHECK(node.rect.x + node.rect.width <= 360);
    }
}

TEST_CASE("gallery: what people do comes back as values") {
    Page page(1366, 768, 1);
    page.settle();

    page.act(page.find(Role::button, "Guardar acta"), ActionKind::click);
    CHECK(page.state.presses == 1);
    page.act(page.find(Role::text_box, "Nombre de la actividad"), ActionKind::commit, "Ñuñoa");
    CHECK(page.state.name == "Ñuñoa");
    page.act(page.find(Role::combo_box, "Unidad"), ActionKind::commit, "2");
    CHECK(page.state.unit == 2);
    page.act(page.find(Role::check_box, "Es contraparte técnica"), ActionKind::click);
    CHECK_FALSE(page.state.is_checked);
    page.act(page.find(Role::text_box, "Fecha"), ActionKind::commit, "2026-12-01");
    CHECK(page.state.date == "2026-12-01");
}

TEST_CASE("gallery: an amount that is no number is kept, refused and explained") {
    Page page(1366, 768, 1);
    page.settle();

    page.act(page.find(Role::text_box, "Aporte propio"), ActionKind::commit, "-3");

    const SemanticNode* field = page.find(Role::text_box, "Aporte propio");
    REQUIRE(field != nullptr);
    CHECK(page.state.money == 3200);
    CHECK(field->value == "-3");
    CHECK(field->flags.invalid);
    CHECK_FALSE(field->error.empty());

    page.act(field, ActionKind::commit, "12.500");
    CHECK(page.state.money == 12500);
}

TEST_CASE("gallery: a commit is delivered before the press that followed it") {
    Page page(1366, 768, 1);
    page.settle();
    const SemanticNode* field = page.find(Role::text_box, "Nombre de la actividad");
    const SemanticNode* button = page.find(Role::button, "Guardar acta");
    REQUIRE(field != nullptr);
    REQUIRE(button != nullptr);
    page.ui.push_action({.key = field->key, .kind = ActionKind::commit, .value = "Primero"});
    page.ui.push_action({.key = button->key, .kind = ActionKind::click, .value = {}});

    page.frame();
    CHECK(page.state.name == "Primero");
    CHECK(page.state.presses == 0);

    page.frame();
    CHECK(page.state.presses == 1);
}

TEST_CASE("gallery: number keys choose a level") {
    Page page(1366, 768, 1);
    page.settle();

    page.ui.push_key({"1"});
    page.settle();

    CHECK(page.state.level == 0);
}

TEST_CASE("gallery: Escape closes the sheet, which holds the focus while it is open") {
    Page page(360, 740, 1);
    page.state.is_sheet_open = true;
    page.settle();
    const SemanticNode* dialog = page.find(Role::dialog, "Nueva reunión");
    REQUIRE(dialog != nullptr);
    CHECK(dialog->flags.modal);

    page.ui.push_key({"Escape"});
    page.settle();

    CHECK_FALSE(page.state.is_sheet_open);
    CHECK(page.find(Role::dialog, "Nueva reunión") == nullptr);
}
