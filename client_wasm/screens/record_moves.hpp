/// The buttons that move a record through its workflow, each with what is still missing for it.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/function_ref.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string_view>

namespace minga::client {

struct RecordMoves {
    std::string_view field = "state";
    /// "Desde aquí su rol no cambia el estado de este diagnóstico."
    std::string_view none_text = {};
    /// Whether the person can settle that precondition somewhere in the application.
    FunctionRef<bool(std::string_view precondition)> has_place;
    /// Takes them there.
    FunctionRef<void(std::string_view precondition)> jump;
};

void draw_record_moves(Ui& ui, AppState& app, const Record& record, const RecordMoves& moves);

}  // namespace minga::client
