#include "tests/support/drawing/drawn_colors.hpp"

#include <algorithm>
#include <cmath>

namespace minga::test {
namespace {

constexpr float cell_size = 32;

bool holds(const ImVec4& clip, ImVec2 place) {
    return place.x >= clip.x && place.y >= clip.y && place.x < clip.z && place.y < clip.w;
}

bool touches(const ImVec2 (&corners)[3], const ImVec4& part) {
    const auto& [a, b, c] = corners;
    return std::max({a.x, b.x, c.x}) >= part.x && std::min({a.x, b.x, c.x}) < part.z &&
           std::max({a.y, b.y, c.y}) >= part.y && std::min({a.y, b.y, c.y}) < part.w;
}

float channel(ImU32 color, int shift) {
    return static_cast<float>((color >> shift) & 255);
}

std::uint32_t rgb_of(ImU32 color) {
    return (color >> IM_COL32_R_SHIFT & 255) << 16 | (color >> IM_COL32_G_SHIFT & 255) << 8 |
           (color >> IM_COL32_B_SHIFT & 255);
}

std::uint32_t blend(std::uint32_t ground, const float (&ink)[3], float opacity) {
    std::uint32_t mixed = 0;
    for (int part = 0; part < 3; ++part) {
        const int shift = 16 - 8 * part;
        const auto below = static_cast<float>((ground >> shift) & 255);
        const float value = below + (ink[part] - below) * opacity;
        mixed |= static_cast<std::uint32_t>(std::lround(value)) << shift;
    }
    return mixed;
}

/// How much each corner weighs at a place; false where that is outside of the triangle.
bool weigh(const ImVec2 (&corners)[3], ImVec2 place, float (&weights)[3]) {
    const ImVec2& a = corners[0];
    const ImVec2& b = corners[1];
    const ImVec2& c = corners[2];
    const float area = (b.y - c.y) * (a.x - c.x) + (c.x - b.x) * (a.y - c.y);
    if (area == 0) return false;
    weights[0] = ((b.y - c.y) * (place.x - c.x) + (c.x - b.x) * (place.y - c.y)) / area;
    weights[1] = ((c.y - a.y) * (place.x - c.x) + (a.x - c.x) * (place.y - c.y)) / area;
    weights[2] = 1 - weights[0] - weights[1];
    return weights[0] >= 0 && weights[1] >= 0 && weights[2] >= 0;
}

}  // namespace

DrawnColors::DrawnColors(std::uint32_t backdrop, ImVec4 part) : backdrop_(backdrop) {
    const ImDrawData& data = *ImGui::GetDrawData();
    columns_ = static_cast<std::size_t>(data.DisplaySize.x / cell_size) + 1;
    rows_ = static_cast<std::size_t>(data.DisplaySize.y / cell_size) + 1;
    cells_.resize(columns_ * rows_);
    for (const ImDrawList* list : data.CmdLists) add(*list, part);
    for (std::size_t index = 0; index < triangles_.size(); ++index) {
        const Triangle& triangle = triangles_[index];
        const auto& [a, b, c] = triangle.corners;
        const float left = std::max(std::min({a.x, b.x, c.x}), triangle.clip.x);
        const float right = std::min(std::max({a.x, b.x, c.x}), triangle.clip.z);
        const float top = std::max(std::min({a.y, b.y, c.y}), triangle.clip.y);
        const float bottom = std::min(std::max({a.y, b.y, c.y}), triangle.clip.w);
        for (float y = top; y < bottom + cell_size; y += cell_size) {
            for (float x = left; x < right + cell_size; x += cell_size) {
                auto& cell = cells_[cell_of({std::min(x, right), std::min(y, bottom)})];
                if (cell.empty() || cell.back() != index) cell.push_back(index);
            }
        }
    }
}

void DrawnColors::add(const ImDrawList& list, const ImVec4& part) {
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    for (const ImDrawCmd& command : list.CmdBuffer) {
        bool begins_glyph = true;
        for (unsigned int number = 0; number + 2 < command.ElemCount; number += 3) {
            Triangle triangle;
            triangle.clip = command.ClipRect;
            for (unsigned int corner = 0; corner < 3; ++corner) {
                const ImDrawIdx index =
                    list.IdxBuffer[static_cast<int>(command.IdxOffset + number + corner)];
                const ImDrawVert& vertex =
                    list.VtxBuffer[static_cast<int>(command.VtxOffset + index)];
                triangle.corners[corner] = vertex.pos;
                triangle.colors[corner] = vertex.col;
                triangle.is_glyph = vertex.uv.x != white.x || vertex.uv.y != white.y;
            }
            triangle.begins_glyph = triangle.is_glyph && begins_glyph;
            begins_glyph = !triangle.begins_glyph;
            if (touches(triangle.corners, part)) triangles_.push_back(triangle);
        }
    }
}

std::size_t DrawnColors::cell_of(ImVec2 place) const {
    const auto within = [](float length, std::size_t count) {
        return std::min(static_cast<std::size_t>(std::max(length, 0.0F) / cell_size), count - 1);
    };
    return within(place.y, rows_) * columns_ + within(place.x, columns_);
}

std::uint32_t DrawnColors::below(ImVec2 place, std::size_t end) const {
    std::uint32_t color = backdrop_;
    for (const std::size_t index : cells_[cell_of(place)]) {
        if (index >= end) break;
        const Triangle& triangle = triangles_[index];
        float weights[3];
        if (triangle.is_glyph || !holds(triangle.clip, place) ||
            !weigh(triangle.corners, place, weights)) {
            continue;
        }
        float ink[3] = {};
        float opacity = 0;
        for (int corner = 0; corner < 3; ++corner) {
            const ImU32 own = triangle.colors[corner];
            ink[0] += weights[corner] * channel(own, IM_COL32_R_SHIFT);
            ink[1] += weights[corner] * channel(own, IM_COL32_G_SHIFT);
            ink[2] += weights[corner] * channel(own, IM_COL32_B_SHIFT);
            opacity += weights[corner] * channel(own, IM_COL32_A_SHIFT) / 255;
        }
        color = blend(color, ink, opacity);
    }
    return color;
}

std::vector<DrawnGlyph> DrawnColors::glyphs() const {
    std::vector<DrawnGlyph> found;
    for (std::size_t index = 0; index < triangles_.size(); ++index) {
        const Triangle& triangle = triangles_[index];
        if (!triangle.begins_glyph) continue;
        // A glyph's first triangle has both ends of its diagonal.
        const ImVec2& a = triangle.corners[0];
        const ImVec2& c = triangle.corners[2];
        const ImVec2 middle{(a.x + c.x) / 2, (a.y + c.y) / 2};
        if (!holds(triangle.clip, middle)) continue;
        found.push_back({middle, rgb_of(triangle.colors[0]), below(middle, index)});
    }
    return found;
}

}  // namespace minga::test
