#include "client_wasm/app/pulled_sync.hpp"

namespace minga::client {

void tell_pulled_sync(Ui& ui, AppState& app, const SyncWords& words) {
    // In a scope, so that it is a function of its own and comes later.
    ui.scope("pulled", [&] {
        const std::string& error = app.sync().last_error;
        if (words.state == SyncState::on_server) {
            app.announce(words.description);
        } else {
            app.show_toast(error.empty() ? words.description : error);
        }
    });
}

}  // namespace minga::client
