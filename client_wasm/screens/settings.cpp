/// How Minga looks on this device, what is kept on it, and a copy to take along.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/data_copy.hpp"
#include "client_wasm/app/device_care.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::array<int, 6> percents{100, 125, 150, 175, 200, 250};

/// Side by side where there is room, else a list to choose from.
std::optional<int> draw_choice(Ui& ui, std::string_view key, std::string_view label,
                               const std::vector<std::string>& options, int selected) {
    if (ui.is_phone()) {
        return ui.select({.key = key, .label = label, .options = options, .selected = selected});
    }
    std::optional<int> chosen;
    ui.stack(6, [&] {
        ui.text(label,
                {.size = TextSize::caption, .is_semibold = true, .is_hidden_from_readers = true});
        chosen =
            ui.segmented({.key = key, .label = label, .options = options, .selected = selected});
    });
    return chosen;
}

void draw_appearance(Ui& ui, AppState& app) {
    Appearance appearance = app.account.appearance;
    const int percent = static_cast<int>(std::lround(appearance.text_scale * 100));
    std::vector<std::string> sizes;
    int size = 0;
    for (std::size_t index = 0; index < percents.size(); ++index) {
        sizes.push_back(std::to_string(percents[index]) + " %");
        if (percents[index] <= percent) size = static_cast<int>(index);
    }
    ui.section("Cómo se ve", [&] {
        if (auto chosen = draw_choice(ui, "text_size", "Tamaño del texto", sizes, size)) {
            appearance.text_scale =
                static_cast<float>(percents[static_cast<std::size_t>(*chosen)]) / 100;
            app.hooks.set_appearance(appearance);
        }
        const std::vector<std::string> themes{"Automático", "Claro", "Oscuro", "Alto contraste"};
        if (auto chosen =
                draw_choice(ui, "theme", "Colores", themes, static_cast<int>(appearance.theme))) {
            appearance.theme = static_cast<ThemeChoice>(*chosen);
            app.hooks.set_appearance(appearance);
        }
        ui.caption("«Automático» sigue lo que tenga puesto su equipo.");
    });
}

std::string size_text(std::int64_t bytes) {
    constexpr double mebibyte = 1024.0 * 1024.0;
    const double megabytes = static_cast<double>(bytes) / mebibyte;
    constexpr double gigabyte = 1024;
    if (megabytes >= gigabyte) return format_decimal(megabytes / gigabyte, 1) + " GB";
    return format_decimal(megabytes, megabytes < 10 ? 1 : 0) + " MB";
}

void draw_room(Ui& ui, AppState& app) {
    const auto room = storage_room(app.platform());
    if (!room) return;
    const std::int64_t left = std::max(room->left_bytes(), std::int64_t{0});
    ui.progress_bar(
        {.label = "Espacio usado por Minga",
         .value = static_cast<float>(room->used_bytes) / static_cast<float>(room->quota_bytes),
         .text = size_text(room->used_bytes) + "; quedan " + size_text(left),
         .tone = room->is_low() ? Tone::warn : Tone::primary});
    if (!room->is_low()) return;
    ui.banner({.tone = Tone::warn,
               .title = "Queda poco espacio",
               .text = "Lo escrito sigue guardado. Borre de este equipo fotos, videos o "
                       "aplicaciones que no use, y envíe los archivos que esperan.",
               .key = "low room"});
}

void draw_install(Ui& ui, AppState& app) {
    ui.section("Instalar Minga", [&] {
        switch (install_state(app.platform())) {
            case InstallState::installed:
                ui.flow({},
                        [&] { ui.chip("Instalada en este equipo", Tone::ok, Icon::circle_check); });
                return;
            case InstallState::offered:
                ui.text(
                    "Se abre como una aplicación más, también sin conexión, y el navegador cuida "
                    "mejor lo que guarda. Ocupa lo mismo que ahora.");
                ui.flow({}, [&] {
                    if (ui.button({.label = "Instalar en este equipo",
                                   .icon = Icon::download,
                                   .key = "install"})) {
                        app.platform().ask_install();
                    }
                });
                return;
            case InstallState::by_hand:
                ui.text(
                    "En un iPhone o iPad: abra Minga en Safari, toque «Compartir» (el cuadrado con "
                    "una flecha hacia arriba), elija «Agregar a inicio» y luego «Agregar».");
                ui.caption(
                    "La aplicación instalada guarda sus datos aparte: entre en ella con conexión "
                    "y espere a que esta haya enviado todo.");
                return;
            case InstallState::unknown:
                ui.text(
                    "Si su navegador lo permite, está en su menú: «Instalar Minga» o «Agregar a "
                    "la pantalla principal».");
                return;
        }
    });
}

