/// "Guardar imagen": a chart as a picture for a report or a presentation.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string>
#include <string_view>

namespace minga::client {

struct ChartImage {
    std::string_view title = {};
    const Record* of = nullptr;  ///< What it shows; tells of which cycle it is.
};
/// What `draw` draws, and the buttons that take it along. `draw` is called again for the picture,
/// where presses never reach it.
void draw_chart(Ui& ui, AppState& app, const ChartImage& image, FunctionRef<void()> draw);

/// "logro-por-ambito-puerto-varas-2026-11-20": of what, of whom, when.
std::string chart_file_name(std::string_view title, std::string_view organization,
                            std::string_view date);

}  // namespace minga::client
