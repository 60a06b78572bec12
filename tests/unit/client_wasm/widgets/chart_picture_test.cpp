#include "client_wasm/widgets/ui.hpp"

#include <array>
#include <string>

#include <imgui.h>
#include <catch_amalgamated.hpp>

using namespace minga::client;

namespace {

/// A page with a chart in it that is taken along as a picture.
struct Paper {
    Ui ui;
    FrameInput input;
    std::string svg;
    std::size_t nodes = 0;

    Paper() {
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
        input.today = "2026-11-20";
    }

    void take(FunctionRef<void()> draw) {
        ui.begin_frame(input);
        ui.page(600, [&] {
            ui.text("Antes");
            svg = ui.chart_svg({.title = "Logro <de> todos & más", .source = "Puerto Varas"}, draw);
            ui.text("Después");
        });
        static_cast<void>(ui.end_frame());
        nodes = ui.semantics().nodes().size();
    }
    bool has(std::string_view words) const { return svg.find(words) != std::string::npos; }
    std::size_t count(std::string_view words) const {
        std::size_t found = 0;
        for (std::size_t at = svg.find(words); at != std::string::npos;
             at = svg.find(words, at + 1)) {
            ++found;
        }
        return found;
    }
    void check_whole() const {
        CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
        CHECK(svg.ends_with("</svg>\n"));
        CHECK(has(">Logro &lt;de&gt; todos &amp; más</text>"));
        CHECK(has(">Puerto Varas</text>"));
        CHECK_FALSE(has("nan"));
    }
};

}  // namespace

TEST_CASE("chart picture: bars, with all their words, and nothing of it on the page") {
    Paper paper;
    const std::array bars{ChartBar{"Estrategia", 50, 70, "50 %"},
                          ChartBar{"Personas", 20, std::nullopt, "20 %"}};
    const auto draw = [&] { paper.ui.bar_chart({.key = "bars", .title = "Logro", .bars = bars}); };
    paper.take([] {});
    const std::size_t without = paper.nodes;
    paper.take(draw);

    paper.check_whole();
    for (const std::string_view words : {"Estrategia", "50 %", "Personas", "20 %", "Previsto"}) {
        CHECK(paper.has(">" + std::string{words} + "</text>"));
    }
    CHECK(paper.nodes == without);
}

TEST_CASE("chart picture: the same at every size and in every theme of the page") {
    const std::array bars{ChartBar{"Estrategia", 50, 70, "50 %"}};
    std::string first;
    for (const FrameInput& input :
         {FrameInput{.width = 1366, .height = 768}, FrameInput{.width = 360, .height = 740},
          FrameInput{.width = 360, .height = 740, .text_scale = 2.5F, .theme = Theme::dark},
          FrameInput{.is_touch = true}}) {
        Paper paper;
        paper.input = input;
        paper.take([&] { paper.ui.bar_chart({.key = "bars", .title = "Logro", .bars = bars}); });
        if (first.empty()) first = paper.svg;
        CHECK(paper.svg == first);
    }
}

TEST_CASE("chart picture: radar, curve, calendar and map leave their shapes and words") {
    Paper paper;
    const std::array<std::string, 3> axes{"Uno", "Dos", "Tres"};
    const std::array<float, 3> values{0.2F, 0.5F, 1.0F};
    const std::array series{RadarSeries{"Propio", values}, RadarSeries{"Promedio", values}};
    paper.take([&] {
        paper.ui.radar_chart({.key = "radar", .title = "Radar", .axes = axes, .series = series});
    });
    paper.check_whole();
    CHECK(paper.count("<polygon") >= 3);
    CHECK(paper.has(">Promedio</text>"));

    const std::array points{CurvePoint{"2026-02", 0, 0.0F}, CurvePoint{"2026-03", 60, 40.0F},
                            CurvePoint{"2026-04", 100, std::nullopt}};
    paper.take([&] {
        paper.ui.s_curve(
            {.key = "curve", .title = "Curva", .points = points, .current_month = "2026-03"});
    });
    paper.check_whole();
    CHECK(paper.has(">mar 2026</text>"));
    CHECK(paper.has(">Ejecutado</text>"));
    CHECK(paper.has("<circle"));

    const std::array rows{GanttRow{.key = "a",
                                   .label = "Gestión de compras",
                                   .note = "María Soto",
                                   .start = "2026-02",
                                   .end = "2026-05",
                                   .status = "En curso"}};
    paper.take([&] {
        CHECK_FALSE(paper.ui.gantt({.key = "gantt",
                                    .title = "Calendario",
                                    .first_month = "2026-01",
                                    .month_count = 6,
                                    .rows = rows}));
    });
    paper.check_whole();
    CHECK(paper.has(">Gestión de compras</text>"));

    const std::array cells{HeatCell{"Estrategia", 17, "6 de 36"},
                           HeatCell{"Liderazgo", std::nullopt, "0 de 36"}};
    const std::array map{HeatRow{"Estrategia y Liderazgo", "9 %", cells}};
    paper.take([&] { paper.ui.heat_map({.key = "map", .title = "Mapa", .rows = map}); });
    paper.check_whole();
    CHECK(paper.has(">17 %</text>"));
    CHECK(paper.has(">—</text>"));
    CHECK(paper.has(">80 % o más</text>"));
}
