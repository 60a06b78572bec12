/// What the parts of "Traer desde Excel" share. Internal to screens/import*.
#pragma once

#include "client_wasm/screens/import_model.hpp"
#include "client_wasm/widgets/ui.hpp"

namespace minga::client {

struct ImportView {
    Ui& ui;
    AppState& app;
    ImportMemory& memory;
    const ImportPlace& place;
    const Record& plan;
};

/// How the columns are taken, to be corrected.
void draw_import_columns(ImportView& view);
/// What each row becomes, with what is wrong in it.
void draw_import_preview(ImportView& view);
/// "3 nuevas", "1 con errores".
void draw_import_counts(ImportView& view);
/// One row in the panel: its cells, to be corrected, or to leave it out.
void draw_import_row(ImportView& view, const sheets::PlannedRow& row);

/// The row that is open, or nullptr.
const sheets::PlannedRow* open_import_row(ImportView& view);

}  // namespace minga::client
