#include "client_wasm/screens/home_care.hpp"

#include "client_wasm/app/device_care.hpp"
#include "client_wasm/app/sync_words.hpp"

#include <algorithm>
#include <string>

namespace minga::client {
namespace {

std::string megabytes(std::int64_t bytes) {
    constexpr std::int64_t mebibyte = 1024 * 1024;
    return std::to_string(std::max(bytes, std::int64_t{0}) / mebibyte) + " MB";
}

void draw_low_room(Ui& ui, AppState& app) {
    const auto room = storage_room(app.platform());
    if (!room || !room->is_low()) return;
    const std::string title = "Queda poco espacio para Minga: " + megabytes(room->left_bytes());
    const bool has_files = app.files().pending > 0;
    if (ui.banner(
            {.tone = Tone::warn,
             .title = title,
             .text = has_files
                         ? "Lo escrito sigue guardado. Envíe las fotos que esperan y borre de "
                           "este equipo lo que no use, para que quepa lo que viene."
                         : "Lo escrito sigue guardado. Borre de este equipo fotos, videos o "
                           "aplicaciones que no use, para que quepa lo que viene.",
             .action = has_files ? "Ver los archivos" : "",
             .key = "low room"})) {
        app.navigate("documentos");
    }
}

void draw_way_out(Ui& ui, AppState& app) {
    const auto& oldest = app.memo<Instant>("oldest waiting", [&] {
        constexpr std::int64_t looked_at_max = 400;
        const auto waiting = app.store()->waiting(looked_at_max);
        return waiting.empty() ? Instant{} : waiting.back().made_at;
    });
    if (!needs_way_out(app.sync(), oldest, app.now())) return;
    const std::string title =
        counted(app.sync().pending, "cambio espera", "cambios esperan") + " hace más de 3 días";
    if (ui.banner({.tone = Tone::warn,
                   .title = title,
                   .text = "No ha habido conexión con el servidor. Si va a tardar, lleve sus "
                           "cambios en un archivo: cualquiera puede entregarlo por usted.",
                   .action = "Llevar mis cambios en un archivo",
                   .key = "way out"})) {
        app.navigate("archivos");
    }
}

/// Once, on one day, after the person has come back a few times.
void draw_install_offer(Ui& ui, AppState& app) {
    if (!is_install_due(app)) return;
    const InstallState state = install_state(app.platform());
    const std::string today = app.today().to_text();
    if (app.setting(install_offered_setting).empty()) {
        app.set_setting(install_offered_setting, today);
    }
    const bool is_by_hand = state == InstallState::by_hand;
    if (ui.banner({.tone = Tone::primary,
                   .title = "Tenga Minga a mano",
                   .text = "Instalada, se abre como una aplicación más, también sin conexión, y "
                           "el navegador cuida mejor lo que guarda.",
                   .action = is_by_hand ? "Ver cómo se instala" : "Instalar en este equipo",
                   .key = "install"})) {
        if (is_by_hand) {
            app.navigate("ajustes");
        } else {
            app.platform().ask_install();
        }
    }
}

}  // namespace

std::string cleared_words(std::int64_t changes) {
    const std::string lost =
        changes == 0 ? "No había cambios sin enviar: todo lo suyo está en el servidor y vuelve al "
                       "entrar."
                     : "Lo que ya estaba en el servidor vuelve al entrar. Se perdió lo que no se "
                       "había enviado: " +
                           counted(changes, "cambio", "cambios") + ".";
    return lost +
           " Suele ocurrir cuando al equipo le falta espacio o cuando se vacían los datos del "
           "navegador.";
}

void draw_cleared(Ui& ui, AppState& app) {
    if (!app.account.cleared_changes) return;
    const std::string text = cleared_words(*app.account.cleared_changes);
    if (ui.banner({.tone = Tone::bad,
                   .title = "El navegador borró los datos de Minga en este equipo",
                   .text = text,
                   .action = app.is_open() ? "Entendido" : "",
                   .key = "cleared"})) {
        app.account.cleared_changes.reset();
        ui.request_frame();
    }
}

void draw_home_care(Ui& ui, AppState& app) {
    draw_cleared(ui, app);
    draw_low_room(ui, app);
    draw_way_out(ui, app);
    draw_install_offer(ui, app);
}

}  // namespace minga::client
