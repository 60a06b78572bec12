/// Rasterises the client's fonts at the sizes and the density in use.
#pragma once

#include "client_wasm/widgets/core.hpp"

#include <cstddef>
#include <span>

namespace minga::client {

/// The three TrueType files, which outlive every build.
struct FontFiles {
    std::span<const std::byte> regular;
    std::span<const std::byte> semibold;
    std::span<const std::byte> icons;
};

/// Builds ImGui's atlas anew; the renderer must upload its texture afterwards.
void build_fonts(Ui::Core& core, const FontFiles& files, float pixel_ratio, float text_scale);

}  // namespace minga::client
