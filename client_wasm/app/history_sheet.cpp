#include "client_wasm/app/history_sheet.hpp"

#include "client_wasm/app/inbox_words.hpp"
#include "client_wasm/app/moment.hpp"
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/widgets/format.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace minga::client {
namespace {

using sync::FieldEvent;

/// What is drawn at first; more on request.
constexpr std::size_t changes_shown_step = 30;

struct HistoryMemory {
    std::string field;  ///< "": all of them.
    std::size_t shown = changes_shown_step;
};

struct HistoryLook {
    Ui& ui;
    AppState& app;
    const Record& record;
    HistoryMemory& memory;
};

/// The fields of one change, which one person wrote at once.
using ChangeParts = std::span<const HistoryEvent>;

bool belong_together(const HistoryEvent& a, const HistoryEvent& b) {
    return a.event.at == b.event.at && a.event.by == b.event.by && a.event.type == b.event.type &&
           a.event.device == b.event.device && a.is_new == b.is_new &&
           a.event.is_waiting == b.event.is_waiting;
}

std::vector<ChangeParts> changes_of(const std::vector<HistoryEvent>& events) {
    std::vector<ChangeParts> changes;
    std::size_t begin = 0;
    for (std::size_t end = 1; end <= events.size(); ++end) {
        if (end < events.size() && belong_together(events[begin], events[end])) continue;
        changes.push_back(std::span{events}.subspan(begin, end - begin));
        begin = end;
    }
    return changes;
}

struct ChangeLook {
    std::string_view verb;
    Icon icon;
    Tone tone;
};

bool is_about_removal(const HistoryEvent& event) {
    return event.field == "deleted";
}

ChangeLook look_of(const HistoryEvent& event) {
    const auto* is_removed = std::get_if<bool>(&event.event.to);
    const bool removes = is_removed != nullptr && *is_removed;
    switch (event.event.type) {
        case FieldEvent::Type::written:
            if (is_about_removal(event)) {
                return removes ? ChangeLook{"eliminó el registro", Icon::trash, Tone::bad}
                               : ChangeLook{"recuperó el registro", Icon::undo, Tone::primary};
            }
            if (event.is_new) return {"creó el registro", Icon::plus, Tone::primary};
            return {"escribió", Icon::pencil, Tone::primary};
        case FieldEvent::Type::proposed:
            return {"propuso, y quedó por decidir", Icon::git_merge, Tone::warn};
        case FieldEvent::Type::refused:
            return {"escribió, y no fue aceptado", Icon::circle_alert, Tone::bad};
        case FieldEvent::Type::decided:
            return {"decidió", Icon::circle_check, Tone::ok};
    }
    return {};
}

std::string who_of(HistoryLook& look, const HistoryEvent& event) {
    if (event.event.by == look.app.actor().name) return "Usted";
    return event.event.by.empty() ? "Otra persona" : event.event.by;
}

/// "Término: «mar 2026» → «abr 2026»".
std::string line_of(HistoryLook& look, const HistoryEvent& event) {
    const auto words = [&](const Value& value) {
        return value_words(look.record.kind, event.field, value, look.app.catalog());
    };
    std::string line = field_title(look.record.kind, event.field) + ": ";
    const bool tells_before = event.event.has_from && !event.is_new;
    if (tells_before) line += "de «" + words(event.event.from) + "» a ";
    return line + "«" + words(event.event.to) + "»";
}

void draw_change(HistoryLook& look, ChangeParts parts, std::size_t index) {
    Ui& ui = look.ui;
    const HistoryEvent& first = parts.front();
    const ChangeLook how = look_of(first);
    std::string detail = first.event.at.ms > 0
                             ? clock_text(first.event.at, look.app.platform().zone_offset_minutes())
                             : std::string{"Sin hora conocida"};
    const std::string device = device_words(first.event.device, look.app.device());
    if (!device.empty()) detail += " · " + device;
    if (first.event.is_waiting) detail += " · en cola";
    const std::string title = who_of(look, first) + " " + std::string{how.verb};
    ui.list_item([&] {
        ui.card({.key = std::to_string(index), .padding = 12, .is_flat = true}, [&] {
            ui.stack(4, [&] {
                ui.text(title, {.is_semibold = true});
                for (const HistoryEvent& part : parts) {
                    if (!is_about_removal(part)) ui.text(line_of(look, part));
                }
                ui.flow({}, [&] { ui.chip(detail, how.tone, how.icon); });
            });
        });
    });
}

std::string day_of(HistoryLook& look, const HistoryEvent& event) {
    if (event.event.is_waiting) return "Todavía en este equipo";
    if (event.event.at.ms == 0) return "Sin fecha conocida";
    const std::int32_t zone = look.app.platform().zone_offset_minutes();
    const Instant local{event.event.at.ms + zone * std::int64_t{60'000}};
    const std::string date = format_date(Date::of(local).to_text());
    const std::string ago = days_ago_text(event.event.at, look.app.common_now(), zone);
    if (ago == "hoy") return "Hoy, " + date;
    return ago == "ayer" ? "Ayer, " + date : date;
}

/// The field that is looked at: those of which something is known.
void draw_filter(HistoryLook& look, const std::vector<HistoryEvent>& events) {
    std::vector<std::string> keys{""};
    std::vector<std::string> names{"Todos los datos"};
    const schema::RecordInfo* info = schema::find_record_info(look.record.kind);
    for (const schema::FieldInfo& field : info->fields) {
        const bool occurs =
            std::any_of(events.begin(), events.end(),
                        [&](const HistoryEvent& event) { return event.field == field.key; });
        if (!occurs) continue;
        keys.emplace_back(field.key);
        names.push_back(field_title(look.record.kind, field.key));
    }
    constexpr std::size_t choice_count_min = 3;
    if (keys.size() < choice_count_min) return;
    const auto found = std::find(keys.begin(), keys.end(), look.memory.field);
    const auto chosen = look.ui.select(
        {.key = "field",
         .label = "Dato",
         .options = names,
         .selected = found == keys.end() ? 0 : static_cast<int>(found - keys.begin())});
    if (!chosen) return;
    look.memory.field = keys[static_cast<std::size_t>(*chosen)];
    look.memory.shown = changes_shown_step;
    look.ui.request_frame();
}

void draw_changes(HistoryLook& look, const std::vector<HistoryEvent>& events) {
    const auto changes = changes_of(events);
    const std::size_t shown = std::min(changes.size(), look.memory.shown);
    std::size_t begin = 0;
    while (begin < shown) {
        const std::string day = day_of(look, changes[begin].front());
        std::size_t end = begin;
        while (end < shown && day_of(look, changes[end].front()) == day) ++end;
        look.ui.heading(3, day);
        look.ui.list("Cambios: " + day, [&] {
            look.ui.stack(8, [&] {
                for (std::size_t index = begin; index < end; ++index) {
                    draw_change(look, changes[index], index);
                }
            });
        });
        begin = end;
    }
    HistoryView& view = look.app.history;
    const bool has_more_here = shown < changes.size();
    if (!has_more_here && (view.before.empty() || view.is_fetching)) return;
    if (!look.ui.button({.label = "Ver cambios anteriores",
                         .icon = Icon::history,
                         .key = "more",
                         .is_full_width = true})) {
        return;
    }
    look.memory.shown += changes_shown_step;
    if (!has_more_here) look.app.hooks.fetch_history();
    look.ui.request_frame();
}

/// Whose knowledge this is.
void draw_source(HistoryLook& look) {
    const HistoryView& view = look.app.history;
    if (view.is_fetching && !view.is_told) {
        look.ui.caption("Preguntando al servidor por lo que hicieron otras personas…");
    }
    if (view.error.empty()) return;
    const bool is_again =
        look.ui.banner({.tone = Tone::neutral,
                        .title = view.is_told ? std::string_view{} : "Solo lo que este equipo sabe",
                        .text = view.error,
                        .action = "Intentar de nuevo",
                        .key = "own only"});
    if (is_again) look.app.hooks.fetch_history();
}

void draw_body(HistoryLook& look) {
    const HistoryView& view = look.app.history;
    AppState& app = look.app;
    look.ui.caption(record_path(look.record, app.lookup(), app.catalog()));
    draw_source(look);
    const std::string key =
        "record history " + look.record.id.to_text() + std::to_string(view.version);
    const auto& events = app.memo<std::vector<HistoryEvent>>(key, [&] {
        return merged_history(own_history(*app.store(), look.record), view.told, look.record.kind);
    });
    draw_filter(look, events);
    if (events.empty() && !view.is_fetching) {
        look.ui.text("Este equipo no sabe quién escribió estos datos: llegaron ya escritos.",
                     {.tone = Tone::muted});
    }
    if (look.memory.field.empty()) return draw_changes(look, events);
    std::vector<HistoryEvent> chosen;
    std::copy_if(events.begin(), events.end(), std::back_inserter(chosen),
                 [&](const HistoryEvent& event) { return event.field == look.memory.field; });
    draw_changes(look, chosen);
}

}  // namespace

void draw_record_history_button(Ui& ui, AppState& app, const Record& record) {
    if (!ui.button({.label = "Ver historia",
                    .style = ButtonStyle::quiet,
                    .icon = Icon::history,
                    .key = "record history"})) {
        return;
    }
    app.history = {};
    app.history.record = record.id;
    app.view<HistoryMemory>("record history") = {};
    if (app.hooks.fetch_history) app.hooks.fetch_history();
    ui.request_frame();
}

void draw_record_history_sheet(Ui& ui, AppState& app) {
    const Record* record = app.find(app.history.record);
    if (record == nullptr) {
        app.history = {};
        return;
    }
    HistoryMemory& memory = app.view<HistoryMemory>("record history");
    const bool is_closed =
        ui.sheet({.key = "record history", .title = "Historia", .width = 560}, [&] {
            HistoryLook look{ui, app, *record, memory};
            draw_body(look);
        });
    if (is_closed) app.history = {};
}

}  // namespace minga::client
