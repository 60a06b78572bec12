#include "client_wasm/render/raster.hpp"

#include "client_wasm/render/blend.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace minga::client {
namespace {

constexpr std::int32_t subpixels = 256;
constexpr std::int32_t half_pixel = subpixels / 2;
/// Nobody's screen is larger; what lies farther out is as good as there.
constexpr float pixels_max = 1 << 20;
/// A rectangle of ink that is wider is drawn as two triangles.
constexpr int ink_columns_max = 256;

std::int64_t floor_divided(std::int64_t number, std::int64_t by) {
    const std::int64_t quotient = number / by;
    return quotient * by > number ? quotient - 1 : quotient;
}

/// The first pixel, column or row, whose centre is not before this place.
int first_centre(std::int32_t place) {
    return static_cast<int>(floor_divided(place + half_pixel - 1, subpixels));
}

/// An edge on its way down: for each row the first column whose centre is not left of it.
class Edge {
public:
    Edge(const Corner& top, const Corner& bottom, int row) {
        const std::int64_t height = bottom.y - top.y;
        if (height == 0) return;  // no row is ever asked of it
        const std::int64_t width = bottom.x - top.x;
        divisor_ = subpixels * height;
        const std::int64_t centre = std::int64_t{row} * subpixels + half_pixel;
        const std::int64_t place =
            (top.x - half_pixel) * height + width * (centre - top.y) + divisor_ - 1;
        column_ = floor_divided(place, divisor_);
        rest_ = place - column_ * divisor_;
        step_ = floor_divided(subpixels * width, divisor_);
        step_rest_ = subpixels * width - step_ * divisor_;
    }

    std::int64_t column() const { return column_; }
    void next_row() {
        column_ += step_;
        rest_ += step_rest_;
        if (rest_ >= divisor_) {
            rest_ -= divisor_;
            ++column_;
        }
    }

private:
    std::int64_t divisor_ = 1;
    std::int64_t column_ = 0;
    std::int64_t rest_ = 0;
    std::int64_t step_ = 0;
    std::int64_t step_rest_ = 0;
};

/// Calls `paint(row, first column, column after the last)` for every row of a triangle.
template <typename Paint>
void each_row(const PixelRect& clip, const Corner* a, const Corner* b, const Corner* c,
              Paint&& paint) {
    if (b->y < a->y) std::swap(a, b);
    if (c->y < b->y) std::swap(b, c);
    if (b->y < a->y) std::swap(a, b);
    const int middle = first_centre(b->y);
    int row = std::max(first_centre(a->y), clip.top);
    const int end = std::min(first_centre(c->y), clip.bottom);
    if (row >= end) return;
    Edge whole(*a, *c, row);
    const auto part = [&](Edge edge, int until) {
        for (; row < until; ++row) {
            const std::int64_t left = std::min(whole.column(), edge.column());
            const std::int64_t right = std::max(whole.column(), edge.column());
            const auto first = static_cast<int>(std::max<std::int64_t>(left, clip.left));
            const auto after = static_cast<int>(std::min<std::int64_t>(right, clip.right));
            if (first < after) paint(row, first, after);
            whole.next_row();
            edge.next_row();
        }
    };
    if (row < middle) part(Edge(*a, *b, row), std::min(middle, end));
    if (row < end) part(Edge(*b, *c, row), end);
}

/// A place among texels: two neighbours, and how much of 256 the second one counts.
struct Between {
    int first = 0;
    int second = 0;
    std::uint32_t weight = 0;
};

/// `place` in texels, their centres at halves.
Between between_texels(float place, int count) {
    const float from_centre = std::clamp(place - 0.5F, 0.0F, static_cast<float>(count - 1));
    const auto first = static_cast<int>(from_centre);
    const float rest = from_centre - static_cast<float>(first);
    return {first, std::min(first + 1, count - 1),
            static_cast<std::uint32_t>(rest * subpixels + 0.5F)};
}

std::uint32_t mixed(std::uint32_t first, std::uint32_t second, std::uint32_t weight) {
    return first * (256 - weight) + second * weight;
}

/// From 0 to 255.
std::uint32_t ink_at(const InkAtlas& atlas, const Between& column, const Between& row) {
    const std::uint8_t* upper = atlas.texels + std::ptrdiff_t{row.first} * atlas.width;
    const std::uint8_t* lower = atlas.texels + std::ptrdiff_t{row.second} * atlas.width;
    const std::uint32_t above = mixed(upper[column.first], upper[column.second], column.weight);
    if (row.weight == 0) return (above + 128) >> 8;
    const std::uint32_t below = mixed(lower[column.first], lower[column.second], column.weight);
    return (mixed(above, below, row.weight) + (1U << 15)) >> 16;
}

std::uint32_t ink_at(const InkAtlas& atlas, float u, float v) {
    return ink_at(atlas, between_texels(u * static_cast<float>(atlas.width), atlas.width),
                  between_texels(v * static_cast<float>(atlas.height), atlas.height));
}

void blend_row(std::uint32_t* pixel, const std::uint32_t* end, std::uint32_t color,
               std::uint32_t alpha) {
    if (alpha == 0) return;
    if (alpha == 255) {
        std::fill(pixel, const_cast<std::uint32_t*>(end), color | opaque);
        return;
    }
    for (; pixel != end; ++pixel) *pixel = blend(*pixel, color, alpha);
}

std::uint32_t* row_of(const Surface& surface, int row) {
    return surface.pixels + std::ptrdiff_t{row} * surface.width;
}

/// A value of the corners that changes evenly over the triangle.
struct Slope {
    float start = 0;
    float by_column = 0;
    float by_row = 0;

