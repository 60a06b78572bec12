/// Takes what charts draw and writes it down as SVG: the picture that people take along is drawn by
/// the same calls as the one they saw.
#pragma once

#include "client_wasm/widgets/semantics.hpp"

#include <span>
#include <string>
#include <string_view>

#include <imgui.h>

namespace minga::client {

class ChartRecorder {
public:
    struct TextPlace {
        float x = 0;
        float baseline = 0;
        float size = 14;  ///< as CSS counts
        float length = 0;
        bool is_bold = false;
        ImU32 color = 0;
    };

    void fill(const Rect& rect, ImU32 color, float rounding);
    void outline(const Rect& rect, ImU32 color, float rounding, float thickness);
    void stroke(ImVec2 from, ImVec2 to, ImU32 color, float thickness);
    void disc(ImVec2 center, float radius, ImU32 color);
    void shape(std::span<const ImVec2> corners, ImU32 color);
    void text(std::string_view text, const TextPlace& place);

    /// The whole picture on a white ground; `title` is for readers who cannot see it.
    std::string finish(float width, float height, std::string_view title) const;

private:
    void paint(std::string_view attribute, ImU32 color);
    void rect(const Rect& rect, float rounding);

    std::string body_;
};

}  // namespace minga::client
