/// The colours of heat maps: five steps from nearly nothing to nearly all.
#pragma once

#include "client_wasm/widgets/palette.hpp"

#include <cstddef>
#include <cstdint>

namespace minga::client {

inline constexpr std::size_t heat_step_count = 5;

/// Which of the steps a percent falls into.
std::size_t heat_step(std::int64_t percent);

struct HeatColors {
    std::uint32_t ground = 0;  ///< 0xRRGGBB
    std::uint32_t text = 0;    ///< what is read best on it
};
HeatColors heat_colors(Theme theme, std::size_t step);

}  // namespace minga::client
