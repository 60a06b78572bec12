#include "client_wasm/screens/chart_image.hpp"

#include "tests/unit/client_wasm/screens/drawn_page.hpp"

#include <array>

using namespace minga;
using namespace minga::client;
using namespace minga::test;

namespace {

void draw_page(Ui& ui, AppState& app) {
    static constexpr std::array bars{ChartBar{"Estrategia", 50, std::nullopt, "50 %"}};
    static_cast<void>(draw_frame(ui, app, {.title = "Resultados"}, [&] {
        draw_chart(ui, app, {"% de logro por ámbito"}, [&] {
            ui.bar_chart({.key = "bars", .title = "% de logro por ámbito", .bars = bars});
        });
    }));
}

}  // namespace

TEST_CASE("chart_file_name: of what, of whom and when, in letters every system takes") {
    CHECK(chart_file_name("% de logro por ámbito", "Puerto Varas", "2026-11-20") ==
          "de-logro-por-ambito-puerto-varas-2026-11-20");
    CHECK(chart_file_name("Curva", "Ñuñoa", "2026-11-20") == "curva-nunoa-2026-11-20");
    CHECK(chart_file_name("%", "", "2026-11-20") == "2026-11-20");
}

TEST_CASE("A chart is taken along as a drawing or as a picture") {
    DrawnPage page(draw_page);
    page.sign_in(page.world.committee);
    for (const PageSize& size : {phone, laptop}) {
        page.resize(size);
        page.settle();
        page.press("Guardar imagen");
        CHECK(page.page.downloaded.first.empty());
        page.check_buttons_fit();

        page.press("Dibujo SVG");
        CHECK(page.page.downloaded.first.ends_with(".svg"));
        CHECK(page.page.downloaded.second.find(">Estrategia</text>") != std::string::npos);
        CHECK(page.says("queda entre sus descargas"));

        page.press("Guardar imagen");
        page.press("Imagen PNG");
        CHECK(page.page.downloaded.first.starts_with("de-logro-por-ambito-"));
        CHECK(page.page.downloaded.first.ends_with(".png"));
        page.page.downloaded = {};
    }
}
