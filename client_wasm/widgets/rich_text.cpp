/// One paragraph in several looks: words of a sentence that were removed, added or matter more.
#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace minga::client {
namespace {

struct Piece {
    const TextRun* run;
    std::string_view text;
    Rect rect;
};

/// Where each word goes, relative to the paragraph's corner; returns the height.
float lay_out(Ui::Core& core, std::span<const TextRun> runs, float width,
              std::vector<Piece>& pieces) {
    float x = 0;
    float y = 0;
    const float line_height = core.font(TextSize::body, Weight::regular).line_height;
    for (const TextRun& run : runs) {
        const auto face =
            core.font(TextSize::body, run.is_semibold ? Weight::semibold : Weight::regular);
        std::string_view rest = run.text;
        while (!rest.empty()) {
            if (rest.front() == '\n') {
                x = 0;
                y += line_height;
                rest.remove_prefix(1);
                continue;
            }
            std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
            if (end < rest.size() && rest[end] == ' ') ++end;
            const std::string_view word = rest.substr(0, end);
            const float word_width = core.text_width(face, word);
            if (x > 0 && x + word_width > width) {
                x = 0;
                y += line_height;
            }
            pieces.push_back({&run, word, {x, y, word_width, line_height}});
            x += word_width;
            rest.remove_prefix(end);
        }
    }
    return y + line_height;
}

}  // namespace

void Ui::rich_text(std::span<const TextRun> runs, std::string_view spoken) {
    Core& core = *core_;
    const float size = core.font(TextSize::body, Weight::regular).size;
    const float width = std::min(core.width(), size * 34);
    std::vector<Piece> pieces;
    const float height = lay_out(core, runs, width, pieces);
    const Rect box = core.place(width, height);
    for (const Piece& piece : pieces) {
        const Rect rect{box.x + piece.rect.x, box.y + piece.rect.y,
                        std::min(piece.rect.width, width), piece.rect.height};
        if (!core.is_visible(rect)) continue;
        const TextRun& run = *piece.run;
        const auto face =
            core.font(TextSize::body, run.is_semibold ? Weight::semibold : Weight::regular);
        if (run.has_ground) {
            core.fill({rect.x, rect.y + 2, rect.width, rect.height - 4},
                      core.color(tone_ground(run.tone)), core.px(3));
        }
        core.draw_line(face, rect.x, rect.y, core.color(tone_token(run.tone)), piece.text);
        if (run.is_struck) {
            const float middle = std::round(rect.y + rect.height / 2);
            core.fill({rect.x, middle, rect.width, std::max(1.0F, core.px(1.5F))},
                      core.color(tone_token(run.tone)));
        }
    }
    core.emit(core.key({}, spoken), Role::text, spoken, box);
}

}  // namespace minga::client
