#include "client_wasm/app/storage_notice.hpp"

#include "client_wasm/app/data_copy.hpp"

namespace minga::client {
namespace {

constexpr std::string_view read_preference = "mirrored_read";

}  // namespace

bool is_mirroring_read(AppState& app) {
    return !app.platform().preference(read_preference).empty();
}

Banner storage_banner(const AppState& app) {
    if (app.account.storage.is_durable) {
        return {.tone = Tone::neutral,
                .title = "Minga trabaja en modo compatible",
                .text =
                    "Este navegador guarda más lento. Su trabajo queda igual en este equipo, con "
                    "o sin conexión. Cuando pueda, actualice el navegador.",
                .action = "Entendido",
                .key = "mirrored"};
    }
    // While somebody works it is always there, and short.
    return {.tone = Tone::bad,
            .title = "No se puede guardar en este navegador",
            .text = app.is_open() ? "Lo que no llegue al servidor se pierde al cerrar."
                                  : "Lo que escriba se pierde al cerrar si no alcanza a llegar al "
                                    "servidor. Use una ventana normal (no privada) o actualice el "
                                    "navegador.",
            .action = app.is_open() ? "Descargar una copia" : "",
            .key = "not_durable"};
}

void act_on_storage_notice(AppState& app) {
    if (app.account.storage.is_durable) {
        app.platform().set_preference(read_preference, "yes");
    } else if (app.is_open()) {
        app.platform().download(data_copy_name(app), "application/json", data_copy(app));
        app.announce("Copia descargada.");
    }
    app.platform().request_frame();
}

}  // namespace minga::client
