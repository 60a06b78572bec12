/// "Historia": who wrote what into a record, and when.
#pragma once

#include "client_wasm/app/app_state.hpp"

namespace minga::client {

/// "Ver historia", in a record's form.
void draw_record_history_button(Ui& ui, AppState& app, const Record& record);

/// The sheet, while it is open.
void draw_record_history_sheet(Ui& ui, AppState& app);

}  // namespace minga::client
