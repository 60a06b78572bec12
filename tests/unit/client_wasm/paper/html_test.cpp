#include "client_wasm/paper/html.hpp"

#include <array>

#include <catch_amalgamated.hpp>

using namespace minga::client;

TEST_CASE("escaped_html: nothing that people write is markup") {
    CHECK(escaped_html("<img src='x' onerror=\"a\"> & más") ==
          "&lt;img src=&#39;x&#39; onerror=&quot;a&quot;&gt; &amp; más");
}

TEST_CASE("HtmlWriter: words are escaped in every place that takes them") {
    const std::string evil = "</td><script>";
    const std::array columns{PaperColumn{.header = evil, .group = evil}};
    const std::array rows{PaperField{.label = evil, .value = evil, .group = evil}};
    const std::array signers{PaperSigner{evil, evil, evil}};
    HtmlWriter html;
    html.heading(evil);
    html.subheading(evil);
    html.paragraph(evil);
    html.note(evil);
    html.passage(evil, evil, 1);
    html.fields(evil, rows);
    html.table({.caption = evil, .columns = columns, .rows = {{evil}}, .totals = {evil}});
    html.signers(signers);

    CHECK(html.text().find("<script") == std::string::npos);
    CHECK(html.text().find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("HtmlWriter: what nobody filled in is room to write by hand") {
    const std::array rows{PaperField{.label = "Lugar", .lines = 3},
                          PaperField{.label = "Fecha", .value = "29-11-2026", .lines = 3}};
    HtmlWriter html;
    html.fields("Reunión", rows);

    CHECK(html.text().find("<td class=\"blank\"><div class=\"line\"></div>"
                           "<div class=\"line\"></div></td>") != std::string::npos);
    CHECK(html.text().find("<td>29-11-2026</td>") != std::string::npos);
}

TEST_CASE("HtmlWriter: rows of a group share its heading") {
    const std::array rows{
        PaperField{.label = "Nombre", .value = "a"},
        PaperField{.label = "Implementación", .value = "b", .group = "Responsable"},
        PaperField{.label = "Mantención", .value = "c", .group = "Responsable"}};
    HtmlWriter html;
    html.fields("AMI", rows);

    CHECK(html.text() ==
          "<table class=\"fields\"><caption>AMI</caption>"
          "<colgroup><col width=\"14%\"><col width=\"18%\"><col></colgroup><tbody>"
          "<tr><th scope=\"row\" colspan=\"2\">Nombre</th><td>a</td></tr>"
          "<tr><th scope=\"rowgroup\" rowspan=\"2\">Responsable</th>"
          "<th scope=\"row\">Implementación</th><td>b</td></tr>"
          "<tr><th scope=\"row\">Mantención</th><td>c</td></tr></tbody></table>");
}

TEST_CASE("HtmlWriter: cells that say the same are one, but not across those at their left") {
    const std::array columns{PaperColumn{.header = "Área", .width = 40, .is_row_header = true},
                             PaperColumn{.header = "Responsable"}, PaperColumn{.header = "Línea"}};
    HtmlWriter html;
    html.table({.caption = "Líneas",
                .columns = columns,
                .rows = {{"1", "Ana", "x"}, {"1", "Ana", "y"}, {"2", "Ana", "z"}},
                .merged = 2});

    CHECK(html.text() ==
          "<table><caption>Líneas</caption><colgroup><col width=\"40%\"><col><col></colgroup>"
          "<thead><tr><th scope=\"col\">Área</th><th scope=\"col\">Responsable</th>"
          "<th scope=\"col\">Línea</th></tr></thead><tbody>"
          "<tr><th rowspan=\"2\" scope=\"row\">1</th><td rowspan=\"2\">Ana</td><td>x</td></tr>"
          "<tr><td>y</td></tr>"
          "<tr><th scope=\"row\">2</th><td>Ana</td><td>z</td></tr></tbody></table>");
}

TEST_CASE("HtmlWriter: columns of a group stand under its heading, totals at the end") {
    const std::array columns{
        PaperColumn{.header = "Actividad"},
        PaperColumn{.header = "Propios", .group = "Recursos M$", .is_number = true},
        PaperColumn{.header = "SUBDERE", .group = "Recursos M$", .is_number = true}};
    HtmlWriter html;
    html.table({.caption = "Actividades",
                .columns = columns,
                .rows = {{"a", "1", "2"}},
                .totals = {"Totales", "1", "2"},
                .rows_min = 2});

    CHECK(html.text().find("<thead><tr><th scope=\"col\" rowspan=\"2\">Actividad</th>"
                           "<th scope=\"colgroup\" colspan=\"2\">Recursos M$</th></tr>"
                           "<tr><th class=\"number\" scope=\"col\">Propios</th>"
                           "<th class=\"number\" scope=\"col\">SUBDERE</th></tr>"
                           "</thead>") != std::string::npos);
    CHECK(html.text().find("<tr class=\"blank\"><td></td><td></td><td></td></tr>"
                           "<tr class=\"total\"><th scope=\"row\">Totales</th>"
                           "<td class=\"number\">1</td><td class=\"number\">2</td></tr>") !=
          std::string::npos);
}
