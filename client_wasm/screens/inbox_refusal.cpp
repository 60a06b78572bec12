/// One change that the server refused, or refused in part: why, and how to send it again.
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/screens/inbox_view.hpp"
#include "client_wasm/screens/value_editor.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <vector>

namespace minga::client {
namespace {

using sync::InboxItem;

/// A field of the refused change that is shown, and perhaps written again.
struct Part {
    std::string field;
    Value wanted;
    std::string form;
};

bool is_whole(const InboxEntry& entry) {
    return std::any_of(entry.items.begin(), entry.items.end(),
                       [](const InboxItem& item) { return item.field.empty(); });
}

/// What can be corrected: the refused fields, or all that the change wrote.
std::vector<Part> parts_of(const InboxEntry& entry) {
    std::vector<Part> parts;
    const InboxItem& first = entry.item();
    const auto add = [&](const std::string& field, const Value& wanted) {
        parts.push_back({field, wanted, "inbox " + std::to_string(first.op) + " " + field});
    };
    if (is_whole(entry)) {
        const schema::RecordInfo* info = schema::find_record_info(first.kind);
        for (const auto& [key, value] : first.change) {
            const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
            if (field != nullptr && field->kind != schema::Kind::id) add(key, value);
        }
        return parts;
    }
    for (const InboxItem& item : entry.items) add(item.field, item.mine);
    return parts;
}

bool is_decision(const InboxEntry& entry) {
    return entry.item().kind == "conflict";
}

/// "Actividad «Levantar el catastro»"; for a decision, the field that it was about.
struct Head {
    std::string title;
    std::string path;
};
Head head_of(InboxView& view, const InboxEntry& entry) {
    const InboxItem& item = entry.item();
    if (is_decision(entry)) {
        const auto* conflict = view.app.get<Conflict>(item.record);
        if (conflict == nullptr) return {"Su decisión sobre un conflicto", {}};
        const Record* subject = view.app.find(conflict->fields.record);
        return {"Su decisión sobre «" +
                    field_title(conflict->fields.record_kind, conflict->fields.field) + "»",
                subject != nullptr ? record_path(*subject, view.app.lookup(), view.app.catalog())
                                   : std::string{}};
    }
    const schema::RecordInfo* info = schema::find_record_info(item.kind);
    const std::string kind = info != nullptr ? std::string{info->label} : item.kind;
    if (item.is_removal) return {"Eliminar: " + kind, entry.said().path};
    return {is_whole(entry) ? kind : entry.said().field, entry.said().path};
}

std::string taken_text(const InboxItem& item) {
    std::string names;
    for (const std::string& field : item.taken) {
        const std::string name = field_title(item.kind, field);
        if (!name.empty()) names += (names.empty() ? "" : ", ") + name;
    }
    return names.empty() ? names
                         : "Lo demás de este cambio sí quedó en el servidor: " + names + ".";
}

void draw_values(InboxView& view, const InboxEntry& entry, const std::vector<Part>& parts) {
    const InboxItem& first = entry.item();
    const bool is_partial = !is_whole(entry);
    for (const Part& part : parts) {
        const std::string name = field_title(first.kind, part.field);
        const std::string wanted =
            value_words(first.kind, part.field, part.wanted, view.app.catalog());
        if (!is_partial) {
            view.ui.key_value(name, wanted);
            continue;
        }
        view.ui.scope(part.field, [&] {
            if (parts.size() > 1) view.ui.text(name, {.is_semibold = true});
            view.ui.key_value("Usted escribió", wanted);
            const auto* record = view.app.find(first.record);
            if (record == nullptr) return;
            view.ui.key_value("Ahora dice", value_words(first.kind, part.field,
                                                        value_of(record->fields, part.field),
                                                        view.app.catalog()));
        });
    }
}

void draw_editors(InboxView& view, const InboxItem& first, const std::vector<Part>& parts) {
    const Error* error = view.app.refusal(AppState::correction_subject(first.op));
    bool is_shown = error == nullptr;
    for (const Part& part : parts) {
        const std::string name = field_title(first.kind, part.field);
        if (!is_writable_here(first.kind, part.field)) {
            view.ui.key_value(name,
                              value_words(first.kind, part.field, part.wanted, view.app.catalog()));
            continue;
        }
        const bool is_at_fault = error != nullptr && error->field == part.field;
        is_shown = is_shown || is_at_fault;
        draw_value_editor(view.ui, view.app, part.form, first.kind, part.field, name,
                          is_at_fault ? std::string_view{error->message} : std::string_view{});
    }
    if (!is_shown) view.ui.text(error->message, {.tone = Tone::bad});
}

void send_again(InboxView& view, const InboxItem& first, const std::vector<Part>& parts,
                bool is_writing) {
    FieldMap corrections;
    for (const Part& part : parts) {
        const bool is_edited = is_writing && is_writable_here(first.kind, part.field) &&
                               view.app.draft(part.form).contains("value");
        if (!is_edited) continue;
        corrections.emplace(part.field, edited_value(view.app, part.form, first.kind, part.field));
    }
    if (!view.app.correct(first.op, std::move(corrections))) return;
    for (const Part& part : parts) view.app.discard_draft(part.form);
    view.app.show_toast("Corregido: se enviará al servidor.");
}

void open_editors(InboxView& view, const InboxEntry& entry, const std::vector<Part>& parts) {
    view.memory.is_writing.insert(entry.key());
    for (const Part& part : parts) {
        if (is_writable_here(entry.item().kind, part.field) &&
            !view.app.draft(part.form).contains("value")) {
            view.app.set_draft(part.form, "value", part.wanted);
        }
    }
}

void draw_discard(InboxView& view, const InboxEntry& entry, const std::vector<Part>& parts,
                  std::string_view label) {
    if (!view.ui.button({.label = label,
                         .style = ButtonStyle::quiet,
                         .icon = is_decision(entry) ? Icon::check : Icon::trash,
                         .key = "discard"})) {
        return;
    }
    if (view.app.withdraw(entry.item().op, "Cambio descartado")) {
        for (const Part& part : parts) view.app.discard_draft(part.form);
    }
}

void draw_actions(InboxView& view, const InboxEntry& entry, const std::vector<Part>& parts) {
    Ui& ui = view.ui;
    const InboxItem& first = entry.item();
    const std::string key = entry.key();
    const bool is_writing = view.memory.is_writing.contains(key);
    ui.flow({}, [&] {
        if (is_writing) {
            if (ui.button({.label = "Reenviar",
                           .style = ButtonStyle::primary,
                           .icon = Icon::upload,
                           .key = "resend"})) {
                send_again(view, first, parts, true);
            }
            if (ui.button({.label = "Volver", .style = ButtonStyle::quiet, .key = "back"})) {
                view.memory.is_writing.erase(key);
                view.app.forget_refusals(AppState::correction_subject(first.op));
                for (const Part& part : parts) view.app.discard_draft(part.form);
            }
            return;
        }
        const bool has_values = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
            return is_writable_here(first.kind, part.field);
        });
        if (has_values && ui.button({.label = "Corregir y reenviar",
                                     .style = ButtonStyle::primary,
                                     .icon = Icon::pencil,
                                     .key = "correct"})) {
            open_editors(view, entry, parts);
        }
        if (ui.button({.label = "Volver a intentar", .icon = Icon::refresh, .key = "again"})) {
            send_again(view, first, parts, false);
        }
        draw_discard(view, entry, parts, "Descartar");
        if (!first.field.empty()) draw_history_button(view, first);
    });
}

}  // namespace