    float at(float x, float y) const { return start + by_column * x + by_row * y; }
    bool is_flat() const { return by_column == 0 && by_row == 0; }
};

/// Three corners, and what follows from their places.
class Triangle {
public:
    Triangle(const Corner& a, const Corner& b, const Corner& c) : a_(a), b_(b), c_(c) {
        const auto difference = [](std::int32_t one, std::int32_t other) {
            return static_cast<float>(one - other) / subpixels;
        };
        right_b_ = difference(b.x, a.x);
        down_b_ = difference(b.y, a.y);
        right_c_ = difference(c.x, a.x);
        down_c_ = difference(c.y, a.y);
        // Whole numbers: nothing of a thin one is lost.
        const std::int64_t area =
            std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{c.x - a.x} * (b.y - a.y);
        if (area == 0) return;
        inverse_ = static_cast<float>(double{subpixels} * subpixels / static_cast<double>(area));
    }

    bool is_empty() const { return inverse_ == 0; }

    Slope slope(float at_a, float at_b, float at_c) const {
        const float to_b = at_b - at_a;
        const float to_c = at_c - at_a;
        return {at_a, (to_b * down_c_ - to_c * down_b_) * inverse_,
                (to_c * right_b_ - to_b * right_c_) * inverse_};
    }
    Slope channel(int shift) const {
        const auto of = [shift](const Corner& corner) {
            return static_cast<float>(corner.color >> shift & 255);
        };
        return slope(of(a_), of(b_), of(c_));
    }
    /// From the first corner to the centre of a pixel, in pixels.
    float x_of(int column) const { return static_cast<float>(column) + centre_x_; }
    float y_of(int row) const { return static_cast<float>(row) + centre_y_; }

private:
    const Corner& a_;
    const Corner& b_;
    const Corner& c_;
    float centre_x_ = static_cast<float>(half_pixel - a_.x) / subpixels;
    float centre_y_ = static_cast<float>(half_pixel - a_.y) / subpixels;
    float right_b_ = 0;
    float down_b_ = 0;
    float right_c_ = 0;
    float down_c_ = 0;
    float inverse_ = 0;
};

std::uint32_t rounded_byte(float value) {
    return static_cast<std::uint32_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F);
}

