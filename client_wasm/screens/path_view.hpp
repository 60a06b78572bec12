/// What the parts of "Camino del programa" share.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/path_model.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string>

namespace minga::client {

/// What the screen remembers while the page is open.
struct PathMemory {
    std::string asked;  ///< The transition that waits for a second word, or "".
};

struct PathView {
    Ui& ui;
    AppState& app;
    const Record& cycle;
    const ProgramPath& path;
    PathMemory& memory;
};

const ProgramPath& path_of(AppState& app, const Record& cycle);

/// What leads on from where the cycle stands: who may do it, and what it still waits for.
void draw_path_moves(PathView& view);
/// What leads away from the path: it stands below everything else.
void draw_path_exits(PathView& view);
/// Asks once more before what cannot be taken back.
void draw_path_question(PathView& view);

}  // namespace minga::client
