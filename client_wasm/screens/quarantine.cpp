/// What waits in quarantine, for whoever supervises the institution: who wrote it, when and where,
/// what it says beside what stands now; to be applied in the reviewer's name, or discarded.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/inbox_words.hpp"
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/screens.hpp"
#include "shared/records/all_records.hpp"

#include <string>

namespace minga::client {
namespace {

constexpr std::int32_t reason_length_max = 300;

/// What the screen remembers while the page is open.
struct QuarantineMemory {
    std::int64_t open = 0;  ///< The entry that a decision is being taken on; 0: none.
    bool releases = false;  ///< Which decision.
    std::string reason{};
    bool lacks_reason = false;
    bool has_asked = false;

    void close() { *this = {.has_asked = true}; }
};

std::string path_of(AppState& app, const QuarantinedChange& change) {
    if (const Record* record = app.find(change.record)) {
        return record_path(*record, app.lookup(), app.catalog());
    }
    Record wanted;
    wanted.id = change.record;
    wanted.kind = change.kind;
    wanted.fields = change.set;
    return record_path(wanted, app.lookup(), app.catalog());
}

std::string what_of(const QuarantinedChange& change) {
    const std::string kind = change.kind_name.empty() ? "Registro" : change.kind_name;
    if (change.is_removal) return "Eliminar: " + kind;
    if (change.is_restoration) return "Recuperar: " + kind;
    return (change.is_new ? "Agregar: " : "Cambiar: ") + kind;
}

void draw_author(Ui& ui, AppState& app, const QuarantinedChange& change) {
    std::string who = "Lo escribió " + (change.author.empty() ? "otra persona" : change.author);
    if (change.made_at.ms > 0) who += ", " + app.moment_text(change.made_at);
    const std::string device = device_words(change.device, app.device());
    if (!device.empty()) who += ", en el " + device;
    ui.caption(who + ". Llegó " + app.moment_text(change.received_at) +
               ", cuando ya no tenía acceso a " + change.organization_name + ".");
}

void draw_field(Ui& ui, AppState& app, const QuarantinedChange& change, const std::string& key,
                const Value& value) {
    const auto words = [&](const Value& one) {
        return value_words(change.kind, key, one, app.catalog());
    };
    if (change.is_new) {
        ui.key_value(field_title(change.kind, key), words(value));
        return;
    }
    ui.text(field_title(change.kind, key), {.is_semibold = true});
    const Value& now = value_of(change.present, key);
    ui.columns(
        {fr(1), fr(1)}, [&] { ui.key_value("Escribió", words(value)); },
        [&] { ui.key_value("Ahora dice", words(now)); });
    const auto was = change.was.find(key);
    const bool has_moved = was != change.was.end() && was->second != now;
    if (has_moved) ui.caption("Cuando lo escribió decía «" + words(was->second) + "».");
}

/// Each field in the order of the forms: what was written, and what stands there now.
void draw_fields(Ui& ui, AppState& app, const QuarantinedChange& change) {
    const schema::RecordInfo* info = schema::find_record_info(change.kind);
    if (info == nullptr) return;
    for (const schema::FieldInfo& field : info->fields) {
        const auto written = change.set.find(std::string{field.key});
        if (written == change.set.end() || !field.options.refers_to.empty()) continue;
        ui.scope(written->first,
                 [&] { draw_field(ui, app, change, written->first, written->second); });
    }
}

void draw_decision(Ui& ui, AppState& app, QuarantineMemory& memory,
                   const QuarantinedChange& change) {
    const std::string_view label =
        memory.releases ? "Motivo (puede quedar vacío)" : "Motivo, para quien lo escribió";
    if (auto reason =
            ui.text_field({.key = "reason",
                           .label = label,
                           .value = memory.reason,
                           .help = "Lo leerá quien escribió el cambio, con su nombre y la hora.",
                           .error = memory.lacks_reason ? "Escriba por qué se descarta." : "",
                           .length_max = reason_length_max,
                           .is_required = !memory.releases,
                           .is_live = true,
                           .takes_focus = true})) {
        memory.reason = *reason;
        memory.lacks_reason = false;
    }
    ui.flow({}, [&] {
        const bool is_busy = app.quarantine.deciding == change.number;
        if (ui.button({.label = is_busy           ? "Enviando…"
                                : memory.releases ? "Sí, aplicar"
                                                  : "Sí, descartar",
                       .style = memory.releases ? ButtonStyle::primary : ButtonStyle::danger,
                       .icon = memory.releases ? Icon::check : Icon::trash,
                       .key = "confirm",
                       .is_disabled = is_busy})) {
            memory.lacks_reason = !memory.releases && memory.reason.empty();
            if (memory.lacks_reason) ui.request_frame();
            if (!memory.lacks_reason) {
                app.hooks.decide_quarantined(change.number, memory.releases, memory.reason);
            }
        }
        if (ui.button({.label = "Todavía no",
                       .style = ButtonStyle::quiet,
                       .key = "back",
                       .is_disabled = is_busy})) {
            memory.close();
            ui.request_frame();
        }
    });
}

void draw_choices(Ui& ui, AppState& app, QuarantineMemory& memory,
                  const QuarantinedChange& change) {
    if (memory.open == change.number) {
        draw_decision(ui, app, memory, change);
        return;
    }
    const auto open = [&](bool releases) {
        memory = {.open = change.number, .releases = releases, .has_asked = true};
        ui.request_frame();
    };
    ui.flow({}, [&] {
        const bool is_full = ui.is_phone();
        if (change.is_readable && ui.button({.label = "Aplicar a mi nombre",
                                             .icon = Icon::check,
                                             .key = "release",
                                             .is_full_width = is_full})) {
            open(true);
        }
        if (ui.button({.label = "Descartar",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::trash,
                       .key = "discard",
                       .is_full_width = is_full})) {
            open(false);
        }
    });
}

void draw_change(Ui& ui, AppState& app, QuarantineMemory& memory, const QuarantinedChange& change) {
    const std::string what = what_of(change);
    const std::string path = change.is_readable ? path_of(app, change) : std::string{};
    ui.card({.key = "change " + std::to_string(change.number), .label = what + ", " + path}, [&] {
        ui.stack(2, [&] {
            if (!path.empty()) ui.caption(path);
            ui.heading(3, what);
            draw_author(ui, app, change);
        });
        if (!change.is_readable) {
            ui.text(
                "Lo que el servidor guarda de este cambio está dañado: solo se puede "
                "descartar.",
                {.tone = Tone::bad});
        }
        if (change.is_deleted && !change.is_removal && !change.is_restoration) {
            ui.text(
                "El registro fue eliminado después. Recupérelo primero si el cambio debe "
                "aplicarse.",
                {.tone = Tone::warn});
        }
        draw_fields(ui, app, change);
        if (app.quarantine.failed == change.number) {
            ui.text(app.quarantine.failure, {.tone = Tone::bad});
        }
        draw_choices(ui, app, memory, change);
    });
}

void draw_freshness(Ui& ui, AppState& app) {
    const QuarantineView& view = app.quarantine;
    if (!view.error.empty()) {
        if (ui.banner({.tone = Tone::warn,
                       .title = "No se pudo pedir la lista",
                       .text = view.error,
                       .action = view.is_fetching ? "" : "Intentar de nuevo",
                       .key = "quarantine error"})) {
            app.hooks.fetch_quarantine();
        }
        return;
    }
    ui.flow({.gap = 12}, [&] {
        if (ui.button({.label = view.is_fetching ? "Pidiendo…" : "Actualizar",
                       .icon = Icon::refresh,
                       .key = "refresh",
                       .is_disabled = view.is_fetching})) {
            app.hooks.fetch_quarantine();
        }
    });
    if (view.fetched_at.ms > 0) {
        ui.caption(counted(static_cast<std::int64_t>(view.items.size()), "cambio espera",
                           "cambios esperan") +
                   " su revisión. Pedido al servidor " + app.moment_text(view.fetched_at) + ".");
    }
}

void draw_nothing(Ui& ui, const QuarantineView& view) {
    if (view.fetched_at.ms == 0 || !view.error.empty()) {
        if (view.error.empty()) ui.text("Pidiendo la lista al servidor…", {.tone = Tone::muted});
        return;
    }
    ui.empty_state({.icon = Icon::inbox,
                    .title = "Nada espera su revisión",
                    .text =
                        "Aquí llega lo que escribieron, sin conexión, personas que ya no tenían "
                        "acceso cuando su equipo volvió a conectarse."});
}

}  // namespace

void draw_quarantine(Ui& ui, AppState& app) {
    auto& memory = app.view<QuarantineMemory>("quarantine");
    const QuarantineView& view = app.quarantine;
    draw_frame(ui, app, {.title = "Cuarentena", .back = "bandeja", .width_max = 860}, [&] {
        if (!app.reviews_quarantine()) {
            ui.empty_state({.icon = Icon::lock,
                            .title = "Su rol no revisa la cuarentena",
                            .text = "La revisa quien supervisa la institución."});
            return;
        }
        if (!memory.has_asked) {
            memory.has_asked = true;
            app.hooks.fetch_quarantine();
        }
        ui.text(
            "Cambios de personas que ya no tenían acceso cuando llegaron. Nada de esto se "
            "aplicó: usted decide, y quien lo escribió será avisado.",
            {.tone = Tone::muted});
        draw_freshness(ui, app);
        if (view.items.empty()) draw_nothing(ui, view);
        for (const QuarantinedChange& change : view.items) {
            draw_change(ui, app, memory, change);
        }
    });
}

}  // namespace minga::client
