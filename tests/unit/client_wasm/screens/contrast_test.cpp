/// What is drawn on the screens is read on what lies under it: of every letter and icon, whatever
/// token its colour comes from and however translucent its ground is.
#include "tests/support/drawing/drawn_colors.hpp"
#include "tests/unit/client_wasm/screens/demo_page.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace minga::client;
using minga::test::DemoPage;
using minga::test::DrawnColors;
using minga::test::DrawnGlyph;
using minga::test::laptop;
using minga::test::lo_prado;
using minga::test::PageSize;
using minga::test::phone;
using minga::test::puerto_varas;
using minga::test::Visit;

namespace {

constexpr Theme themes[] = {Theme::light, Theme::dark, Theme::high_contrast,
                            Theme::high_contrast_dark};

std::string hex(std::uint32_t color) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text = "#";
    for (int shift = 20; shift >= 0; shift -= 4) text += digits[(color >> shift) & 15];
    return text;
}

class ReadPage : public DemoPage {
public:
    using DemoPage::DemoPage;

    void read(const std::vector<Visit>& visits) {
        for (const PageSize& size : {phone, laptop}) {
            show(size);
            for (const Theme theme : themes) {
                set_theme(theme);
                for (const Visit& visit : visits) {
                    go(visit);
                    check(theme);
                }
            }
        }
    }

private:
    void check(Theme theme) {
        const auto glyphs = DrawnColors(palette_color(theme, Token::bg)).glyphs();
        CHECK(glyphs.size() > 40);
        std::map<std::pair<std::uint32_t, std::uint32_t>, ImVec2> unread;
        for (const DrawnGlyph& glyph : glyphs) {
            if (contrast_ratio(glyph.ink, glyph.ground) >= 4.5) continue;
            unread.try_emplace({glyph.ink, glyph.ground}, glyph.middle);
        }
        for (const auto& [pair, at] : unread) {
            FAIL_CHECK(place() << ", theme " << static_cast<int>(theme) << ": " << hex(pair.first)
                               << " on " << hex(pair.second) << " is "
                               << contrast_ratio(pair.first, pair.second) << ":1, at " << at.x
                               << ", " << at.y);
        }
    }
};

}  // namespace

TEST_CASE("contrast: a commune's screens are read in every theme") {
    ReadPage page("improvement_committee", puerto_varas);
    std::vector<Visit> visits{{"diagnostico/resultados"},
                              {"diagnostico/acta"},
                              {"plan/foco"},
                              {"plan/ami"},
                              {"plan/areas/user_satisfaction"},
                              {"plan/matriz"},
                              {"plan/seguimiento"},
                              {"plan/lineas"},
                              {"plan/linea/" + page.first("action_line")}};
    for (const ScreenRow& screen : all_screens()) visits.push_back({std::string{screen.route}});
    page.read(visits);
}

TEST_CASE("contrast: the self-assessment is read in every theme") {
    ReadPage page("improvement_committee", lo_prado);
    page.read({{"evaluacion/7"}, {"evaluacion/resultados"}, {"evaluacion/informe"}});
}

TEST_CASE("contrast: the view of the country is read in every theme") {
    ReadPage page("subdere", "subdere");
    page.read({{"consolidado"}});
}