void draw_storage(Ui& ui, AppState& app) {
    ui.section("Sus datos en este equipo", [&] {
        const bool is_durable = app.account.storage.is_durable;
        ui.flow({}, [&] {
            if (!is_durable) {
                ui.chip("Este navegador no guarda", Tone::bad, Icon::octagon_x);
            } else if (app.account.is_storage_persisted) {
                ui.chip("Guardado y protegido", Tone::ok, Icon::circle_check);
            } else {
                ui.chip("Guardado en este equipo", Tone::ok, Icon::hard_drive);
            }
            const std::int64_t pending = app.sync().pending;
            if (pending > 0) {
                ui.chip(counted(pending, "cambio sin enviar", "cambios sin enviar"), Tone::warn,
                        Icon::cloud_upload);
            }
        });
        if (!is_durable) {
            ui.text(
                "El navegador no permite guardar en este equipo (ventana privada o navegador "
                "antiguo). Lo que escriba se pierde al cerrar si no llega al servidor.");
        } else {
            ui.text(
                "Cada cambio se guarda aquí en el momento en que lo hace, con o sin conexión. "
                "Vaciar los datos del navegador borra también lo que no se haya enviado.");
        }
        if (app.account.storage.is_mirrored) {
            ui.text(
                "Modo compatible: este navegador guarda más lento que otros, igual de completo. "
                "Cuando lo actualice, Minga pasa sola a la manera rápida.");
        }
        if (app.platform().preference("page_drawing") == "software") {
            ui.caption(
                "Este equipo dibuja sin tarjeta gráfica: todo funciona, algo más lento al "
                "desplazarse.");
        }
        draw_room(ui, app);
        ui.flow({}, [&] {
            if (ui.button({.label = "Descargar una copia de mis datos",
                           .icon = Icon::download,
                           .key = "copy"})) {
                app.platform().download(data_copy_name(app), "application/json", data_copy(app));
                app.announce("Copia descargada.");
            }
            if (is_durable && !app.account.is_storage_persisted &&
                ui.button({.label = "Pedir al navegador que no los borre",
                           .style = ButtonStyle::quiet,
                           .icon = Icon::lock,
                           .key = "persist"})) {
                app.platform().ask_persistent_storage();
            }
        });
        ui.caption(
            "La copia es un archivo JSON con todos los registros que usted puede ver, lo "
            "que está en cola y lo que espera su decisión.");
    });
}

void draw_files(Ui& ui, AppState& app) {
    if (!app.works_on_one()) return;
    ui.section("Fotos y archivos", [&] {
        const std::vector<std::string> sizes{"Pequeñas", "Medianas", "Originales"};
        if (auto chosen = draw_choice(ui, "photo_size", "Tamaño de las fotos", sizes,
                                      static_cast<int>(app.photo_size()))) {
            app.set_photo_size(static_cast<std::size_t>(*chosen));
        }
        ui.caption(
            "Una foto mediana pesa unos 400 KB y en ella se lee bien un acta. Las fotos "
            "viajan sin el lugar ni los datos que anota la cámara.");
        const std::vector<std::string> policies{"Siempre", "Solo con Wi-Fi", "Cuando yo lo pida"};
        if (auto chosen = draw_choice(ui, "files_when", "Cuándo enviar los archivos", policies,
                                      static_cast<int>(app.file_policy()))) {
            app.set_file_policy(static_cast<FilePolicy>(*chosen));
        }
        if (app.file_policy() == FilePolicy::wifi &&
            app.platform().link_kind() == LinkKind::unknown) {
            ui.caption(
                "Este navegador no dice si la red es Wi-Fi: los archivos esperarán a que "
                "usted los envíe en «Documentos y fotos».");
        } else {
            ui.caption("Lo que escribe se envía siempre, y antes que los archivos.");
        }
    });
}

void draw_accessibility(Ui& ui, AppState& app) {
    ui.section("Accesibilidad", [&] {
        ui.text(
            "Minga se puede usar entera con el teclado y con lectores de pantalla, con el "
            "texto hasta 250 % y sin depender del color. Busca cumplir WCAG 2.2, nivel AA.");
        ui.text(
            "Si algo le impide trabajar, cuéntelo a quien administra Minga en su institución: "
            "es un error que se corrige.",
            {.tone = Tone::muted});
        if (ui.button({.label = "Leer la declaración de accesibilidad",
                       .icon = Icon::external_link,
                       .key = "statement"})) {
            app.platform().open_manual();
        }
    });
}

}  // namespace

void draw_settings(Ui& ui, AppState& app) {
    draw_frame(ui, app, {.title = "Ajustes", .back = ui.is_phone() ? "mas" : "", .width_max = 720},
               [&] {
                   draw_appearance(ui, app);
                   draw_files(ui, app);
                   draw_storage(ui, app);
                   draw_install(ui, app);
                   draw_accessibility(ui, app);
               });
}

}  // namespace minga::client
