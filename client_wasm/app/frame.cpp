/// What stands around every screen: places, the sync chip with its sheet, notices, the undo
/// message.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/moment.hpp"
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/widgets/format.hpp"

#include <cstdlib>
#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::int64_t skew_told_ms = 5 * 60 * 1000;
constexpr std::int64_t queue_shown_max = 30;

struct FrameView {
    bool is_sync_open = false;
};

/// The places of the bar and the rail, by the first part of their routes.
std::vector<Place> places_of(Ui& ui, AppState& app) {
    const int waiting = static_cast<int>(app.sync().waiting());
    std::vector<Place> places;
    if (app.sees_everything()) {
        places.push_back({Icon::map, "Consolidado", "consolidado", 0});
    } else {
        places.push_back({Icon::home, "Inicio", "inicio", ui.is_phone() ? waiting : 0});
        places.push_back({Icon::clipboard_check, "Diagnóstico", "diagnostico", 0});
        places.push_back({Icon::chart_gantt, "Plan", "plan", 0});
    }
    if (!ui.is_phone()) {
        if (!app.sees_everything() || waiting > 0) {
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
    const bool is_below_more = part == "ajustes" || part == "bandeja";
    return is_phone && is_below_more ? static_cast<int>(places.size()) - 1 : -1;
}

std::string context_of(AppState& app) {
    std::string context = app.organization_name();
    if (const Record* cycle = app.cycle()) {
        context += (context.empty() ? "Ciclo " : " · Ciclo ") +
                   std::to_string(integer_of(cycle->fields, "number"));
    }
    return context;
}

std::string size_text(std::int64_t bytes) {
    if (bytes < 1024) return format_integer(bytes) + " B";
    return format_decimal(static_cast<double>(bytes) / 1024.0, 1) + " KB";
}

/// "Término: mar 2026"; the parts of one change, joined.
std::string change_words(const sync::WaitingOp& op, const std::string& kind,
                         const Catalog& catalog) {
    if (op.is_removal) return "Eliminado";
    if (kind == "conflict") return "Decisión tomada";
    std::string words;
    int count = 0;
    for (const auto& [key, value] : op.set) {
        const schema::RecordInfo* info = schema::find_record_info(kind);
        const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
        if (field == nullptr || field->kind == schema::Kind::id) continue;
        if (++count > 3) return words + " y más";
        words += words.empty() ? "" : " · ";
        words += field_title(kind, key) + ": " + value_words(kind, key, value, catalog);
    }
    return words;
}

void draw_queue(Ui& ui, AppState& app) {
    const auto& queue = app.memo<std::vector<sync::WaitingOp>>(
        "queue", [&] { return app.store()->waiting(queue_shown_max); });
    ui.section("En cola", [&] {
        if (queue.empty()) {
            ui.text("No hay cambios en cola: todo lo que escribió llegó al servidor.");
            return;
        }
        ui.list("Cambios en cola", [&] {
            for (const sync::WaitingOp& op : queue) {
                const Record* record = app.find(op.record);
                const std::string kind = record != nullptr ? record->kind : op.kind;
                const std::string title =
                    record != nullptr ? record_title(*record, app.catalog()) : "Registro";
                const std::string words = change_words(op, kind, app.catalog());
                const std::string at = app.moment_text(op.made_at);
                const std::string key = std::to_string(op.number);
                ui.list_row({.key = key,
                             .title = title,
                             .subtitle = words,
                             .trailing = at,
                             .icon = op.is_sent ? Icon::cloud_upload : Icon::hard_drive,
                             .tone = Tone::muted,
                             .is_static = true});
            }
        });
        if (app.sync().pending > queue_shown_max) {
            ui.caption("Y " + format_integer(app.sync().pending - queue_shown_max) + " más.");
        }
    });
}

void draw_sync_sheet(Ui& ui, AppState& app, const SyncWords& words) {
    const SyncView& sync = app.sync();
    ui.text(words.description);
    if (!sync.last_error.empty()) {
        ui.banner({.tone = Tone::warn,
                   .title = "El último intento falló",
                   .text = sync.last_error,
                   .key = "sync_error"});
    }
    if (sync.is_expired) {
        if (ui.banner({.tone = Tone::warn,
                       .title = "Su sesión venció",
                       .text = "Entre de nuevo para sincronizar. Su trabajo sigue aquí.",
                       .action = "Entrar de nuevo",
                       .key = "expired"})) {
            app.view<FrameView>("frame").is_sync_open = false;
            app.navigate("entrar");
        }
    }
    if (std::abs(sync.clock_skew_ms) > skew_told_ms) {
        const std::string minutes = format_integer(std::abs(sync.clock_skew_ms) / 60'000);
        const bool is_behind = sync.clock_skew_ms > 0;
        ui.banner({.tone = Tone::warn,
                   .title = "El reloj de este equipo no está en hora",
                   .text = "Está " + minutes + " minutos " +
                           (is_behind ? "atrasado." : "adelantado.") +
                           " No se pierde nada, pero las horas que ven los demás no serán exactas.",
                   .key = "skew"});
    }
    if (sync.waiting() > 0) {
        if (ui.button("Ver lo que espera su decisión", ButtonStyle::secondary, Icon::inbox)) {
            app.view<FrameView>("frame").is_sync_open = false;
            app.navigate("bandeja");
        }
    }
    if (ui.button({.label = sync.is_running ? "Sincronizando…" : "Sincronizar ahora",
                   .style = ButtonStyle::primary,
                   .icon = Icon::refresh,
                   .key = "sync_now",
                   .is_disabled = sync.is_running || sync.is_expired,
                   .is_full_width = ui.is_phone()})) {
        app.sync_now();
    }
    draw_queue(ui, app);
    ui.section("Último intercambio", [&] {
        ui.key_value("Con el servidor", sync.last_sync.ms == 0 ? std::string{"todavía no"}
                                                               : app.moment_text(sync.last_sync));
        if (sync.bytes_up > 0) ui.key_value("Enviado", size_text(sync.bytes_up));
        if (sync.bytes_down > 0) ui.key_value("Recibido", size_text(sync.bytes_down));
    });
}

void draw_toast(Ui& ui, AppState& app) {
    if (!app.toast()) return;
    const Toast toast = *app.toast();
    if (ui.banner({.tone = Tone::neutral,
                   .title = toast.text,
                   .action = toast.has_undo ? "Deshacer" : "",
                   .key = "toast"})) {
        app.undo();
    }
}

/// Not a place: pressing the notice starts the new version.
constexpr std::string_view update_route = "actualizar";

/// The one permanent notice above everything, the gravest first.
struct Notice {
    Banner banner;
    std::string_view route;
    bool is_present = false;
};
Notice notice_of(const AppState& app) {
    if (!app.account.storage.is_durable) {
        return {{.tone = Tone::bad,
                 .title = "Este navegador no guarda en el equipo",
                 .text = "Lo que escriba se pierde al cerrar si no alcanza a llegar al servidor. "
                         "Use una ventana normal (no privada) o actualice el navegador.",
                 .key = "not_durable"},
                {},
                true};
    }
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
    return {};
}

}  // namespace

ScreenEvents draw_frame(Ui& ui, AppState& app, const ScreenFrame& frame,
                        FunctionRef<void()> content) {
    FrameView& view = app.view<FrameView>("frame");
    const std::vector<Place> places = places_of(ui, app);
    const SyncWords words = sync_words(app.sync(), {app.now(), app.platform().zone_offset_minutes(),
                                                    app.account.storage.is_durable});
    const std::string context =
        frame.context.empty() ? context_of(app) : std::string{frame.context};
    const std::string user = app.actor().name;
    const Notice notice = notice_of(app);
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
        .main_action = frame.main_action,
        .panel = frame.panel,
        .notice = notice.is_present ? &notice.banner : nullptr,
        .width_max = frame.width_max,
    };
    const ShellEvents events = ui.shell(shell, [&] {
        draw_toast(ui, app);
        content();
    });
    if (view.is_sync_open) {
        if (ui.sheet({.key = "sync", .title = "Sincronización"},
                     [&] { draw_sync_sheet(ui, app, words); })) {
            view.is_sync_open = false;
        }
    }
    if (events.is_sync_pressed) {
        view.is_sync_open = true;
        ui.request_frame();
    }
    if (events.is_back_pressed) app.go_back(frame.back);
    if (events.is_notice_pressed && notice.route == update_route) {
        app.platform().apply_update();
    } else if (events.is_notice_pressed && !notice.route.empty()) {
        app.navigate(notice.route);
    }
    if (events.place) app.navigate(places[static_cast<std::size_t>(*events.place)].route);
    return {events.is_main_action_pressed, events.is_panel_closed};
}

}  // namespace minga::client
