/// Triangles into pixels, by the rules of graphics hardware.
///
/// A pixel belongs to a triangle if its centre lies inside, or on its top or left edge. So
/// triangles that share an edge leave no gap and paint no pixel twice, which shows wherever colours
/// are translucent. Corners are taken to 1/256 of a pixel, and where an edge crosses a row is
/// worked out in whole numbers: it is the same for both sides.
///
/// What a pixel becomes depends on the pixel alone, never on how much is cut off around it: a part
/// that is drawn again is, bit by bit, what drawing everything would have made of it.
#pragma once

#include "client_wasm/render/pixel_rect.hpp"

#include <cstdint>
#include <span>

namespace minga::client {

/// Rows of opaque pixels, four bytes each: red, green, blue, 255. As colours of Dear ImGui's.
struct Surface {
    std::uint32_t* pixels = nullptr;
    int width = 0;
    int height = 0;
};

/// The atlas of glyphs: a byte a texel, how much of it is ink.
struct InkAtlas {
    const std::uint8_t* texels = nullptr;
    int width = 0;
    int height = 0;
};

/// A corner: its place in 1/256 of a pixel and in the atlas (0 to 1), and its colour.
struct Corner {
    std::int32_t x = 0;
    std::int32_t y = 0;
    float u = 0;
    float v = 0;
    std::uint32_t color = 0;

    bool operator==(const Corner&) const = default;
};

/// Pixels as a corner has them.
std::int32_t to_subpixels(float pixels);

/// How many of the next indices make one shape: six for a rectangle that is cut along its diagonal
/// and has one colour, as glyphs and grounds have; otherwise the three of a triangle.
std::size_t shape_size(std::span<const Corner> corners, std::span<const std::uint16_t> indices);

/// The pixels that a shape of such indices may touch.
PixelRect shape_bounds(std::span<const Corner> corners, std::span<const std::uint16_t> shape);

/// Draws a shape of three or six indices; nothing outside of `clip`, which lies within the surface.
void draw_shape(const Surface& surface, const PixelRect& clip, const InkAtlas& atlas,
                std::span<const Corner> corners, std::span<const std::uint16_t> shape);

void fill(const Surface& surface, const PixelRect& part, std::uint32_t color);

}  // namespace minga::client
