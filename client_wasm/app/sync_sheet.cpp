#include "client_wasm/app/sync_sheet.hpp"

#include "client_wasm/app/inbox_words.hpp"
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/screens/value_editor.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

using sync::WaitingOp;

constexpr std::int64_t queue_shown_max = 30;
constexpr int parts_shown_max = 3;

std::string size_text(std::int64_t bytes) {
    if (bytes < 1024) return format_integer(bytes) + " B";
    return format_decimal(static_cast<double>(bytes) / 1024.0, 1) + " KB";
}

const std::vector<WaitingOp>& queue_of(AppState& app) {
    return app.memo<std::vector<WaitingOp>>("queue",
                                            [&] { return app.store()->waiting(queue_shown_max); });
}

std::int64_t pending_bytes_of(AppState& app) {
    return app.memo<std::int64_t>("queue bytes", [&] { return app.store()->pending_bytes(); });
}

std::string kind_of(AppState& app, const WaitingOp& op) {
    const Record* record = app.find(op.record);
    return record != nullptr ? record->kind : op.kind;
}

/// The record that a change is about; a decision is about the record of its conflict.
const Record* subject_of(AppState& app, const WaitingOp& op) {
    const auto* conflict = app.get<Conflict>(op.record);
    return app.find(conflict != nullptr ? conflict->fields.record : op.record);
}

std::string title_of(AppState& app, const WaitingOp& op) {
    const Record* subject = subject_of(app, op);
    return subject != nullptr ? record_title(*subject, app.catalog()) : "Registro";
}

std::string words_of(AppState& app, const WaitingOp& op) {
    if (op.is_removal) return "Eliminado";
    if (op.is_restoration) return "Recuperado";
    const std::string kind = kind_of(app, op);
    if (const auto* conflict = app.get<Conflict>(op.record)) {
        return "Decisión sobre " +
               field_title(conflict->fields.record_kind, conflict->fields.field);
    }
    return change_words(kind, op.set, app.catalog(), parts_shown_max);
}

void draw_queue(Ui& ui, AppState& app, SyncSheet& sheet) {
    const auto& queue = queue_of(app);
    ui.section("En cola", [&] {
        if (queue.empty()) {
            ui.text("No hay cambios en cola: todo lo que escribió llegó al servidor.");
            return;
        }
        const bool has_unsent =
            std::any_of(queue.begin(), queue.end(), [](const auto& op) { return !op.is_sent; });
        if (has_unsent) {
            ui.caption("Toque un cambio para corregirlo o retirarlo antes de que salga.");
        }
        ui.list("Cambios en cola", [&] {
            for (const WaitingOp& op : queue) {
                const std::string title = title_of(app, op);
                std::string words = words_of(app, op);
                if (op.is_sent) words += words.empty() ? "Enviado" : " · enviado, espera respuesta";
                const std::string at = app.moment_text(op.made_at);
                const std::string key = std::to_string(op.number);
                if (ui.list_row({.key = key,
                                 .title = title,
                                 .subtitle = words,
                                 .trailing = at,
                                 .icon = op.is_sent ? Icon::cloud_upload : Icon::hard_drive,
                                 .tone = Tone::muted,
                                 .is_static = op.is_sent})) {
                    sheet.op = op.number;
                    ui.request_frame();
                }
            }
        });
        if (app.sync().pending > queue_shown_max) {
            ui.caption("Y " + format_integer(app.sync().pending - queue_shown_max) + " más.");
        }
    });
}

/// Files that wait to be sent, with how far they are.
void draw_files(Ui& ui, AppState& app, SyncSheet& sheet) {
    const FilesView& files = app.files();
    if (files.pending + files.refused == 0) return;
    ui.section("Archivos", [&] {
        const std::string left = sync::size_words(files.bytes_left);
        std::string text = counted(files.pending, "archivo pendiente", "archivos pendientes") +
                           ", faltan " + left + ".";
        if (files.is_held) text += " Esperan, como usted pidió en Ajustes.";
        if (files.refused > 0) {
            text += " " + counted(files.refused, "archivo no se pudo", "archivos no se pudieron") +
                    " enviar.";
        }
        ui.text(text);
        if (!files.error.empty()) ui.caption(files.error, Tone::warn);
        ui.flow({}, [&] {
            if (ui.button(
                    {.label = files.is_running ? "Enviando archivos…" : "Enviar archivos ahora",
                     .icon = Icon::cloud_upload,
                     .key = "files_now",
                     .is_disabled = files.is_running || files.pending == 0})) {
                app.hooks.carry_files(true);
            }
            if (ui.button({.label = "Ver los documentos", .key = "documents"})) {
                sheet.is_open = false;
                app.navigate("documentos");
            }
        });
    });
}

