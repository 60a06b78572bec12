/// The inbox's last section: values that a restored server does not have any more, and of which
/// this device may hold the last copy.
#include "client_wasm/screens/inbox_view.hpp"

namespace minga::client {
namespace {

void draw_actions(InboxView& view, const ShelfEntry& entry) {
    Ui& ui = view.ui;
    if (view.memory.discarding == entry.record) {
        ui.text("Si nadie más lo tiene, no se podrá recuperar.", {.tone = Tone::bad});
        ui.flow({}, [&] {
            if (ui.button({.label = "Sí, descartar",
                           .style = ButtonStyle::danger,
                           .icon = Icon::trash,
                           .key = "discard_now"})) {
                view.memory.discarding = {};
                view.app.clear_shelf(entry.record);
            }
            if (ui.button({.label = "No, conservar", .style = ButtonStyle::quiet, .key = "keep"})) {
                view.memory.discarding = {};
            }
        });
        return;
    }
    ui.flow({}, [&] {
        if (ui.button({.label = "Volver a escribir",
                       .style = ButtonStyle::primary,
                       .icon = Icon::upload,
                       .key = "write_again"})) {
            view.app.write_again(entry.record);
        }
        if (ui.button({.label = "Descartar",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::trash,
                       .key = "discard"})) {
            view.memory.discarding = entry.record;
        }
    });
}

}  // namespace

void draw_shelf(InboxView& view, const std::vector<const ShelfEntry*>& entries) {
    if (entries.empty()) return;
    Ui& ui = view.ui;
    ui.section("Lo que el servidor perdió", [&] {
        ui.text(
            "El servidor volvió desde un respaldo que no lo tenía. Vuelve solo cuando "
            "sincronice el equipo de quien lo escribió; si eso no va a ocurrir, escríbalo de "
            "nuevo.",
            {.tone = Tone::muted});
        for (const ShelfEntry* entry : entries) {
            ui.card({.key = "shelf " + entry->record.to_text(), .label = entry->path}, [&] {
                ui.caption(entry->path);
                for (const auto& [field, value] : entry->values) ui.key_value(field, value);
                const Error* error = view.app.refusal(entry->record.to_text());
                if (error != nullptr) ui.text(error->message, {.tone = Tone::bad});
                draw_actions(view, *entry);
            });
        }
    });
}

}  // namespace minga::client
