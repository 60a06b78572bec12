/// Conflicts that somebody settled: what was decided, and the value that was left aside, to bring
/// it back.
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/screens/inbox_view.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"

#include <vector>

namespace minga::client {
namespace {

constexpr std::size_t shown_max = 10;

Value value_in(const std::string& json_text) {
    auto json = parse_json(json_text);
    if (!json) return {};
    auto value = value_from_json(*json);
    return value ? std::move(*value) : Value{};
}

Value decided_value(const Conflict& conflict) {
    return value_in(conflict.resolution == "mine"    ? conflict.mine
                    : conflict.resolution == "other" ? conflict.resolved_value
                                                     : conflict.theirs);
}

std::string words_of(InboxView& view, const Conflict& conflict, const Value& value) {
    return value_words(conflict.record_kind, conflict.field, value, view.app.catalog());
}

std::string path_of(InboxView& view, const Conflict& conflict) {
    const Record* record = view.app.find(conflict.record);
    return record != nullptr ? record_path(*record, view.app.lookup(), view.app.catalog())
                             : std::string{};
}

std::string decided_by(InboxView& view, const Conflict& conflict) {
    const bool is_own = conflict.resolved_by == view.app.actor().name;
    std::string text = conflict.resolution == "same" ? "Coincidieron"
                       : is_own                      ? "Decidió usted"
                                                     : "Decidió " + conflict.resolved_by;
    if (conflict.resolved_at) text += ", " + view.app.moment_text(*conflict.resolved_at);
    return text;
}

/// One of the values that were written: which it is, and the button that makes it stand again.
void draw_value(InboxView& view, const Conflict& conflict, std::string_view key,
                const std::string& who, const std::string& json_text) {
    const Value value = value_in(json_text);
    const Record* record = view.app.find(conflict.record);
    const bool stands = record != nullptr && value_of(record->fields, conflict.field) == value;
    const std::string words = words_of(view, conflict, value);
    view.ui.card({.key = key, .label = who, .padding = 12, .is_flat = true}, [&] {
        view.ui.caption(who);
        view.ui.text(words, {.is_semibold = true});
        if (stands) {
            view.ui.flow({}, [&] { view.ui.chip("Es lo que dice ahora", Tone::ok, Icon::check); });
            return;
        }
        const bool may_write = record != nullptr && !record->deleted &&
                               view.app.may_edit_field(*record, conflict.field).is_allowed;
        if (conflict.type == ConflictType::removal || !may_write) return;
        view.ui.flow({}, [&] {
            if (view.ui.button({.label = "Volver a este valor",
                                .icon = Icon::undo,
                                .key = "restore",
                                .is_small = true}) &&
                view.app.edit(conflict.record, conflict.field, value)) {
                view.memory.decided = {};
                view.app.show_toast(field_title(conflict.record_kind, conflict.field) +
                                        ": vuelve a decir «" + words + "»",
                                    view.app.store()->last_op(), UndoWay::withdraw,
                                    "Se deshizo: queda lo decidido.");
            }
        });
    });
}

}  // namespace

void draw_decided(InboxView& view) {
    const auto& settled = view.app.memo<std::vector<Record>>(
        "settled conflicts", [&] { return view.app.store()->settled_conflicts(shown_max); });
    if (settled.empty()) return;
    view.ui.section("Decididos hace poco", [&] {
        view.ui.card({.key = "decided", .padding = 4}, [&] {
            view.ui.list("Decididos hace poco", [&] {
                for (const Record& record : settled) {
                    const auto conflict = schema::decode<Conflict>(record.fields);
                    const std::string title =
                        field_title(conflict.record_kind, conflict.field) + ": «" +
                        words_of(view, conflict, decided_value(conflict)) + "»";
                    const std::string subtitle =
                        decided_by(view, conflict) + " · " + path_of(view, conflict);
                    if (view.ui.list_row({.key = record.id.to_text(),
                                          .title = title,
                                          .subtitle = subtitle,
                                          .icon = Icon::circle_check,
                                          .tone = Tone::ok})) {
                        view.memory.decided = record.id;
                    }
                }
            });
        });
    });
}

void draw_decided_sheet(InboxView& view) {
    InboxMemory& memory = view.memory;
    const auto* entry = memory.decided.is_nil() ? nullptr : view.app.get<Conflict>(memory.decided);
    if (entry == nullptr) return;
    const Conflict& conflict = entry->fields;
    const std::string title =
        "Decisión sobre «" + field_title(conflict.record_kind, conflict.field) + "»";
    const bool is_closed = view.ui.sheet({.key = "decided", .title = title, .width = 560}, [&] {
        view.ui.caption(path_of(view, conflict));
        view.ui.text(decided_by(view, conflict) + ": quedó «" +
                     words_of(view, conflict, decided_value(conflict)) + "».");
        draw_value(view, conflict, "base", "Antes de los dos cambios", conflict.base);
        draw_value(view, conflict, "theirs", conflict.theirs_by, conflict.theirs);
        draw_value(view, conflict, "mine", conflict.mine_by, conflict.mine);
        sync::InboxItem item;
        item.record = conflict.record;
        item.kind = conflict.record_kind;
        item.field = conflict.field;
        view.ui.flow({}, [&] {
            const Id before = memory.history_record;
            draw_history_button(view, item);
            if (memory.history_record != before) memory.decided = {};
        });
    });
    if (is_closed) memory.decided = {};
}

}  // namespace minga::client
