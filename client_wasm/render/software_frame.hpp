/// Dear ImGui's draw lists as pixels in memory, for browsers that have no WebGL.
///
/// The page is looked at in tiles. For each, what is drawn on it makes a number; where that is the
/// one of the frame before, the tile looks as it did. The smallest rectangle around all others is
/// drawn.
#pragma once

#include "client_wasm/render/raster.hpp"

#include <cstdint>
#include <vector>

struct ImDrawCmd;
struct ImDrawData;
struct ImDrawList;

namespace minga::client {

class SoftwareFrame {
public:
    /// Draws what differs from the last frame, and says where that was. The texels of `atlas` are
    /// read at each call; after they changed, `forget` must be called.
    PixelRect draw(const ImDrawData& data, const InkAtlas& atlas, std::uint32_t background);

    /// The next frame is drawn whole.
    void forget() { before_.clear(); }

    const std::vector<std::uint32_t>& pixels() const { return pixels_; }
    int width() const { return width_; }
    int height() const { return height_; }

private:
    template <typename Visit>
    void each_shape(const ImDrawData& data, Visit&& visit);
    void take_corners(const ImDrawList& list, const ImDrawCmd& command, float scale_x,
                      float scale_y);
    void resize(int width, int height);
    PixelRect changed_part() const;

    std::vector<std::uint32_t> pixels_;
    std::vector<std::uint64_t> before_;  ///< What each tile showed, row by row.
    std::vector<std::uint64_t> now_;
    std::vector<Corner> corners_;  ///< Of one command at a time.
    int width_ = 0;
    int height_ = 0;
    int columns_ = 0;
    std::uint32_t background_ = 0;
};

}  // namespace minga::client
