#include "client_wasm/render/software_frame.hpp"

#include "client_wasm/render/blend.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>
#include <utility>

#include <imgui.h>

namespace minga::client {
namespace {

constexpr int tile_pixels = 32;

std::uint64_t mixed(std::uint64_t digest, std::uint64_t value) {
    // Multiplication alone lets only higher bits learn of lower ones.
    digest = (digest ^ value) * 0x9E3779B97F4A7C15ULL;
    return digest ^ digest >> 29;
}

std::uint64_t pair_of(std::uint32_t high, std::uint32_t low) {
    return std::uint64_t{high} << 32 | low;
}

std::uint32_t bits_of(float value) {
    std::uint32_t bits = 0;
    static_assert(sizeof bits == sizeof value);
    std::copy_n(reinterpret_cast<const unsigned char*>(&value), sizeof bits,
                reinterpret_cast<unsigned char*>(&bits));
    return bits;
}

std::uint64_t digest_of(const PixelRect& clip) {
    return mixed(
        mixed(1,
              pair_of(static_cast<std::uint32_t>(clip.left), static_cast<std::uint32_t>(clip.top))),
        pair_of(static_cast<std::uint32_t>(clip.right), static_cast<std::uint32_t>(clip.bottom)));
}

std::uint64_t mixed(std::uint64_t digest, const Corner& corner) {
    digest = mixed(digest, pair_of(static_cast<std::uint32_t>(corner.x),
                                   static_cast<std::uint32_t>(corner.y)));
    digest = mixed(digest, pair_of(bits_of(corner.u), bits_of(corner.v)));
    return mixed(digest, corner.color);
}

/// As the scissors of WebGL cut, which count from below.
PixelRect clip_of(const ImDrawCmd& command, ImVec2 scale, int height) {
    const float left = command.ClipRect.x * scale.x;
    const float top = command.ClipRect.y * scale.y;
    const float right = command.ClipRect.z * scale.x;
    const float bottom = command.ClipRect.w * scale.y;
    if (right <= left || bottom <= top) return {};
    const int first = static_cast<int>(left);
    const int after = height - static_cast<int>(static_cast<float>(height) - bottom);
    return {first, after - static_cast<int>(bottom - top), first + static_cast<int>(right - left),
            after};
}

}  // namespace

void SoftwareFrame::resize(int width, int height) {
    if (width == width_ && height == height_) return;
    width_ = width;
    height_ = height;
    columns_ = (width + tile_pixels - 1) / tile_pixels;
    const int rows = (height + tile_pixels - 1) / tile_pixels;
    pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), opaque);
    now_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows));
    forget();
}

void SoftwareFrame::take_corners(const ImDrawList& list, const ImDrawCmd& command, float scale_x,
                                 float scale_y) {
    // A command may use any of the list's corners after its first one.
    const auto from = static_cast<int>(command.VtxOffset);
    corners_.clear();
    for (int index = from; index < list.VtxBuffer.Size; ++index) {
        const ImDrawVert& vertex = list.VtxBuffer[index];
        corners_.push_back({to_subpixels(vertex.pos.x * scale_x),
                            to_subpixels(vertex.pos.y * scale_y), vertex.uv.x, vertex.uv.y,
                            vertex.col});
    }
}

/// Calls `visit(clip, shape)` for everything that is drawn, from the back to the front.
template <typename Visit>
void SoftwareFrame::each_shape(const ImDrawData& data, Visit&& visit) {
    const PixelRect whole{0, 0, width_, height_};
    for (const ImDrawList* list : data.CmdLists) {
        bool has_corners = false;
        unsigned int offset = 0;
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const PixelRect clip =
                common_part(whole, clip_of(command, data.FramebufferScale, height_));
            if (clip.is_empty() || command.ElemCount == 0) continue;
            if (!has_corners || offset != command.VtxOffset) {
                take_corners(*list, command, data.FramebufferScale.x, data.FramebufferScale.y);
                has_corners = true;
                offset = command.VtxOffset;
            }
            std::span<const ImDrawIdx> rest(list->IdxBuffer.Data + command.IdxOffset,
                                            command.ElemCount);
            while (rest.size() >= 3) {
                const std::size_t size = shape_size(corners_, rest);
                visit(clip, rest.first(size));
                rest = rest.subspan(size);
            }
        }
    }
}

PixelRect SoftwareFrame::changed_part() const {
    if (before_.size() != now_.size()) return {0, 0, width_, height_};
    PixelRect changed;
    for (std::size_t index = 0; index < now_.size(); ++index) {
        if (now_[index] == before_[index]) continue;
        const int left = static_cast<int>(index) % columns_ * tile_pixels;
        const int top = static_cast<int>(index) / columns_ * tile_pixels;
        changed = united(changed, {left, top, left + tile_pixels, top + tile_pixels});
    }
    return common_part(changed, {0, 0, width_, height_});
}

PixelRect SoftwareFrame::draw(const ImDrawData& data, const InkAtlas& atlas,
                              std::uint32_t background) {
    resize(static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x + 0.5F),
           static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y + 0.5F));
    if (pixels_.empty() || atlas.texels == nullptr) return {};
    if (background != background_) forget();
    background_ = background;

    std::fill(now_.begin(), now_.end(), 0);
    each_shape(data, [&](const PixelRect& clip, std::span<const ImDrawIdx> shape) {
        const PixelRect bounds = common_part(clip, shape_bounds(corners_, shape));
        if (bounds.is_empty()) return;
        std::uint64_t digest = mixed(digest_of(clip), shape.size());
        for (const ImDrawIdx index : shape) digest = mixed(digest, corners_[index]);
        for (int row = bounds.top / tile_pixels; row <= (bounds.bottom - 1) / tile_pixels; ++row) {
            for (int column = bounds.left / tile_pixels; column <= (bounds.right - 1) / tile_pixels;
                 ++column) {
                std::uint64_t& tile = now_[static_cast<std::size_t>(row * columns_ + column)];
                tile = mixed(tile, digest);
            }
        }
    });
    const PixelRect changed = changed_part();
    before_ = now_;
    if (changed.is_empty()) return {};

    const Surface surface{pixels_.data(), width_, height_};
    fill(surface, changed, background);
    each_shape(data, [&](const PixelRect& clip, std::span<const ImDrawIdx> shape) {
        const PixelRect part = common_part(clip, changed);
        if (common_part(part, shape_bounds(corners_, shape)).is_empty()) return;
        draw_shape(surface, part, atlas, corners_, shape);
    });
    return changed;
}

}  // namespace minga::client
