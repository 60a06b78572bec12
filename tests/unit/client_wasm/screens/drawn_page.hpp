/// A screen drawn over a store in memory, without a browser: what it means, and what pressing does.
#pragma once

#include "client_wasm/widgets/ui.hpp"
#include "tests/unit/client_wasm/app/page_fixture.hpp"

#include <algorithm>
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

    bool frame() {
        app.begin_frame();
        ui.begin_frame(input_);
        draw_(ui, app);
        static_cast<void>(app.take_announcement());
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

    client::Ui ui;

private:
    Draw draw_;
    client::FrameInput input_;
};

}  // namespace minga::test
