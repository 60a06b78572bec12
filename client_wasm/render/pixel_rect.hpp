/// A rectangle of whole pixels: from `left` and `top` to before `right` and `bottom`.
#pragma once

#include <algorithm>

namespace minga::client {

struct PixelRect {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;

    bool is_empty() const { return left >= right || top >= bottom; }
    bool operator==(const PixelRect&) const = default;
};

inline PixelRect common_part(const PixelRect& a, const PixelRect& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
            std::min(a.bottom, b.bottom)};
}

/// The smallest that holds both.
inline PixelRect united(const PixelRect& a, const PixelRect& b) {
    if (a.is_empty()) return b;
    if (b.is_empty()) return a;
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

}  // namespace minga::client
