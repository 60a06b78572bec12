/// One condition of a list's filter, to be chosen among names.
#pragma once

#include "client_wasm/widgets/ui.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// A select whose first option is `all` of them. Returns the index chosen, 0 for all; `selected`
/// counts in the same way. On a phone it is as wide as there is room.
std::optional<int> choose_filter(Ui& ui, std::string_view key, std::string_view label,
                                 std::string_view all, const std::vector<std::string>& names,
                                 int selected, float width = 220);

}  // namespace minga::client
