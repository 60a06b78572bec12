#include "client_wasm/platform/software_renderer.hpp"

#include "client_wasm/platform/bridge.hpp"

#include <imgui.h>

namespace minga::client {

bool SoftwareRenderer::start() {
    return minga_js_pixels_start() != 0;
}

void SoftwareRenderer::upload_fonts() {
    unsigned char* texels = nullptr;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&texels, &atlas_.width, &atlas_.height);
    atlas_.texels = texels;
    forget();
}

void SoftwareRenderer::draw(const ImDrawData& data, std::uint32_t background) {
    const std::uint32_t red = background >> 16 & 255;
    const std::uint32_t green = background >> 8 & 255;
    const std::uint32_t blue = background & 255;
    const PixelRect part = frame_.draw(data, atlas_, IM_COL32(red, green, blue, 255));
    if (part.is_empty()) return;
    minga_js_pixels_show(frame_.pixels().data(), frame_.width(), frame_.height(), part.left,
                         part.top, part.right - part.left, part.bottom - part.top);
}

}  // namespace minga::client
