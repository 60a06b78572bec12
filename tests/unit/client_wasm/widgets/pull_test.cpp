/// Pulling the page down with a finger: what it comes to, and what the page says of it.
#include "client_wasm/widgets/pull.hpp"

#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <string>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;
using Stage = PullGesture::Stage;

namespace {

constexpr std::string_view go_on = "Siga bajando para sincronizar";
constexpr std::string_view let_go = "Suelte para sincronizar";
constexpr std::string_view working = "Sincronizando…";

/// A phone that shows a page which can be pulled.
struct Phone {
    Ui ui;
    FrameInput input{.width = 360, .height = 740, .is_touch = true, .today = "2026-11-20"};
    ShellEvents events;
    FrameOutput output;
    bool is_synchronizing = false;

    Phone() {
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
        frame();
        frame();
    }

    void frame() {
        ui.begin_frame(input);
        events =
            ui.shell({.title = "Plan", .can_be_pulled = true, .is_synchronizing = is_synchronizing},
                     [&] { ui.text("Contenido"); });
        output = ui.end_frame();
    }
    const SemanticNode* node_of(Role role, std::string_view name) const {
        const auto& nodes = ui.semantics().nodes();
        const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const SemanticNode& node) {
            return node.role == role && node.name == name;
        });
        return found == nodes.end() ? nullptr : &*found;
    }
    bool shows(std::string_view words) const { return node_of(Role::text, words) != nullptr; }
    bool says(std::string_view words) const {
        return output.commands.find("announce") != std::string::npos &&
               output.commands.find(words) != std::string::npos;
    }
    void finger(ActionKind kind, float distance) {
        const NodeKey main = node_of(Role::main, "Contenido")->key;
        ui.push_action({.key = main, .kind = kind, .value = {}, .x = 0, .y = distance});
        frame();
    }
};

}  // namespace

TEST_CASE("pull: letting go asks only after a long way") {
    PullGesture gesture;
    gesture.pull(40);
    CHECK(gesture.stage() == Stage::pulled);
    CHECK_FALSE(gesture.let_go());
    CHECK(gesture.is_idle());

    gesture.pull(95);
    CHECK(gesture.stage() == Stage::pulled);
    gesture.pull(97);
    CHECK(gesture.stage() == Stage::armed);
    CHECK(gesture.let_go());
    CHECK(gesture.stage() == Stage::asked);
}

TEST_CASE(
    "pull: a finger that trembles at the threshold changes nothing, one that goes back does") {
    PullGesture gesture;
    gesture.pull(100);
    gesture.pull(90);
    CHECK(gesture.stage() == Stage::armed);

    gesture.pull(70);
    CHECK(gesture.stage() == Stage::pulled);
    CHECK_FALSE(gesture.let_go());
}

TEST_CASE("pull: a finger that scrolls after all takes it back") {
    PullGesture gesture;
    gesture.pull(120);
    gesture.pull(0);
    CHECK(gesture.is_idle());
    CHECK_FALSE(gesture.let_go());
}

TEST_CASE("pull: it is over when what was asked for is, and cannot be asked for twice meanwhile") {
    PullGesture gesture;
    gesture.pull(120);
    CHECK(gesture.let_go());
    CHECK_FALSE(gesture.follow(false));  // the frame in which it begins
    CHECK_FALSE(gesture.follow(true));
    gesture.pull(120);
    CHECK_FALSE(gesture.let_go());
    CHECK_FALSE(gesture.follow(true));
    CHECK(gesture.follow(false));
    CHECK(gesture.is_idle());
}

TEST_CASE("pull: what never begins is over, too") {
    PullGesture gesture;
    gesture.pull(120);
    CHECK(gesture.let_go());
    CHECK_FALSE(gesture.follow(false));
    CHECK(gesture.follow(false));
}

TEST_CASE("pull: the page says how far it is, and asks once") {
    Phone phone;
    CHECK_FALSE(phone.shows(go_on));

    phone.finger(ActionKind::pull, 50);
    CHECK(phone.shows(go_on));
    CHECK_FALSE(phone.says(go_on));

    phone.finger(ActionKind::pull, 110);
    CHECK(phone.shows(let_go));
    CHECK(phone.says(let_go));
    phone.finger(ActionKind::pull, 120);
    CHECK_FALSE(phone.says(let_go));

    phone.finger(ActionKind::release, 0);
    CHECK(phone.events.is_pulled);
    CHECK(phone.shows(working));
    CHECK(phone.says(working));
    CHECK(phone.output.wants_frame);

    phone.is_synchronizing = true;
    phone.frame();
    phone.frame();
    CHECK_FALSE(phone.events.is_pulled);
    CHECK_FALSE(phone.output.wants_frame);
    CHECK(phone.shows(working));

    phone.is_synchronizing = false;
    phone.frame();
    CHECK(phone.events.is_pull_over);
    CHECK_FALSE(phone.shows(working));
    CHECK_FALSE(phone.output.wants_frame);
}

TEST_CASE("pull: a finger that leaves early leaves nothing behind") {
    Phone phone;
    phone.finger(ActionKind::pull, 60);
    phone.finger(ActionKind::release, 0);
    CHECK_FALSE(phone.events.is_pulled);
    CHECK_FALSE(phone.shows(go_on));
    CHECK_FALSE(phone.output.wants_frame);
}

TEST_CASE("pull: the pill comes down with the finger, or stands still where less motion is asked") {
    Phone phone;
    phone.finger(ActionKind::pull, 20);
    const float high = phone.node_of(Role::text, go_on)->rect.y;
    phone.finger(ActionKind::pull, 80);
    CHECK(phone.node_of(Role::text, go_on)->rect.y > high + 10);

    phone.input.has_reduced_motion = true;
    phone.finger(ActionKind::pull, 20);
    const float still = phone.node_of(Role::text, go_on)->rect.y;
    phone.finger(ActionKind::pull, 80);
    CHECK(phone.node_of(Role::text, go_on)->rect.y == still);
}