// --- One change of the queue -------------------------------------------------------------------

std::string form_of(const WaitingOp& op, std::string_view field) {
    return "queue " + std::to_string(op.number) + " " + std::string{field};
}

bool is_editable(AppState& app, const WaitingOp& op, std::string_view field) {
    return !op.is_removal && is_writable_here(kind_of(app, op), field);
}

/// Every field of the change with what it said before: to write again where that can be done here.
void draw_fields(Ui& ui, AppState& app, const WaitingOp& op) {
    const std::string kind = kind_of(app, op);
    const schema::RecordInfo* info = schema::find_record_info(kind);
    const Error* error = app.refusal(AppState::correction_subject(op.number));
    bool is_told = error == nullptr;
    for (const auto& [key, value] : op.set) {
        const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
        if (field == nullptr || field->kind == schema::Kind::id) continue;
        const std::string name = field_title(kind, key);
        if (!is_editable(app, op, key)) {
            ui.key_value(name, value_words(kind, key, value, app.catalog()));
            continue;
        }
        const std::string form = form_of(op, key);
        if (!app.draft(form).contains("value")) app.set_draft(form, "value", value);
        const bool is_at_fault = error != nullptr && error->field == key;
        is_told = is_told || is_at_fault;
        draw_value_editor(ui, app, form, kind, key, name,
                          is_at_fault ? std::string_view{error->message} : std::string_view{});
        const auto was = op.was.find(key);
        if (was != op.was.end()) {
            ui.caption("Antes decía: " + value_words(kind, key, was->second, app.catalog()));
        }
    }
    if (!is_told) ui.text(error->message, {.tone = Tone::bad});
}

void forget_forms(AppState& app, const WaitingOp& op) {
    for (const auto& [key, value] : op.set) {
        const std::string form = form_of(op, key);
        if (!app.draft(form).empty()) app.discard_draft(form);
    }
    app.forget_refusals(AppState::correction_subject(op.number));
}

void save(AppState& app, SyncSheet& sheet, const WaitingOp& op) {
    FieldMap changes;
    for (const auto& [key, value] : op.set) {
        const std::string form = form_of(op, key);
        if (!is_editable(app, op, key) || !app.draft(form).contains("value")) continue;
        Value written = edited_value(app, form, kind_of(app, op), key);
        if (written != value) changes.emplace(key, std::move(written));
    }
    if (!changes.empty() && !app.amend(op.number, std::move(changes))) return;
    forget_forms(app, op);
    sheet.op = 0;
}

void draw_change(Ui& ui, AppState& app, SyncSheet& sheet, const WaitingOp& op) {
    const bool has_no_fields = kind_of(app, op) == "conflict" || op.is_removal || op.is_restoration;
    const Record* subject = subject_of(app, op);
    ui.section("Un cambio en cola", [&] {
        ui.stack(2, [&] {
            if (subject != nullptr) {
                ui.caption(record_path(*subject, app.lookup(), app.catalog()));
            }
            ui.text(has_no_fields ? words_of(app, op) : title_of(app, op), {.is_semibold = true});
            ui.caption("Hecho " + app.moment_text(op.made_at) +
                       ". Todavía no sale de este equipo.");
        });
        if (!has_no_fields) draw_fields(ui, app, op);
        const bool has_editor = std::any_of(op.set.begin(), op.set.end(), [&](const auto& entry) {
            return is_editable(app, op, entry.first);
        });
        ui.flow({}, [&] {
            if (has_editor && ui.button({.label = "Guardar cambio",
                                         .style = ButtonStyle::primary,
                                         .icon = Icon::check,
                                         .key = "save_change"})) {
                save(app, sheet, op);
            }
            if (ui.button({.label = "Retirar del envío",
                           .style = ButtonStyle::danger,
                           .icon = Icon::undo,
                           .key = "withdraw"})) {
                if (app.withdraw(op.number, "Cambio retirado")) forget_forms(app, op);
                sheet.op = 0;
            }
            if (ui.button({.label = "Volver", .style = ButtonStyle::quiet, .key = "back"})) {
                forget_forms(app, op);
                sheet.op = 0;
            }
        });
        ui.caption("Si lo retira, el registro vuelve a decir lo que tiene el servidor.");
    });
}

