/// Pixels of triangles: none missing, none twice, the colours of the formula, nothing outside.
#include "client_wasm/render/raster.hpp"

#include "client_wasm/render/blend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

constexpr int side = 48;
constexpr std::uint32_t black = opaque;
constexpr std::uint32_t half_white = 0x80FFFFFF;

/// An atlas in which ink grows from left to right; the texel in the corner is all ink.
struct Atlas {
    static constexpr int size = 16;
    std::array<std::uint8_t, size * size> texels{};
    InkAtlas ink{texels.data(), size, size};

    Atlas() {
        for (std::size_t index = 0; index < texels.size(); ++index) {
            texels[index] = static_cast<std::uint8_t>(index % size * 17);
        }
        texels[0] = 255;
    }
};

constexpr float white = 0.5F / Atlas::size;

struct Picture {
    Atlas atlas;
    std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(side * side, black);
    PixelRect clip{0, 0, side, side};

    void draw(const std::vector<Corner>& corners, const std::vector<std::uint16_t>& indices) {
        const Surface surface{pixels.data(), side, side};
        std::span<const std::uint16_t> rest = indices;
        while (!rest.empty()) {
            const std::size_t size = shape_size(corners, rest);
            draw_shape(surface, clip, atlas.ink, corners, rest.first(size));
            rest = rest.subspan(size);
        }
    }
    std::uint32_t at(int column, int row) const {
        return pixels[static_cast<std::size_t>(row * side + column)];
    }
};

Corner corner(float x, float y, std::uint32_t color) {
    return {to_subpixels(x), to_subpixels(y), white, white, color};
}

/// Twice the area of the triangle; positive where `c` is right of the way from `a` to `b`.
std::int64_t turn(const Corner& a, const Corner& b, std::int64_t x, std::int64_t y) {
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

/// The rule itself, for one pixel.
bool covers(Corner a, Corner b, Corner c, int column, int row) {
    const std::int64_t x = std::int64_t{column} * 256 + 128;
    const std::int64_t y = std::int64_t{row} * 256 + 128;
    if (turn(a, b, c.x, c.y) < 0) std::swap(b, c);
    const auto is_within = [&](const Corner& from, const Corner& to) {
        const std::int64_t side_of = turn(from, to, x, y);
        const bool is_left = to.y < from.y;
        const bool is_top = to.y == from.y && to.x > from.x;
        return side_of > 0 || (side_of == 0 && (is_left || is_top));
    };
    return turn(a, b, c.x, c.y) != 0 && is_within(a, b) && is_within(b, c) && is_within(c, a);
}

/// Places that are often whole or half pixels, where the rule decides, and may lie outside.
class Places {
public:
    explicit Places(unsigned seed) : random_(seed) {}

    float one() {
        const int steps = std::uniform_int_distribution<int>(0, 2)(random_) == 0 ? 256 : 2;
        const int last = (side + 16) * steps;
        const int place = std::uniform_int_distribution<int>(-16 * steps, last)(random_);
        return static_cast<float>(place) / static_cast<float>(steps);
    }
    Corner corner(std::uint32_t color) {
        const float x = one();
        return ::corner(x, one(), color);
    }
    std::uint32_t color() { return static_cast<std::uint32_t>(random_()); }

private:
    std::mt19937 random_;
};

}  // namespace

TEST_CASE("Raster: a triangle has the pixels that the rule gives it") {
    for (unsigned seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        Places places(seed);
        Picture picture;
        const Corner a = places.corner(0xFFFFFFFF);
        const Corner b = places.corner(0xFFFFFFFF);
        const Corner c = places.corner(0xFFFFFFFF);

        picture.draw({a, b, c}, {0, 1, 2});

        int wrong = 0;
        for (int row = 0; row < side; ++row) {
            for (int column = 0; column < side; ++column) {
                const bool is_painted = picture.at(column, row) != black;
                wrong += is_painted != covers(a, b, c, column, row) ? 1 : 0;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("Raster: triangles around a corner leave no gap and paint nothing twice") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        Places places(seed);
        // The whole picture, cut by lines from its corners and edges to a place inside.
        std::vector<Corner> corners{places.corner(half_white)};
        corners[0].x = std::clamp(corners[0].x, 0, side * 256);
        corners[0].y = std::clamp(corners[0].y, 0, side * 256);
        for (const auto& [x, y] : {std::pair{0, 0}, {side, 0}, {side, side}, {0, side}}) {
            corners.push_back(corner(static_cast<float>(x), static_cast<float>(y), half_white));
        }
        Picture picture;

        picture.draw(corners, {0, 1, 2, 2, 3, 0, 0, 3, 4, 4, 1, 0});

        const std::uint32_t once = blend(black, half_white, 128);
        CHECK(std::count(picture.pixels.begin(), picture.pixels.end(), once) == side * side);
    }
}

TEST_CASE("Raster: a rectangle is the same at once and as two triangles") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        Places places(seed);
        Corner from = places.corner(places.color());
        Corner to = places.corner(from.color);
        if (to.x < from.x) std::swap(from.x, to.x);
        if (to.y < from.y) std::swap(from.y, to.y);
        const bool is_glyph = seed % 2 == 0;
        if (is_glyph) {
            from.u = from.v = 0.125F;
            to.u = to.v = 0.75F;
        }
        Corner right = from;
        right.x = to.x;
        right.u = to.u;
        Corner below = from;
        below.y = to.y;
        below.v = to.v;
        const std::vector<Corner> corners{from, right, to, below};
        Picture at_once;
        Picture in_two;

        REQUIRE(shape_size(corners, std::vector<std::uint16_t>{0, 1, 2, 0, 2, 3}) == 6);
        at_once.draw(corners, {0, 1, 2, 0, 2, 3});
        in_two.draw(corners, {0, 1, 2});
        in_two.draw(corners, {0, 2, 3});

        int farthest = 0;
        for (std::size_t index = 0; index < at_once.pixels.size(); ++index) {
            for (const int shift : {0, 8, 16}) {
                const auto one = static_cast<int>(at_once.pixels[index] >> shift & 255);
                const auto other = static_cast<int>(in_two.pixels[index] >> shift & 255);
                farthest = std::max(farthest, std::abs(one - other));
            }
        }
        // Places among texels are worked out in another order.
        CHECK(farthest <= (is_glyph ? 2 : 0));
    }
}

