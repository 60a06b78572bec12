/// Signing in; the first time on a device it needs the network.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/storage_notice.hpp"
#include "client_wasm/screens/home_care.hpp"
#include "client_wasm/screens/screens.hpp"

namespace minga::client {
namespace {

constexpr float page_width = 420;

struct SignInView {
    std::string login;
    std::string password;
    bool is_filled_in = false;
};

void draw_form(Ui& ui, AppState& app, SignInView& view) {
    AccountView& account = app.account;
    if (!account.sign_in_error.empty()) {
        ui.banner({.tone = Tone::bad, .title = account.sign_in_error, .key = "sign_in_error"});
    }
    if (auto login = ui.text_field({.key = "login",
                                    .label = "Usuario",
                                    .value = view.login,
                                    .hint = InputHint::user_name,
                                    .length_max = 80,
                                    .is_required = true,
                                    .is_disabled = account.is_signing_in,
                                    .is_live = true,
                                    .takes_focus = view.login.empty()})) {
        view.login = *login;
    }
    if (auto password = ui.text_field({.key = "password",
                                       .label = "Clave",
                                       .value = view.password,
                                       .hint = InputHint::password,
                                       .length_max = 200,
                                       .is_required = true,
                                       .is_disabled = account.is_signing_in,
                                       .is_live = true})) {
        view.password = *password;
    }
    const bool is_pressed = ui.button({.label = account.is_signing_in ? "Entrando…" : "Entrar",
                                       .style = ButtonStyle::primary,
                                       .icon = Icon::log_in,
                                       .key = "enter",
                                       .is_disabled = account.is_signing_in,
                                       .is_full_width = true});
    const bool is_entered = ui.shortcut("Enter");
    if ((is_pressed || is_entered) && !account.is_signing_in) {
        app.hooks.sign_in(view.login, view.password);
        view.password.clear();
    }
}

}  // namespace

void draw_sign_in(Ui& ui, AppState& app) {
    SignInView& view = app.view<SignInView>("sign_in");
    if (!view.is_filled_in) {
        view.is_filled_in = true;
        view.login = app.account.last_login;
    }
    ui.page_title("Entrar");
    ui.page(page_width, [&] {
        ui.space(ui.is_phone() ? 24 : 48);
        ui.stack(4, [&] {
            ui.text("Minga",
                    {.size = TextSize::display, .tone = Tone::primary, .is_semibold = true});
            ui.text(
                "Diagnóstico, plan de mejoras y seguimiento de su municipio, con o sin "
                "conexión.",
                {.tone = Tone::muted});
        });
        if (app.is_open()) {
            ui.banner({.tone = Tone::warn,
                       .title = "Su sesión venció",
                       .text = "Entre de nuevo para sincronizar. Su trabajo sigue guardado en este "
                               "equipo.",
                       .key = "expired"});
        }
        if (app.account.cleared_changes) draw_cleared(ui, app);
        ui.card({.key = "form", .padding = ui.is_phone() ? 16.0F : 24.0F}, [&] {
            ui.heading(1, "Entrar");
            draw_form(ui, app, view);
        });
        if (app.is_open()) {
            if (ui.button("Seguir trabajando sin sincronizar", ButtonStyle::quiet)) {
                app.navigate("inicio");
            }
        } else if (!app.platform().is_online()) {
            ui.banner({.tone = Tone::warn,
                       .title = "No hay conexión",
                       .text = "La primera vez se necesita para entrar en este equipo. Después "
                               "podrá trabajar semanas sin ella.",
                       .key = "offline"});
        } else if (app.account.storage.is_durable) {
            ui.caption(
                "La primera vez se necesita conexión. Después podrá trabajar semanas sin "
                "ella en este equipo.");
        }
        if (!app.account.storage.is_durable) ui.banner(storage_banner(app));
    });
}

void draw_handed_over(Ui& ui, AppState&) {
    ui.page_title("Abierta en otra pestaña");
    ui.page(page_width, [&] {
        ui.space(48);
        ui.heading(1, "Minga está abierta en otra pestaña");
        ui.text(
            "Sus datos están ahora en la otra pestaña, completos. Vuelva a cargar esta página "
            "para usarlos aquí.");
    });
}

}  // namespace minga::client
