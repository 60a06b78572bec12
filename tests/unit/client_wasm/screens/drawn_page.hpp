/// A screen drawn over a store in memory, without a browser: what it means, and what pressing does.
#pragma once

#include "client_wasm/widgets/ui.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"
#include "tests/unit/client_wasm/meaning_faults.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

namespace minga::test {

struct PageSize {
    float width = 360;
    float height = 740;
    float text_scale = 1;
};
inline constexpr PageSize phone{360, 740, 1};
inline constexpr PageSize laptop{1366, 768, 1};
inline constexpr PageSize page_sizes[] = {
    phone, laptop, {320, 640, 1}, {800, 600, 1}, {360, 740, 2.5F}};

class DrawnPage : public PageFixture {
public:
    using Draw = void (*)(client::Ui&, client::AppState&);

    explicit DrawnPage(Draw draw) : draw_(draw) {
        resize(phone);
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    }

    void resize(const PageSize& size) {
        input_.width = size.width;
        input_.height = size.height;
        input_.text_scale = size.text_scale;
        input_.today = "2026-03-02";
    }

    /// Draws a frame; what it means must agree with what can be pointed at.
    bool frame() {
        app.begin_frame();
        items_.clear();
        ui.begin_frame(input_);
        draw_(ui, app);
        static_cast<void>(app.take_announcement());
        for (const std::string& fault : meaning_faults(items_.all(), nodes())) {
            FAIL_CHECK(place() << ": " << fault);
        }
        return ui.end_frame().wants_frame && !ui.wants_fonts();
    }
    void settle() {
        constexpr int frames_max = 10;
        for (int count = 0; count < frames_max && frame(); ++count) {}
        frame();
    }

    const std::vector<client::SemanticNode>& nodes() const { return ui.semantics().nodes(); }
    const client::SemanticNode* find(client::Role role, std::string_view name) const {
        const auto found = std::find_if(nodes().begin(), nodes().end(), [&](const auto& node) {
            return node.role == role && node.name == name;
        });
        return found == nodes().end() ? nullptr : &*found;
    }
    std::size_t count(client::Role role, std::string_view name) const {
        return static_cast<std::size_t>(std::count_if(
            nodes().begin(), nodes().end(),
            [&](const auto& node) { return node.role == role && node.name == name; }));
    }
    /// Whether some node's name or value holds these words.
    bool says(std::string_view words) const {
        return std::any_of(nodes().begin(), nodes().end(), [&](const auto& node) {
            return node.name.find(words) != std::string::npos ||
                   node.value.find(words) != std::string::npos;
        });
    }

    void act(client::Role role, std::string_view name, client::ActionKind kind,
             std::string value = {}) {
        INFO(name);
        const client::SemanticNode* node = find(role, name);
        REQUIRE(node != nullptr);
        ui.push_action({.key = node->key, .kind = kind, .value = std::move(value)});
        settle();
    }
    void press(std::string_view name) {
        act(client::Role::button, name, client::ActionKind::click);
    }
    void write(std::string_view name, std::string value) {
        act(client::Role::text_box, name, client::ActionKind::commit, std::move(value));
    }

    /// Every button has a name, and none reaches over the right edge.
    void check_buttons_fit() const {
        for (const client::SemanticNode& node : nodes()) {
            INFO(place() << ": " << node.name);
            // The target of "Volver" reaches to the edge of the page.
            if (node.role != client::Role::button || node.name == "Volver") continue;
            CHECK_FALSE(node.name.empty());
            CHECK(node.rect.x + node.rect.width <= input_.width + 0.5F);
        }
    }

    client::Ui ui;

protected:
    /// Where and how large the page is, for messages.
    std::string place() const {
        return app.route().to_text() + " at " + std::to_string(std::lround(input_.width)) + " × " +
               std::to_string(std::lround(input_.height)) + ", text " +
               std::to_string(std::lround(input_.text_scale * 100)) + " %";
    }
    void set_draw(Draw draw) { draw_ = draw; }
    void set_theme(client::Theme theme) { input_.theme = theme; }
    void set_touch(bool is_touch) { input_.is_touch = is_touch; }

private:
    Draw draw_;
    client::FrameInput input_;
    DrawnItems items_;  ///< After `ui`, whose context it listens to.
};

}  // namespace minga::test
