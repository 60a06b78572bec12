/// The colours of Minga: one table, four themes.
///
/// Text pairs keep 4.5:1 and controls 3:1 on every ground; `tests/unit` computes it from this
/// table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace minga::client {

enum class Theme : std::uint8_t { light, dark, high_contrast, high_contrast_dark };

enum class Token : std::uint8_t {
    bg,
    surface,
    sunken,
    text,
    muted,
    line,
    hairline,
    primary,
    on_primary,
    primary_soft,
    accent,
    accent_soft,
    ok,
    ok_soft,
    warn,
    warn_soft,
    bad,
    bad_soft,
    chart_1,
    chart_2,
    chart_3,
    chart_4,
    chart_5,
    chart_6,
    scrim,
};

/// One token in the four themes, as 0xRRGGBB (`scrim` is drawn translucent).
struct PaletteRow {
    Token token;
    std::string_view name;
    std::uint32_t light;
    std::uint32_t dark;
    std::uint32_t high_contrast;
    std::uint32_t high_contrast_dark;
};

inline constexpr std::array palette{
    PaletteRow{Token::bg, "bg", 0xF6F4EF, 0x12171C, 0xFFFFFF, 0x000000},
    PaletteRow{Token::surface, "surface", 0xFFFFFF, 0x1B2229, 0xFFFFFF, 0x000000},
    PaletteRow{Token::sunken, "sunken", 0xECE8E0, 0x0D1115, 0xEFEFEF, 0x1C1C1C},
    PaletteRow{Token::text, "text", 0x1E2430, 0xEEF1F4, 0x000000, 0xFFFFFF},
    PaletteRow{Token::muted, "muted", 0x565D6B, 0xAEB7C2, 0x26282C, 0xE2E4E8},
    PaletteRow{Token::line, "line", 0x857F73, 0x7C8794, 0x000000, 0xFFFFFF},
    PaletteRow{Token::hairline, "hairline", 0xDFDAD0, 0x2C353E, 0x55585C, 0xB4B8BE},
    PaletteRow{Token::primary, "primary", 0x0B5C6B, 0x6CC5D4, 0x003B47, 0x7FE3F2},
    PaletteRow{Token::on_primary, "on_primary", 0xFFFFFF, 0x06222A, 0xFFFFFF, 0x000000},
    PaletteRow{Token::primary_soft, "primary_soft", 0xE0EEF0, 0x1C3A42, 0xDDF3F7, 0x00343D},
    PaletteRow{Token::accent, "accent", 0xAE431C, 0xF2A07B, 0x7A2300, 0xFFB48F},
    PaletteRow{Token::accent_soft, "accent_soft", 0xFBEBE3, 0x40261B, 0xFFEDE4, 0x4A1F08},
    PaletteRow{Token::ok, "ok", 0x1F6B3A, 0x7FD39A, 0x004A1C, 0x8FF0B0},
    PaletteRow{Token::ok_soft, "ok_soft", 0xE4F2E8, 0x18321F, 0xE2F6E8, 0x00380F},
    PaletteRow{Token::warn, "warn", 0x8A5200, 0xF0BE6A, 0x5C3600, 0xFFD480},
    PaletteRow{Token::warn_soft, "warn_soft", 0xFBF0DC, 0x3A2C12, 0xFFF3DB, 0x3F2B00},
    PaletteRow{Token::bad, "bad", 0xB3261E, 0xFF9A90, 0x8C0009, 0xFFB4AB},
    PaletteRow{Token::bad_soft, "bad_soft", 0xFCE9E7, 0x431D1B, 0xFFE9E7, 0x4F0A08},
    PaletteRow{Token::chart_1, "chart_1", 0x0B5C6B, 0x6CC5D4, 0x003B47, 0x7FE3F2},
    PaletteRow{Token::chart_2, "chart_2", 0xAE431C, 0xF2A07B, 0x9A2C00, 0xFFB48F},
    PaletteRow{Token::chart_3, "chart_3", 0x6A4C93, 0xC3A6F0, 0x40207A, 0xD5BFFF},
    PaletteRow{Token::chart_4, "chart_4", 0x7A6A00, 0xE3CF5A, 0x4F4500, 0xF5E36B},
    PaletteRow{Token::chart_5, "chart_5", 0x2F6BB3, 0x8FBDF5, 0x0A3C80, 0xA9CCFF},
    PaletteRow{Token::chart_6, "chart_6", 0x8A3A6B, 0xF0A3CF, 0x640A45, 0xFFB8DE},
    PaletteRow{Token::scrim, "scrim", 0x10161C, 0x000000, 0x000000, 0x000000},
};

/// The colour of a token in a theme, 0xRRGGBB.
constexpr std::uint32_t palette_color(Theme theme, Token token) {
    const PaletteRow& row = palette[static_cast<std::size_t>(token)];
    switch (theme) {
        case Theme::light:
            return row.light;
        case Theme::dark:
            return row.dark;
        case Theme::high_contrast:
            return row.high_contrast;
        case Theme::high_contrast_dark:
            return row.high_contrast_dark;
    }
    return row.light;
}

/// WCAG 2 contrast ratio of two 0xRRGGBB colours, from 1 to 21.
double contrast_ratio(std::uint32_t first, std::uint32_t second);

}  // namespace minga::client
