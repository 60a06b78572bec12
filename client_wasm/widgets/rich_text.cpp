/// One paragraph in several looks: words of a sentence that were removed, added or matter more.
#include "client_wasm/widgets/rich_text.hpp"

#include "client_wasm/widgets/ui.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

Ui::Core::Font face_of(Ui::Core& core, TextSize size, const TextRun& run) {
    return core.font(size, run.is_semibold ? Weight::semibold : Weight::regular);
}

}  // namespace

RichText lay_out_runs(Ui::Core& core, std::span<const TextRun> runs, TextSize size, float width) {
    RichText text;
    text.size = size;
    float x = 0;
    float y = 0;
    const float line_height = core.font(size, Weight::regular).line_height;
    for (const TextRun& run : runs) {
        const auto face = face_of(core, size, run);
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
            text.pieces.push_back({&run, word, {x, y, std::min(word_width, width), line_height}});
            x += word_width;
            rest.remove_prefix(end);
        }
    }
    text.height = runs.empty() ? 0 : y + line_height;
    return text;
}

void draw_runs(Ui::Core& core, const RichText& text, const Rect& box) {
    for (const TextPiece& piece : text.pieces) {
        const Rect rect{box.x + piece.rect.x, box.y + piece.rect.y, piece.rect.width,
                        piece.rect.height};
        if (!core.is_visible(rect)) continue;
        const TextRun& run = *piece.run;
        if (run.has_ground) {
            core.fill({rect.x, rect.y + 2, rect.width, rect.height - 4},
                      core.color(tone_ground(run.tone)), core.px(3));
        }
        core.draw_line(face_of(core, text.size, run), rect.x, rect.y,
                       core.color(tone_token(run.tone)), piece.text);
        if (run.is_struck) {
            const float middle = std::round(rect.y + rect.height / 2);
            core.fill({rect.x, middle, rect.width, std::max(1.0F, core.px(1.5F))},
                      core.color(tone_token(run.tone)));
        }
    }
}

void Ui::rich_text(std::span<const TextRun> runs, std::string_view spoken) {
    Core& core = *core_;
    const float size = core.font(TextSize::body, Weight::regular).size;
    const float width = std::min(core.width(), size * 34);
    const RichText text = lay_out_runs(core, runs, TextSize::body, width);
    const Rect box = core.place(width, text.height);
    draw_runs(core, text, box);
    core.emit(core.key({}, spoken), Role::text, spoken, box);
}

}  // namespace minga::client
