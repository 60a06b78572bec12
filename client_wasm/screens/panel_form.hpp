/// What closes a form in the panel beside a list: of a record that is there, and of a new one.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <optional>
#include <string_view>

namespace minga::client {

struct PanelFoot {
    std::string_view remove_label = {};  ///< "Eliminar seguimiento"
    std::string_view removed = {};       ///< "Seguimiento eliminado"
};
/// "Listo", and removing the record where the person may. True when the panel is to be closed.
bool draw_panel_foot(Ui& ui, AppState& app, const Record& record, const PanelFoot& foot);

struct MakeForm {
    std::string_view form = {};  ///< The draft's key.
    std::string_view kind = {};
    std::string_view parent_field = {};
    Id parent{};
    std::string_view save_label = {};   ///< "Guardar actividad"
    std::string_view again_label = {};  ///< "Guardar y agregar otra"
};
struct Made {
    Id id;
    bool goes_on = false;  ///< The person wants to add another.
};
/// The button that makes the record, a second one to go on adding, and what was wrong with the
/// record as a whole.
std::optional<Made> draw_make_buttons(Ui& ui, AppState& app, const MakeForm& form);

}  // namespace minga::client
