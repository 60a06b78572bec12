/// One colour over another, in whole numbers.
#pragma once

#include <cstdint>

namespace minga::client {

constexpr std::uint32_t opaque = 0xFF000000;

/// `value` / 255, rounded; for at most 255 * 255.
constexpr std::uint32_t by_255(std::uint32_t value) {
    value += 128;
    return (value + (value >> 8)) >> 8;
}

/// `color`, whose own alpha is left out, over an opaque pixel; `alpha` from 0 to 255.
constexpr std::uint32_t blend(std::uint32_t under, std::uint32_t color, std::uint32_t alpha) {
    constexpr std::uint32_t pair = 0x00FF00FF;
    constexpr std::uint32_t half = 0x00800080;
    const std::uint32_t rest = 255 - alpha;
    // Red and blue at once, in sixteen bits each: as `by_255`.
    std::uint32_t red_blue = (color & pair) * alpha + (under & pair) * rest + half;
    red_blue = ((red_blue + ((red_blue >> 8) & pair)) >> 8) & pair;
    const std::uint32_t green = by_255((color >> 8 & 255) * alpha + (under >> 8 & 255) * rest);
    return opaque | red_blue | green << 8;
}

}  // namespace minga::client