TEST_CASE("Raster: nothing outside of the clip, and inside of it what would be there anyway") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        Places places(seed);
        const std::vector<Corner> corners{places.corner(places.color()),
                                          places.corner(places.color()),
                                          places.corner(places.color())};
        Picture whole;
        Picture cut;
        cut.clip = {7, 11, 31, 29};

        whole.draw(corners, {0, 1, 2});
        cut.draw(corners, {0, 1, 2});

        int wrong = 0;
        for (int row = 0; row < side; ++row) {
            for (int column = 0; column < side; ++column) {
                const bool is_within = column >= 7 && column < 31 && row >= 11 && row < 29;
                const std::uint32_t wanted = is_within ? whole.at(column, row) : black;
                wrong += cut.at(column, row) != wanted ? 1 : 0;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("Raster: blending is the formula, rounded") {
    std::mt19937 random(7);
    for (int count = 0; count < 20'000; ++count) {
        const auto under = static_cast<std::uint32_t>(random()) | opaque;
        const auto color = static_cast<std::uint32_t>(random());
        const std::uint32_t alpha = random() % 256;

        const std::uint32_t result = blend(under, color, alpha);

        for (const int shift : {0, 8, 16}) {
            const double share = alpha / 255.0;
            const double wanted =
                (color >> shift & 255) * share + (under >> shift & 255) * (1 - share);
            REQUIRE(static_cast<long>(result >> shift & 255) == std::lround(wanted));
        }
        REQUIRE(result >> 24 == 255);
    }
}

TEST_CASE("Raster: colours between corners are in proportion") {
    Picture picture;
    const std::vector<Corner> corners{corner(0, 0, 0xFF000000), corner(side, 0, 0xFF0000FF),
                                      corner(0, side, 0xFF00FF00)};

    picture.draw(corners, {0, 1, 2});

    for (int row = 0; row < side; ++row) {
        for (int column = 0; column + row < side - 1; ++column) {
            const std::uint32_t pixel = picture.at(column, row);
            const double red = 255 * (column + 0.5) / side;
            const double green = 255 * (row + 0.5) / side;
            REQUIRE(std::abs((pixel & 255) - red) <= 0.51);
            REQUIRE(std::abs((pixel >> 8 & 255) - green) <= 0.51);
        }
    }
}

TEST_CASE("Raster: ink between texels is in proportion") {
    Picture picture;
    // The atlas, three pixels to a texel.
    const Corner from{to_subpixels(0), to_subpixels(0), 0, 0.5F, 0xFFFFFFFF};
    const Corner to{to_subpixels(side), to_subpixels(side), 1, 1, 0xFFFFFFFF};
    const Corner right{to.x, from.y, to.u, from.v, 0xFFFFFFFF};
    const Corner below{from.x, to.y, from.u, to.v, 0xFFFFFFFF};

    picture.draw({from, right, to, below}, {0, 1, 2, 0, 2, 3});

    for (int column = 0; column < side; ++column) {
        const double texel = std::clamp((column + 0.5) / 3 - 0.5, 0.0, 15.0);
        REQUIRE(std::abs((picture.at(column, 20) & 255) - texel * 17) <= 1);
    }
}

TEST_CASE("Raster: corners that are nowhere do no harm") {
    Picture picture;
    const float far = 1e30F;

    picture.draw({corner(-far, -far, 0xFFFFFFFF), corner(NAN, far, 0xFFFFFFFF),
                  corner(far, far, 0xFFFFFFFF)},
                 {0, 1, 2});

    CHECK(picture.at(0, 9) != black);
    CHECK(picture.at(9, 0) == black);
}
