/// Every widget on one screen: for looking at them, and for the tests of the mirror.
#pragma once

#include "client_wasm/screens/gallery_form.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace minga::client {

/// What the gallery's widgets show and change.
struct GalleryState {
    int place = 2;
    int tab = 0;
    int segment = 0;
    int theme = 0;  ///< as ThemeChoice
    float text_scale = 1;
    std::string name = "Levantar el proceso de compras menores";
    std::string notes =
        "Se entrevistó a las jefaturas de Finanzas y Adquisiciones.\n"
        "Falta el visto bueno de Control.";
    std::string search;
    std::string month = "2026-03";
    std::string date = "2026-11-20";
    std::optional<std::int64_t> money = 3200;
    std::optional<int> level = 2;
    int unit = 1;
    bool is_checked = true;
    bool is_sheet_open = false;
    int selected_row = -1;
    int gantt_row = -1;
    int sorted_column = 1;
    bool is_descending = true;
    int dot = 11;
    int presses = 0;
    bool is_storage_durable = true;
    std::int64_t stored = 0;    ///< rows in the gallery's own database
    std::string storage_words;  ///< what the last write said
    int rows_to_store = 0;      ///< asked for in this frame
    GalleryForm form;
};

void draw_gallery(Ui& ui, GalleryState& state);

}  // namespace minga::client
