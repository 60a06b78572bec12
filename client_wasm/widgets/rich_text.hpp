/// Text in several looks, for the widgets that hold some. Private to this folder.
#pragma once

#include "client_wasm/widgets/core.hpp"
#include "client_wasm/widgets/specs.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace minga::client {

/// A word of a run and where it stands, relative to the text's corner.
struct TextPiece {
    const TextRun* run = nullptr;
    std::string_view text;
    Rect rect;
};

struct RichText {
    TextSize size = TextSize::body;
    std::vector<TextPiece> pieces;
    float height = 0;
};

/// Breaks the runs at `width`. They must outlive the result.
RichText lay_out_runs(Ui::Core& core, std::span<const TextRun> runs, TextSize size, float width);

void draw_runs(Ui::Core& core, const RichText& text, const Rect& box);

}  // namespace minga::client
