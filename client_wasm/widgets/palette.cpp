#include "client_wasm/widgets/palette.hpp"

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

constexpr bool rows_follow_tokens() {
    for (std::size_t index = 0; index < palette.size(); ++index) {
        if (static_cast<std::size_t>(palette[index].token) != index) return false;
    }
    return palette.size() == static_cast<std::size_t>(Token::scrim) + 1;
}
static_assert(rows_follow_tokens(), "palette rows stand in the order of Token");

double linear(std::uint32_t channel) {
    const double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(std::uint32_t color) {
    return 0.2126 * linear((color >> 16) & 255) + 0.7152 * linear((color >> 8) & 255) +
           0.0722 * linear(color & 255);
}

}  // namespace

double contrast_ratio(std::uint32_t first, std::uint32_t second) {
    const double one = luminance(first);
    const double other = luminance(second);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace minga::client
