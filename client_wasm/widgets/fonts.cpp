#include "client_wasm/widgets/fonts.hpp"

#include <icons.hpp>

#include <algorithm>
#include <cmath>

namespace minga::client {
namespace {

constexpr float text_px[] = {14, 16, 18, 22, 32};
constexpr float icon_px[] = {20, 30};

ImFont* add_font(ImFontAtlas& atlas, std::span<const std::byte> file, float pixels,
                 const ImWchar* ranges) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    return atlas.AddFontFromMemoryTTF(const_cast<std::byte*>(file.data()),
                                      static_cast<int>(file.size()), pixels, &config, ranges);
}

}  // namespace

void build_fonts(Ui::Core& core, const FontFiles& files, float pixel_ratio, float text_scale) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;

    ImFontGlyphRangesBuilder wanted;
    for (ImWchar point = 0x20; point < 0x7F; ++point) wanted.AddChar(point);
    for (const char32_t point : std::u32string_view(U"áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°«»“”‘’–—…·•−×\u00A0")) {
        wanted.AddChar(static_cast<ImWchar>(point));
    }
    for (std::size_t point = 0x80; point < core.wanted_points.size(); ++point) {
        if (core.wanted_points[point]) wanted.AddChar(static_cast<ImWchar>(point));
    }
    ImVector<ImWchar> ranges;
    wanted.BuildRanges(&ranges);

    const float scale = pixel_ratio * text_scale;
    for (std::size_t size = 0; size < std::size(text_px); ++size) {
        const float pixels = text_px[size] * font::size_per_px * scale;
        core.fonts.text[size][0] = add_font(atlas, files.regular, pixels, ranges.Data);
        core.fonts.text[size][1] = add_font(atlas, files.semibold, pixels, ranges.Data);
    }
    for (std::size_t size = 0; size < std::size(icon_px); ++size) {
        core.fonts.icons[size] =
            add_font(atlas, files.icons, icon_px[size] * scale, font::icon_ranges.data());
    }
    atlas.Build();
    core.wants_fonts = false;
}

}  // namespace minga::client
