#include "client_wasm/widgets/palette.hpp"

#include "client_wasm/widgets/heat_map.hpp"

#include <array>
#include <string>

#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

constexpr std::array themes{Theme::light, Theme::dark, Theme::high_contrast,
                            Theme::high_contrast_dark};
constexpr std::array grounds{Token::bg, Token::surface, Token::sunken};

double ratio(Theme theme, Token ink, Token ground) {
    return contrast_ratio(palette_color(theme, ink), palette_color(theme, ground));
}

std::string pair_name(Theme theme, Token ink, Token ground) {
    return std::string(palette[static_cast<std::size_t>(ink)].name) + " on " +
           std::string(palette[static_cast<std::size_t>(ground)].name) + ", theme " +
           std::to_string(static_cast<int>(theme));
}

}  // namespace

TEST_CASE("palette: text keeps 4.5:1 on every ground") {
    for (const Theme theme : themes) {
        for (const Token ink : {Token::text, Token::muted, Token::primary, Token::accent, Token::ok,
                                Token::warn, Token::bad}) {
            for (const Token ground : grounds) {
                INFO(pair_name(theme, ink, ground));
                CHECK(ratio(theme, ink, ground) >= 4.5);
            }
        }
    }
}

TEST_CASE("palette: text keeps 4.5:1 on the ground of its own tone") {
    constexpr std::array pairs{std::array{Token::on_primary, Token::primary},
                               std::array{Token::primary, Token::primary_soft},
                               std::array{Token::accent, Token::accent_soft},
                               std::array{Token::ok, Token::ok_soft},
                               std::array{Token::warn, Token::warn_soft},
                               std::array{Token::bad, Token::bad_soft},
                               std::array{Token::surface, Token::accent}};
    for (const Theme theme : themes) {
        for (const auto& [ink, ground] : pairs) {
            INFO(pair_name(theme, ink, ground));
            CHECK(ratio(theme, ink, ground) >= 4.5);
        }
        for (const Token ground : {Token::primary_soft, Token::accent_soft, Token::ok_soft,
                                   Token::warn_soft, Token::bad_soft}) {
            INFO(pair_name(theme, Token::text, ground));
            CHECK(ratio(theme, Token::text, ground) >= 4.5);
        }
    }
}

TEST_CASE("palette: controls and chart shapes keep 3:1") {
    for (const Theme theme : themes) {
        for (const Token ground : grounds) {
            for (const Token shape : {Token::line, Token::chart_1, Token::chart_2, Token::chart_3,
                                      Token::chart_4, Token::chart_5, Token::chart_6}) {
                INFO(pair_name(theme, shape, ground));
                CHECK(ratio(theme, shape, ground) >= 3.0);
            }
        }
    }
}

TEST_CASE("palette: high contrast keeps 7:1 for text and lines, whatever stands under them") {
    for (const Theme theme : {Theme::high_contrast, Theme::high_contrast_dark}) {
        for (const Token ink : {Token::text, Token::muted, Token::line, Token::primary,
                                Token::accent, Token::ok, Token::warn, Token::bad}) {
            for (const Token ground : grounds) {
                INFO(pair_name(theme, ink, ground));
                CHECK(ratio(theme, ink, ground) >= 7);
            }
        }
        for (const auto& [ink, ground] :
             {std::array{Token::on_primary, Token::primary},
              std::array{Token::primary, Token::primary_soft},
              std::array{Token::accent, Token::accent_soft}, std::array{Token::ok, Token::ok_soft},
              std::array{Token::warn, Token::warn_soft}, std::array{Token::bad, Token::bad_soft}}) {
            INFO(pair_name(theme, ink, ground));
            CHECK(ratio(theme, ink, ground) >= 7);
        }
    }
}

TEST_CASE("palette: the numbers of a heat map keep 4.5:1 on each of its grounds") {
    for (const Theme theme : themes) {
        std::uint32_t before = 0xFF000000;
        for (std::size_t step = 0; step < heat_step_count; ++step) {
            const HeatColors colors = heat_colors(theme, step);
            INFO("step " << step << ", theme " << static_cast<int>(theme));
            CHECK(contrast_ratio(colors.ground, colors.text) >= 4.5);
            CHECK(colors.ground != before);
            before = colors.ground;
        }
    }
}

TEST_CASE("heat_step: fifths of a hundred, whatever comes") {
    CHECK(heat_step(-3) == 0);
    CHECK(heat_step(19) == 0);
    CHECK(heat_step(20) == 1);
    CHECK(heat_step(79) == 3);
    CHECK(heat_step(80) == 4);
    CHECK(heat_step(100) == 4);
    CHECK(heat_step(250) == 4);
}

TEST_CASE("contrast_ratio: black on white is 21, and the order does not matter") {
    CHECK(contrast_ratio(0x000000, 0xFFFFFF) == Catch::Approx(21.0));
    CHECK(contrast_ratio(0xFFFFFF, 0x000000) == Catch::Approx(21.0));
    CHECK(contrast_ratio(0x777777, 0x777777) == Catch::Approx(1.0));
}
