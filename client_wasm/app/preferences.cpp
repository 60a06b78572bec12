#include "client_wasm/app/preferences.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

namespace minga::client {
namespace {

constexpr std::string_view theme_preference = "theme";
constexpr std::string_view scale_preference = "text_percent";
constexpr std::array<std::string_view, 4> theme_keys{"system", "light", "dark", "high_contrast"};

}  // namespace

Appearance load_appearance(const Platform& platform) {
    Appearance appearance;
    const std::string theme = platform.preference(theme_preference);
    for (std::size_t index = 0; index < theme_keys.size(); ++index) {
        if (theme_keys[index] == theme) appearance.theme = static_cast<ThemeChoice>(index);
    }
    const int percent = std::atoi(platform.preference(scale_preference).c_str());
    if (percent > 0) {
        appearance.text_scale = static_cast<float>(std::clamp(percent, 100, 250)) / 100;
    }
    return appearance;
}

void save_appearance(Platform& platform, const Appearance& appearance) {
    platform.set_preference(theme_preference,
                            theme_keys[static_cast<std::size_t>(appearance.theme)]);
    platform.set_preference(scale_preference,
                            std::to_string(std::lround(appearance.text_scale * 100)));
}

}  // namespace minga::client