// --- The list ------------------------------------------------------------------------------------

void draw_troubles(Ui& ui, AppState& app, SyncSheet& sheet) {
    const SyncView& sync = app.sync();
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
            sheet.is_open = false;
            app.navigate("entrar");
        }
    }
    const std::string skew = skew_words(sync.clock_skew_ms);
    if (!skew.empty()) {
        ui.banner({.tone = Tone::warn,
                   .title = "El reloj de este equipo no está en hora",
                   .text = skew,
                   .key = "skew"});
    }
}

void draw_overview(Ui& ui, AppState& app, SyncSheet& sheet, const SyncWords& words) {
    const SyncView& sync = app.sync();
    ui.text(words.description);
    draw_troubles(ui, app, sheet);
    if (sync.waiting() > 0) {
        if (ui.button("Ver lo que espera su decisión", ButtonStyle::secondary, Icon::inbox)) {
            sheet.is_open = false;
            app.navigate("bandeja");
        }
    }
    ui.caption(budget_words({.pending_bytes = pending_bytes_of(app),
                             .file_bytes = app.files().bytes_left,
                             .are_files_held = app.files().is_held}));
    if (ui.button({.label = sync.is_running ? "Sincronizando…" : "Sincronizar ahora",
                   .style = ButtonStyle::primary,
                   .icon = Icon::refresh,
                   .key = "sync_now",
                   .is_disabled = sync.is_running || sync.is_expired,
                   .is_full_width = ui.is_phone()})) {
        app.sync_now();
    }
    if (ui.button({.label = "Llevar mis cambios en un archivo",
                   .style = ButtonStyle::quiet,
                   .icon = Icon::external_link,
                   .key = "bundles",
                   .is_full_width = ui.is_phone()})) {
        sheet.is_open = false;
        app.navigate("archivos");
    }
    draw_queue(ui, app, sheet);
    draw_files(ui, app, sheet);
    ui.section("Último intercambio", [&] {
        ui.key_value("Con el servidor", sync.last_sync.ms == 0
                                            ? std::string{"Todavía no"}
                                            : capitalized(app.own_moment_text(sync.last_sync)));
        if (sync.bytes_up > 0) ui.key_value("Enviado", size_text(sync.bytes_up));
        if (sync.bytes_down > 0) ui.key_value("Recibido", size_text(sync.bytes_down));
        const std::string backed =
            backed_words(sync, app.now(), app.platform().zone_offset_minutes());
        if (!backed.empty()) ui.key_value("Respaldado hasta", capitalized(backed));
        ui.key_value("Código de este equipo", device_code(app.device()));
    });
}

}  // namespace

void draw_toast(Ui& ui, AppState& app) {
    if (!app.toast()) return;
    const Toast toast = *app.toast();
    const std::string_view way = toast.way == UndoWay::step_again ? "Rehacer" : "Deshacer";
    if (ui.banner({.tone = Tone::neutral,
                   .title = toast.text,
                   .action = toast.has_undo ? way : std::string_view{},
                   .key = "toast"})) {
        app.undo();
    }
}

void draw_sync_sheet(Ui& ui, AppState& app, SyncSheet& sheet, const SyncWords& words) {
    if (!sheet.is_open) return;
    const bool is_closed = ui.sheet({.key = "sync", .title = "Sincronización"}, [&] {
        // The one behind the sheet cannot be reached.
        draw_toast(ui, app);
        const auto& queue = queue_of(app);
        const auto op = std::find_if(queue.begin(), queue.end(), [&](const WaitingOp& one) {
            return one.number == sheet.op && !one.is_sent;
        });
        if (op != queue.end()) {
            draw_change(ui, app, sheet, *op);
        } else {
            sheet.op = 0;
            draw_overview(ui, app, sheet, words);
        }
    });
    if (is_closed) sheet = {};
}

}  // namespace minga::client