void draw_refusal(InboxView& view, const InboxEntry& entry) {
    const InboxItem& first = entry.item();
    const Head head = head_of(view, entry);
    const std::vector<Part> parts = parts_of(entry);
    const std::string label = head.title + (head.path.empty() ? "" : ", " + head.path);
    view.ui.card({.key = entry.key(), .label = label}, [&] {
        Ui& ui = view.ui;
        ui.stack(2, [&] {
            const std::string when = view.app.moment_text(first.mine_at);
            ui.caption(head.path.empty() ? when : head.path + " · " + when);
            ui.heading(3, head.title);
        });
        for (const InboxItem& item : entry.items) {
            ui.banner({.tone = Tone::warn, .title = item.message, .key = "reason " + item.field});
        }
        if (is_decision(entry)) {
            ui.flow({}, [&] { draw_discard(view, entry, parts, "Entendido"); });
            return;
        }
        const bool is_writing = view.memory.is_writing.contains(entry.key());
        if (is_writing) {
            draw_editors(view, first, parts);
        } else {
            draw_values(view, entry, parts);
            const Error* error = view.app.refusal(AppState::correction_subject(first.op));
            if (error != nullptr) ui.text(error->message, {.tone = Tone::bad});
        }
        if (const std::string taken = taken_text(first); !taken.empty()) ui.caption(taken);
        draw_actions(view, entry, parts);
    });
}

}  // namespace minga::client
