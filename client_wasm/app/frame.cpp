/// What stands around every screen: places, the sync chip with its sheet, notices, the undo
/// message.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/crumbs.hpp"
#include "client_wasm/app/history_sheet.hpp"
#include "client_wasm/app/pulled_sync.hpp"
#include "client_wasm/app/storage_notice.hpp"
#include "client_wasm/app/sync_sheet.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/printing.hpp"

#include <iterator>
#include <string>
#include <vector>

namespace minga::client {
namespace {

/// The places of the bar and the rail, by the first part of their routes.
std::vector<Place> places_of(Ui& ui, AppState& app) {
    const int waiting = static_cast<int>(app.waiting());
    std::vector<Place> places;
    const bool is_national = app.sees_everything();
    if (is_national) places.push_back({Icon::map, "Consolidado", "consolidado", 0});
    if (app.works_on_one()) {
        places.push_back({Icon::home, "Inicio", "inicio", ui.is_phone() ? waiting : 0});
        places.push_back({Icon::clipboard_check, "Diagnóstico", "diagnostico", 0});
        places.push_back({Icon::chart_gantt, "Plan", "plan", 0});
    }
    if (!ui.is_phone()) {
        places.push_back({Icon::search, "Buscar", "buscar", 0});
        if (!is_national || waiting > 0) {
            places.push_back({Icon::inbox, "Bandeja", "bandeja", waiting});
        }
        places.push_back({Icon::settings, "Ajustes", "ajustes", 0});
    }
    places.push_back({Icon::menu, "Más", "mas", 0});
    return places;
}

int current_place(const std::vector<Place>& places, std::string_view part, bool is_phone) {
    for (std::size_t index = 0; index < places.size(); ++index) {
        if (places[index].route == part) return static_cast<int>(index);
    }
    // On the phone, what has no place of its own is reached through the last one.
    return is_phone && part != "inicio" ? static_cast<int>(places.size()) - 1 : -1;
}

std::string context_of(AppState& app) {
    std::string context = app.organization_name();
    if (const Record* cycle = app.cycle()) {
        context += (context.empty() ? "Ciclo " : " · Ciclo ") +
                   std::to_string(integer_of(cycle->fields, "number"));
    }
    return context;
}

/// What the person must be told until they have read it: a scope that was lost, roles that changed.
void draw_notices(Ui& ui, AppState& app) {
    const auto& notices =
        app.memo<std::vector<sync::Notice>>("notices", [&] { return app.store()->notices(); });
    for (const sync::Notice& notice : notices) {
        const std::string key = "notice" + std::to_string(notice.number);
        if (ui.banner({.tone = Tone::warn,
                       .title = notice.title,
                       .text = notice.text,
                       .action = "Entendido",
                       .key = key})) {
            app.store()->dismiss(notice.number).ignore();
            ui.request_frame();
        }
    }
}

/// What the keyboard does everywhere, as people know it from other programs.
void listen_keys(Ui& ui, AppState& app) {
    const bool goes_back = ui.shortcut("ctrl+z");
    bool goes_forth = false;
    for (const std::string_view key : {"ctrl+y", "ctrl+Z"}) goes_forth |= ui.shortcut(key);
    if (goes_back) app.undo_change();
    if (goes_forth) app.redo_change();
    if (ui.shortcut("ctrl+f") && app.route().at(0) != "buscar") app.navigate("buscar");
    if (ui.shortcut("ctrl+p")) print_place(app);
    if (ui.shortcut("ctrl+s")) {
        app.show_toast("Todo lo escrito está guardado en este equipo: se guarda solo.");
        app.sync_now();
    }
}

/// Whether there is a way to show: one step alone is none.
bool has_crumbs(const Ui& ui, const ScreenFrame& frame) {
    return !ui.is_phone() && (!frame.back.empty() || frame.panel != nullptr);
}

/// Not places: pressing the notice starts the new version, or does what it says about storage.
constexpr std::string_view update_route = "actualizar";
constexpr std::string_view storage_route = "guardado";

/// The one permanent notice above everything, the gravest first.
struct Notice {
    Banner banner;
    std::string_view route;
    bool is_present = false;
};
Notice notice_of(AppState& app) {
    if (!app.account.storage.is_durable) return {storage_banner(app), storage_route, true};
    if (app.sync().is_expired) {
        return {{.tone = Tone::warn,
                 .title = "Su sesión venció: entre de nuevo para sincronizar",
                 .text = "Su trabajo sigue aquí y puede continuar.",
                 .action = "Entrar de nuevo",
                 .key = "expired"},
                "entrar",
                true};
    }
    if (app.account.is_update_waiting) {
        return {{.tone = Tone::primary,
                 .title = "Hay una versión nueva de Minga",
                 .text = "Sus datos siguen igual. Tarda unos segundos.",
                 .action = "Actualizar ahora",
                 .key = "update"},
                update_route,
                true};
    }
    // Most devices keep files as usual: nothing else is asked for them.
    if (app.account.storage.is_mirrored && !is_mirroring_read(app)) {
        return {storage_banner(app), storage_route, true};
    }
    return {};
}

}  // namespace

ScreenEvents draw_frame(Ui& ui, AppState& app, const ScreenFrame& frame,
                        FunctionRef<void()> content) {
    SyncSheet& sheet = app.view<SyncSheet>("sync sheet");
    const std::vector<Place> places = places_of(ui, app);
    const SyncWords words = sync_words(
        app.sync(), {app.now(), app.platform().zone_offset_minutes(),
                     app.account.storage.is_durable, app.files().pending + app.files().refused});
    const std::string context =
        frame.context.empty() ? context_of(app) : std::string{frame.context};
    const std::string user = app.actor().name;
    if (app.is_open()) listen_keys(ui, app);
    const std::string undoable = app.undoable_change();
    const std::string redoable = app.redoable_change();
    const bool has_paper = app.is_open() && paper_of_place(app.route()).has_value();
    const Notice notice = notice_of(app);
    const std::string own_route = app.route().to_text();
    const std::vector<Crumb> crumbs =
        has_crumbs(ui, frame) ? crumbs_of(frame, own_route) : std::vector<Crumb>{};
    const Shell shell{
        .context = context,
        .title = frame.title,
        .places = places,
        .current = current_place(places, app.route().at(0), ui.is_phone()),
        .sync = {.state = words.state,
                 .text = words.text,
                 .text_short = words.text_short,
                 .description = words.description},
        .user = user,
        .has_back = !frame.back.empty(),
        .crumbs = crumbs,
        .main_action = frame.main_action,
        .panel = frame.panel,
        .undoable = undoable,
        .redoable = redoable,
        .has_paper = has_paper,
        .can_be_pulled = app.is_open(),
        .is_synchronizing = app.sync().is_running,
        .notice = notice.is_present ? &notice.banner : nullptr,
        .width_max = frame.width_max,
    };
    bool is_print_pressed = false;
    const ShellEvents events = ui.shell(shell, [&] {
        // An open sheet shows it itself.
        if (!sheet.is_open) draw_toast(ui, app);
        if (app.is_open()) draw_notices(ui, app);
        content();
        // The header of a phone has no room for it.
        is_print_pressed = has_paper && ui.is_phone() &&
                           ui.button({.label = "Imprimir",
                                      .style = ButtonStyle::quiet,
                                      .icon = Icon::printer,
                                      .key = "print here"});
    });
    if (!app.history.record.is_nil()) draw_record_history_sheet(ui, app);
    draw_sync_sheet(ui, app, sheet, words);
    if (events.is_sync_pressed) {
        sheet.is_open = true;
        ui.request_frame();
    }
    if (events.is_pulled) app.sync_now();
    if (events.is_pull_over) tell_pulled_sync(ui, app, words);
    if (events.is_undo_pressed) app.undo_change();
    if (events.is_redo_pressed) app.redo_change();
    if (events.is_print_pressed || is_print_pressed) print_place(app);
    if (events.is_back_pressed) app.go_back(frame.back);
    if (events.is_notice_pressed && notice.route == update_route) {
        app.platform().apply_update();
    } else if (events.is_notice_pressed && notice.route == storage_route) {
        act_on_storage_notice(app);
    } else if (events.is_notice_pressed && !notice.route.empty()) {
        app.navigate(notice.route);
    }
    if (events.place) app.navigate(places[static_cast<std::size_t>(*events.place)].route);
    // The step before the last one is the screen itself, where a panel is open.
    const bool leaves_panel =
        events.crumb && frame.panel != nullptr && *events.crumb + 2 == std::ssize(crumbs);
    if (events.crumb && !leaves_panel) {
        app.navigate(crumbs[static_cast<std::size_t>(*events.crumb)].route);
    }
    return {events.is_main_action_pressed, events.is_panel_closed || leaves_panel};
}

}  // namespace minga::client
