/// What colours a frame has, from the triangles that Dear ImGui made of it.
#pragma once

#include <cfloat>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <imgui.h>

namespace minga::test {

/// A letter or an icon that can be seen, and the colour that lies under its middle, as 0xRRGGBB.
struct DrawnGlyph {
    ImVec2 middle;
    std::uint32_t ink = 0;
    std::uint32_t ground = 0;
};

/// Of the frame that was rendered last, over `backdrop`: of all of it, or of a part (left, top,
/// right, bottom).
class DrawnColors {
public:
    explicit DrawnColors(std::uint32_t backdrop, ImVec4 part = {0, 0, FLT_MAX, FLT_MAX});

    std::vector<DrawnGlyph> glyphs() const;
    /// The colour at a place, letters left out.
    std::uint32_t at(ImVec2 place) const { return below(place, triangles_.size()); }

private:
    struct Triangle {
        ImVec2 corners[3];
        ImU32 colors[3];
        ImVec4 clip;
        bool is_glyph = false;
        bool begins_glyph = false;  ///< The first of the two triangles of one.
    };

    void add(const ImDrawList& list, const ImVec4& part);
    /// What lies there before the triangle of that number is drawn.
    std::uint32_t below(ImVec2 place, std::size_t end) const;
    std::size_t cell_of(ImVec2 place) const;

    std::uint32_t backdrop_;
    std::vector<Triangle> triangles_;
    /// The triangles that touch each square of the page, so that few are looked at.
    std::vector<std::vector<std::size_t>> cells_;
    std::size_t columns_ = 1;
    std::size_t rows_ = 1;
};

}  // namespace minga::test
