/// The way to a place, drawn in the header of a laptop. Private to this folder.
#pragma once

#include "client_wasm/widgets/core.hpp"

#include <optional>
#include <span>

namespace minga::client {

/// "Plan › Gestión de compras › Levantar": links, but for the last. The one that was pressed. Where
/// there is too little room for all, "… › Gestión de compras › Levantar"; none where there is too
/// little for the last.
std::optional<int> draw_crumbs(Ui::Core& core, std::span<const Crumb> crumbs, const Rect& room);

}  // namespace minga::client