bool is_one_ink(const Corner& a, const Corner& b, const Corner& c) {
    return a.u == b.u && a.u == c.u && a.v == b.v && a.v == c.v;
}

/// Colours or ink that change from corner to corner.
void draw_shaded(const Surface& surface, const PixelRect& clip, const InkAtlas& atlas,
                 const Corner& a, const Corner& b, const Corner& c) {
    const Triangle triangle(a, b, c);
    if (triangle.is_empty()) return;
    const bool has_one_ink = is_one_ink(a, b, c);
    const std::uint32_t ink = has_one_ink ? ink_at(atlas, a.u, a.v) : 0;
    const Slope u = triangle.slope(a.u, b.u, c.u);
    const Slope v = triangle.slope(a.v, b.v, c.v);
    const Slope red = triangle.channel(0);
    const Slope green = triangle.channel(8);
    const Slope blue = triangle.channel(16);
    const Slope alpha = triangle.channel(24);
    const bool has_one_color = red.is_flat() && green.is_flat() && blue.is_flat();
    each_row(clip, &a, &b, &c, [&](int row, int first, int after) {
        std::uint32_t* pixels = row_of(surface, row);
        const float y = triangle.y_of(row);
        for (int column = first; column < after; ++column) {
            const float x = triangle.x_of(column);
            const std::uint32_t here = has_one_ink ? ink : ink_at(atlas, u.at(x, y), v.at(x, y));
            const std::uint32_t cover = by_255(here * rounded_byte(alpha.at(x, y)));
            const std::uint32_t color = has_one_color ? a.color
                                                      : rounded_byte(red.at(x, y)) |
                                                            rounded_byte(green.at(x, y)) << 8 |
                                                            rounded_byte(blue.at(x, y)) << 16;
            pixels[column] = blend(pixels[column], color, cover);
        }
    });
}

void draw_triangle(const Surface& surface, const PixelRect& clip, const InkAtlas& atlas,
                   const Corner& a, const Corner& b, const Corner& c) {
    if (a.color != b.color || a.color != c.color || !is_one_ink(a, b, c)) {
        draw_shaded(surface, clip, atlas, a, b, c);
        return;
    }
    const std::uint32_t alpha = by_255(ink_at(atlas, a.u, a.v) * (a.color >> 24));
    each_row(clip, &a, &b, &c, [&](int row, int first, int after) {
        std::uint32_t* pixels = row_of(surface, row);
        blend_row(pixels + first, pixels + after, a.color, alpha);
    });
}

/// Where a rectangle's pixels lie in the atlas, along one side: place = start + by_pixel * pixel.
struct Along {
    float start;
    float by_pixel;

    Along(std::int32_t from, std::int32_t to, float texel_from, float texel_to)
        : start(0), by_pixel((texel_to - texel_from) * subpixels / static_cast<float>(to - from)) {
        start = texel_from + by_pixel * static_cast<float>(half_pixel - from) / subpixels;
    }
    float at(int pixel) const { return start + by_pixel * static_cast<float>(pixel); }
};

/// A glyph: what lies between the corners of the atlas, at the corners of the rectangle.
void draw_ink(const Surface& surface, const PixelRect& part, const InkAtlas& atlas,
              const Corner& from, const Corner& to) {
    const auto width = static_cast<float>(atlas.width);
    const auto height = static_cast<float>(atlas.height);
    const Along columns(from.x, to.x, from.u * width, to.u * width);
    const Along rows(from.y, to.y, from.v * height, to.v * height);
    Between between[ink_columns_max];
    for (int column = part.left; column < part.right; ++column) {
        between[column - part.left] = between_texels(columns.at(column), atlas.width);
    }
    const std::uint32_t alpha = from.color >> 24;
    for (int row = part.top; row < part.bottom; ++row) {
        const Between lines = between_texels(rows.at(row), atlas.height);
        std::uint32_t* pixels = row_of(surface, row);
        for (int column = part.left; column < part.right; ++column) {
            const std::uint32_t ink = ink_at(atlas, between[column - part.left], lines);
            if (ink == 0) continue;
            pixels[column] = blend(pixels[column], from.color, by_255(ink * alpha));
        }
    }
}

