/// "Guardar vista": filters that were given a name, one press away.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <optional>
#include <string_view>

namespace minga::client {

struct ViewBar {
    std::string_view list = {};  ///< "bandeja"
    const FieldMap& present;     ///< What the list is filtered by now.
    bool is_plain = false;       ///< Which is nothing.
};
/// The filter of the view that was pressed.
std::optional<FieldMap> draw_view_bar(Ui& ui, AppState& app, const ViewBar& bar);

}  // namespace minga::client
