/// "Ver historia": who changed a field, when, from what to what, as far as this device knows.
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/screens/inbox_view.hpp"

#include <vector>

namespace minga::client {
namespace {

using sync::FieldEvent;

struct EventLook {
    std::string_view verb;
    Icon icon;
    Tone tone;
};

EventLook look_of(const FieldEvent& event) {
    switch (event.type) {
        case FieldEvent::Type::written:
            return {"escribió", Icon::pencil, Tone::primary};
        case FieldEvent::Type::proposed:
            return {"propuso", Icon::git_merge, Tone::warn};
        case FieldEvent::Type::refused:
            return {"escribió, y no fue aceptado:", Icon::circle_alert, Tone::bad};
        case FieldEvent::Type::decided:
            return {"decidió que quedara", Icon::circle_check, Tone::ok};
    }
    return {};
}

void draw_event(InboxView& view, const FieldEvent& event, std::size_t index) {
    const InboxMemory& memory = view.memory;
    const Catalog& catalog = view.app.catalog();
    const auto words = [&](const Value& value) {
        return value_words(memory.history_kind, memory.history_field, value, catalog);
    };
    const EventLook look = look_of(event);
    const bool is_own = event.by == view.app.actor().name;
    const std::string who = is_own ? "Usted" : event.by.empty() ? "Otra persona" : event.by;
    const std::string title = who + " " + std::string{look.verb} + " «" + words(event.to) + "»";
    std::string detail = event.at.ms > 0 ? view.app.moment_text(event.at) : "Sin hora conocida";
    const std::string device = device_words(event.device, view.app.device());
    if (!device.empty()) detail += " · " + device;
    if (event.is_waiting) detail += " · en cola";
    view.ui.list_item([&] {
        view.ui.card({.key = std::to_string(index), .padding = 12, .is_flat = true}, [&] {
            view.ui.stack(2, [&] {
                view.ui.text(title, {.is_semibold = true});
                if (event.has_from) {
                    view.ui.text("Antes decía «" + words(event.from) + "».", {.tone = Tone::muted});
                }
                view.ui.flow({}, [&] { view.ui.chip(detail, look.tone, look.icon); });
            });
        });
    });
}

}  // namespace

void draw_history_button(InboxView& view, const sync::InboxItem& item) {
    if (!view.ui.button({.label = "Ver historia",
                         .style = ButtonStyle::quiet,
                         .icon = Icon::history,
                         .key = "history",
                         .is_full_width = view.ui.is_phone()})) {
        return;
    }
    view.memory.history_record = item.record;
    view.memory.history_field = item.field;
    view.memory.history_kind = item.kind;
    view.ui.request_frame();
}

void draw_history_sheet(InboxView& view) {
    InboxMemory& memory = view.memory;
    if (memory.history_record.is_nil()) return;
    const auto& events = view.app.memo<std::vector<FieldEvent>>(
        "history " + memory.history_record.to_text() + memory.history_field,
        [&] { return view.app.store()->history(memory.history_record, memory.history_field); });
    const std::string title =
        "Historia de «" + field_title(memory.history_kind, memory.history_field) + "»";
    const bool is_closed = view.ui.sheet({.key = "history", .title = title, .width = 560}, [&] {
        if (const Record* record = view.app.find(memory.history_record)) {
            view.ui.caption(record_path(*record, view.app.lookup(), view.app.catalog()));
        }
        if (events.empty()) {
            view.ui.text("Este equipo no sabe quién escribió este dato: llegó ya escrito.",
                         {.tone = Tone::muted});
        }
        view.ui.list(title, [&] {
            for (std::size_t index = 0; index < events.size(); ++index) {
                draw_event(view, events[index], index);
            }
        });
        view.ui.caption(
            "Es lo que este equipo sabe: lo escrito en él y lo que cuentan los conflictos. El "
            "servidor guarda todos los cambios.");
    });
    if (is_closed) memory.history_record = {};
}

}  // namespace minga::client