void draw_rectangle(const Surface& surface, const PixelRect& clip, const InkAtlas& atlas,
                    const Corner& from, const Corner& to) {
    const PixelRect part = common_part(
        clip, {first_centre(from.x), first_centre(from.y), first_centre(to.x), first_centre(to.y)});
    if (part.is_empty()) return;
    if (from.u != to.u || from.v != to.v) {
        draw_ink(surface, part, atlas, from, to);
        return;
    }
    const std::uint32_t alpha = by_255(ink_at(atlas, from.u, from.v) * (from.color >> 24));
    for (int row = part.top; row < part.bottom; ++row) {
        std::uint32_t* pixels = row_of(surface, row);
        blend_row(pixels + part.left, pixels + part.right, from.color, alpha);
    }
}

bool is_rectangle(const Corner& a, const Corner& b, const Corner& c, const Corner& d) {
    const bool is_straight =
        a.x == d.x && b.x == c.x && a.y == b.y && d.y == c.y && a.x <= c.x && a.y <= c.y;
    const bool is_straight_ink = a.u == d.u && b.u == c.u && a.v == b.v && d.v == c.v;
    const bool is_narrow = c.x - a.x < (ink_columns_max - 1) * subpixels;
    const bool has_one_color = a.color == b.color && a.color == c.color && a.color == d.color;
    return is_straight && is_straight_ink && has_one_color &&
           (is_narrow || (a.u == c.u && a.v == c.v));
}

}  // namespace

std::int32_t to_subpixels(float pixels) {
    // A number that is none ends up at the lower end, too.
    const float within = pixels > -pixels_max ? std::min(pixels, pixels_max) : -pixels_max;
    return static_cast<std::int32_t>(std::floor(within * subpixels + 0.5F));
}

std::size_t shape_size(std::span<const Corner> corners, std::span<const std::uint16_t> indices) {
    if (indices.size() < 6 || indices[3] != indices[0] || indices[4] != indices[2]) return 3;
    return is_rectangle(corners[indices[0]], corners[indices[1]], corners[indices[2]],
                        corners[indices[5]])
               ? 6
               : 3;
}

PixelRect shape_bounds(std::span<const Corner> corners, std::span<const std::uint16_t> shape) {
    const Corner& a = corners[shape[0]];
    const Corner& b = corners[shape[1]];
    const Corner& c = corners[shape[2]];
    // Of a rectangle the first three hold the two that are opposite.
    return {first_centre(std::min({a.x, b.x, c.x})), first_centre(std::min({a.y, b.y, c.y})),
            first_centre(std::max({a.x, b.x, c.x})), first_centre(std::max({a.y, b.y, c.y}))};
}

void draw_shape(const Surface& surface, const PixelRect& clip, const InkAtlas& atlas,
                std::span<const Corner> corners, std::span<const std::uint16_t> shape) {
    const Corner& a = corners[shape[0]];
    const Corner& c = corners[shape[2]];
    if (shape.size() == 6) {
        draw_rectangle(surface, clip, atlas, a, c);
    } else {
        draw_triangle(surface, clip, atlas, a, corners[shape[1]], c);
    }
}

void fill(const Surface& surface, const PixelRect& part, std::uint32_t color) {
    for (int row = part.top; row < part.bottom; ++row) {
        std::uint32_t* pixels = row_of(surface, row);
        std::fill(pixels + part.left, pixels + part.right, color | opaque);
    }
}

}  // namespace minga::client
