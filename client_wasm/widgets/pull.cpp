#include "client_wasm/widgets/pull.hpp"

#include "client_wasm/widgets/core.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

using Stage = PullGesture::Stage;

constexpr float arm_distance = 96;
/// A finger trembles: it comes back by more than that before letting go asks for nothing.
constexpr float disarm_distance = 80;

std::string_view words_of(Stage stage) {
    switch (stage) {
        case Stage::idle:
            return {};
        case Stage::pulled:
            return "Siga bajando para sincronizar";
        case Stage::armed:
            return "Suelte para sincronizar";
        case Stage::asked:
        case Stage::working:
            return "Sincronizando…";
    }
    return {};
}

/// A pill below the header, which comes down with the finger.
void draw_pill(Ui::Core& core, const PullGesture& gesture, const Rect& view) {
    const Stage stage = gesture.stage();
    const std::string_view words = words_of(stage);
    const auto face = core.font(TextSize::caption, Weight::semibold);
    const float icon = core.px(18);
    const float padding = core.gap(14);
    const float height = core.px(40);
    const float width =
        std::min(2 * padding + icon + core.gap(8) + std::ceil(core.text_width(face, words)) + 1,
                 view.width - core.gap(16));
    const bool is_held = stage == Stage::pulled || stage == Stage::armed;
    const bool slides = is_held && !core.input.has_reduced_motion;
    const float down = slides ? gesture.share() : 1.0F;
    const Rect pill{std::round(view.x + (view.width - width) / 2),
                    std::round(view.y + (core.gap(12) + height) * down - height), width, height};
    const bool is_ready = stage != Stage::pulled;
    const ImU32 color = core.color(is_ready ? Token::primary : Token::muted);
    core.fill(pill, core.color(is_ready ? Token::primary_soft : Token::surface), height / 2);
    core.outline(pill, core.color(is_ready ? Token::primary : Token::line), height / 2);
    core.draw_icon(is_ready ? Icon::refresh : Icon::arrow_down, pill.x + padding + icon / 2,
                   pill.y + height / 2, icon, color);
    const float x = pill.x + padding + icon + core.gap(8);
    core.draw_line(face, x, pill.y + (height - face.line_height) / 2, color, words,
                   pill.right() - padding / 2 - x);
    core.emit(hash_key(core.scopes.front(), "pull"), Role::text, words, pill);
}

}  // namespace

void PullGesture::pull(float distance) {
    if (stage_ == Stage::asked || stage_ == Stage::working) return;
    distance_ = distance;
    const float needed = stage_ == Stage::armed ? disarm_distance : arm_distance;
    stage_ = distance <= 0 ? Stage::idle : distance < needed ? Stage::pulled : Stage::armed;
}

bool PullGesture::let_go() {
    const bool asks = stage_ == Stage::armed;
    if (asks) {
        stage_ = Stage::asked;
    } else if (stage_ == Stage::pulled) {
        stage_ = Stage::idle;
    }
    return asks;
}

bool PullGesture::follow(bool is_running) {
    if (stage_ == Stage::asked) {
        stage_ = Stage::working;
        return false;
    }
    if (stage_ != Stage::working || is_running) return false;
    stage_ = Stage::idle;
    return true;
}

float PullGesture::share() const {
    return std::clamp(distance_ / arm_distance, 0.0F, 1.0F);
}

static void follow(Ui& ui, const Rect& view, bool is_running, ShellEvents& events) {
    Ui::Core& core = ui.core();
    PullGesture& gesture = core.pull;
    const Stage before = gesture.stage();
    events.is_pull_over = gesture.follow(is_running);
    if (const auto found = core.actions.find(core.main_scroll); found != core.actions.end()) {
        for (const SemanticAction& action : found->second) {
            if (action.kind == ActionKind::pull) gesture.pull(action.y);
            if (action.kind == ActionKind::release && gesture.let_go()) events.is_pulled = true;
        }
    }
    const Stage stage = gesture.stage();
    // A frame after this one knows whether it is under way.
    const bool is_asked = stage == Stage::asked || stage == Stage::working;
    if (is_asked && !is_running) core.wants_frame = true;
    if (stage == Stage::idle) return;
    if (stage != before && (stage == Stage::armed || stage == Stage::asked)) {
        ui.announce(words_of(stage));
    }
    draw_pill(core, gesture, view);
}

void follow_pull(Ui& ui, const Rect& view, bool is_running, ShellEvents& events) {
    // In a scope, so that it is a function of its own and comes later.
    ui.scope("pull", [&] { follow(ui, view, is_running, events); });
}

}  // namespace minga::client
