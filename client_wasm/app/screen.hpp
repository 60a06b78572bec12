/// How a screen is written.
///
/// A screen is a free function in `client_wasm/screens/`, one file each, without state of its own:
/// ```cpp
/// void draw_plan(Ui& ui, AppState& app);
/// ```
/// It reads what `AppState` holds, draws it with `Ui`, and answers what people do by calling
/// commands of `AppState`. It must not call the platform, the store or the network directly.
#pragma once

#include "client_wasm/widgets/ui.hpp"

namespace minga::client {

class AppState;

using DrawScreen = void (*)(Ui& ui, AppState& app);

}  // namespace minga::client
