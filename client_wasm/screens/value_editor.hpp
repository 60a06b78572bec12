/// One field's widget outside of its record: in the inbox, where another value is written for it.
/// What is typed is kept in the draft `form`, under "value".
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <string>
#include <string_view>

namespace minga::client {

/// `error`: what was wrong with it when it was last handed over, or "".
void draw_value_editor(Ui& ui, AppState& app, const std::string& form, std::string_view kind,
                       std::string_view field, std::string_view label, std::string_view error = {});

/// Whether a person can write a value for the field here: references, sets and states are changed
/// in their own places.
bool is_writable_here(std::string_view kind, std::string_view field);

/// What the editor holds, as the field's type; text that cannot be read stays text, so that the
/// rules refuse it with their own words.
Value edited_value(AppState& app, const std::string& form, std::string_view kind,
                   std::string_view field);

}  // namespace minga::client
