#include "client_wasm/screens/chart_image.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/base/text.hpp"
#include "shared/rules/ancestry.hpp"

#include <cstdint>

namespace minga::client {
namespace {

struct ImageMemory {
    std::string open;  ///< The chart whose kinds of picture are offered.
};

std::string source_of(AppState& app, const Record* of) {
    std::string source = app.organization_name();
    if (of != nullptr) {
        Ancestry ancestry{*of, app.lookup()};
        const Record* cycle = ancestry.find("cycle");
        if (cycle != nullptr) {
            source += " · Ciclo " + std::to_string(integer_of(cycle->fields, "number"));
        }
    }
    return source + " · " + format_date(app.today().to_text());
}

enum class ImageKind : std::uint8_t { png, svg };

void save_image(Ui& ui, AppState& app, const ChartImage& image, ImageKind kind,
                FunctionRef<void()> draw) {
    const std::string source = source_of(app, image.of);
    const std::string svg = ui.chart_svg({.title = image.title, .source = source}, draw);
    const std::string name =
        chart_file_name(image.title, app.organization_name(), app.today().to_text());
    if (kind == ImageKind::svg) {
        app.platform().download(name + ".svg", "image/svg+xml", svg);
    } else {
        app.platform().download_drawn(name + ".png", svg);
    }
    app.show_toast("La imagen queda entre sus descargas.");
}

void draw_kinds(Ui& ui, AppState& app, ImageMemory& memory, const ChartImage& image,
                FunctionRef<void()> draw) {
    struct KindRow {
        ImageKind kind;
        std::string_view label;
        std::string_view key;
    };
    constexpr KindRow kinds[] = {{ImageKind::png, "Imagen PNG", "png"},
                                 {ImageKind::svg, "Dibujo SVG", "svg"}};
    for (const KindRow& row : kinds) {
        if (!ui.button({.label = row.label,
                        .icon = Icon::download,
                        .key = row.key,
                        .description = image.title,
                        .is_small = true})) {
            continue;
        }
        save_image(ui, app, image, row.kind, draw);
        memory.open.clear();
    }
    if (ui.button({.label = "Cancelar",
                   .style = ButtonStyle::quiet,
                   .key = "cancel",
                   .is_small = true})) {
        memory.open.clear();
        ui.request_frame();
    }
}

}  // namespace

std::string chart_file_name(std::string_view title, std::string_view organization,
                            std::string_view date) {
    std::string name;
    for (const std::string_view part : {title, organization}) {
        if (!name.empty() && name.back() != '-') name += '-';
        for (const char c : fold_for_search(part)) {
            const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (is_plain) {
                name += c;
            } else if (!name.empty() && name.back() != '-') {
                name += '-';
            }
        }
    }
    if (!name.empty() && name.back() != '-') name += '-';
    return name + std::string{date};
}

void draw_chart(Ui& ui, AppState& app, const ChartImage& image, FunctionRef<void()> draw) {
    draw();
    ImageMemory& memory = app.view<ImageMemory>("chart image");
    const bool is_open = memory.open == image.title;
    ui.scope("image " + std::string{image.title}, [&] {
        ui.flow({.gap = 8}, [&] {
            if (is_open) return draw_kinds(ui, app, memory, image, draw);
            if (ui.button({.label = "Guardar imagen",
                           .style = ButtonStyle::quiet,
                           .icon = Icon::download,
                           .key = "save",
                           .description = image.title,
                           .is_small = true})) {
                memory.open = image.title;
                ui.request_frame();
            }
        });
        if (is_open) {
            ui.caption(
                "PNG para documentos y presentaciones; SVG para ampliarlo sin perder nitidez.");
        }
    });
}

}  // namespace minga::client
