/// What waits for the person: fields that two people wrote differently, and changes of theirs that
/// the server did not take.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/inbox_words.hpp"
#include "client_wasm/app/record_words.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/screens/value_editor.hpp"

#include <map>
#include <string>
#include <vector>

namespace minga::client {
namespace {

using sync::InboxItem;
using sync::Resolution;

struct InboxView {
    std::map<std::string, bool> is_writing;  ///< Cards whose editor is open, by key.
    std::int64_t discarding = 0;             ///< The op that is asked about.
};

std::string form_of(const InboxItem& item) {
    return "inbox " + (item.type == InboxItem::Type::conflict
                           ? item.conflict.to_text()
                           : std::to_string(item.op) + " " + item.field);
}

/// A value with what it takes away and adds marked, or as it is.
void draw_value(Ui& ui, const InboxSide& side) {
    if (side.parts.empty()) {
        ui.text(side.value, {.is_semibold = true});
        return;
    }
    std::vector<TextRun> runs;
    for (const DiffPart& part : side.parts) {
        switch (part.kind) {
            case DiffKind::same:
                runs.push_back({.text = part.text});
                break;
            case DiffKind::removed:
                runs.push_back(
                    {.text = part.text, .tone = Tone::bad, .is_struck = true, .has_ground = true});
                break;
            case DiffKind::added:
                runs.push_back(
                    {.text = part.text, .tone = Tone::ok, .is_semibold = true, .has_ground = true});
                break;
        }
    }
    ui.rich_text(runs, side.spoken);
}

void draw_side(Ui& ui, AppState& app, std::string_view key, const InboxSide& side, Instant at,
               Tone tone) {
    const std::string head = side.who + (at.ms > 0 ? " · " + app.moment_text(at) : std::string{});
    ui.card({.key = key, .label = head, .tone = tone, .padding = 12, .is_flat = true}, [&] {
        ui.stack(2, [&] {
            ui.caption(head);
            draw_value(ui, side);
        });
    });
}

void draw_head(Ui& ui, const InboxWords& words) {
    ui.stack(2, [&] {
        if (!words.path.empty()) ui.caption(words.path);
        ui.heading(3, words.field);
    });
}

/// "Escribir otro valor": the field's own widget and what is done with it.
void draw_other_value(Ui& ui, AppState& app, InboxView& view, const InboxItem& item) {
    const std::string form = form_of(item);
    draw_value_editor(ui, app, form, item.kind, item.field, "Otro valor");
    ui.flow({}, [&] {
        if (ui.button({.label = "Guardar este valor",
                       .style = ButtonStyle::primary,
                       .icon = Icon::check,
                       .key = "save_other"})) {
            if (app.resolve(item.conflict, Resolution::other,
                            edited_value(app, form, item.kind, item.field))) {
                app.discard_draft(form);
                view.is_writing.erase(form);
            }
        }
        if (ui.button({.label = "Volver", .style = ButtonStyle::quiet, .key = "back_other"})) {
            view.is_writing.erase(form);
            app.discard_draft(form);
        }
    });
}

void draw_choices(Ui& ui, AppState& app, InboxView& view, const InboxItem& item,
                  const InboxWords& words) {
    const std::string form = form_of(item);
    if (view.is_writing[form]) {
        draw_other_value(ui, app, view, item);
    } else {
        ui.flow({}, [&] {
            if (ui.button({.label = words.theirs.button,
                           .key = "theirs",
                           .is_full_width = ui.is_phone()})) {
                app.resolve(item.conflict, Resolution::theirs);
            }
            if (ui.button(
                    {.label = words.mine.button, .key = "mine", .is_full_width = ui.is_phone()})) {
                app.resolve(item.conflict, Resolution::mine);
            }
            if (!item.is_removal && ui.button({.label = "Escribir otro valor",
                                               .style = ButtonStyle::quiet,
                                               .icon = Icon::pencil,
                                               .key = "other",
                                               .is_full_width = ui.is_phone()})) {
                view.is_writing[form] = true;
                app.set_draft(form, "value", item.mine);
            }
        });
    }
    if (const Error* refusal = app.refusal(item.conflict)) {
        ui.text(refusal->message, {.tone = Tone::bad});
    }
}

void draw_conflict(Ui& ui, AppState& app, InboxView& view, const InboxItem& item) {
    const InboxWords words = inbox_words(item, app.actor().name, app.lookup(), app.catalog());
    const std::string label = words.field + (words.path.empty() ? "" : ", " + words.path);
    ui.card({.key = item.conflict.to_text(), .label = label}, [&] {
        draw_head(ui, words);
        if (item.is_decided) {
            ui.chip("Decidido aquí, en cola", Tone::ok, Icon::circle_check);
            return;
        }
        if (!item.is_removal) ui.text("Antes decía: " + words.base, {.tone = Tone::muted});
        const auto theirs = [&] {
            draw_side(ui, app, "theirs_value", words.theirs, item.theirs_at, Tone::neutral);
        };
        const auto mine = [&] {
            draw_side(ui, app, "mine_value", words.mine, item.mine_at, Tone::primary);
        };
        if (words.is_long) {
            theirs();
            mine();
        } else {
            ui.columns({fr(1), fr(1)}, theirs, mine);
        }
        const Record* record = app.find(item.conflict);
        if (record != nullptr && !app.may(Action::edit, *record)) {
            ui.caption(app.may(Action::edit, *record).reason);
            return;
        }
        draw_choices(ui, app, view, item, words);
    });
}

// --- Refusals ----------------------------------------------------------------------------------

/// The refusals of one op stand in one card: they are corrected or dropped together.
using Refusal = std::vector<const InboxItem*>;

std::vector<Refusal> refusals_of(const std::vector<InboxItem>& items) {
    std::vector<Refusal> refusals;
    for (const InboxItem& item : items) {
        if (item.type != InboxItem::Type::refusal) continue;
        if (refusals.empty() || refusals.back().front()->op != item.op) refusals.emplace_back();
        refusals.back().push_back(&item);
    }
    return refusals;
}

/// Sends the change again with what the editors hold; the old op then leaves the inbox.
void resend(AppState& app, const Refusal& refusal) {
    const InboxItem& first = *refusal.front();
    FieldMap change = first.change;
    for (const InboxItem* item : refusal) {
        if (item->field.empty()) continue;
        const std::string form = form_of(*item);
        if (app.draft(form).contains("value")) {
            change.insert_or_assign(item->field, edited_value(app, form, item->kind, item->field));
        }
    }
    const Record* record = app.find(first.record);
    bool is_done = false;
    if (record != nullptr && !record->deleted) {
        is_done = app.edit(first.record, change);
    } else {
        is_done = app.create(first.kind, change, "resend " + std::to_string(first.op)).has_value();
    }
    if (!is_done) return;
    app.withdraw(first.op);
    for (const InboxItem* item : refusal) app.discard_draft(form_of(*item));
}

void draw_resend_error(Ui& ui, AppState& app, const InboxItem& item) {
    const Error* refusal = app.refusal(item.record);
    if (refusal == nullptr) refusal = app.refusal("resend " + std::to_string(item.op));
    if (refusal != nullptr) ui.text(refusal->message, {.tone = Tone::bad});
}

void draw_refused_field(Ui& ui, AppState& app, const InboxItem& item, bool is_writing) {
    const std::string form = form_of(item);
    ui.banner({.tone = Tone::warn, .title = item.message, .key = "reason " + item.field});
    if (item.field.empty()) {
        for (const auto& [key, value] : item.change) {
            const schema::RecordInfo* info = schema::find_record_info(item.kind);
            const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
            if (field == nullptr || field->kind == schema::Kind::id) continue;
            ui.key_value(field_title(item.kind, key),
                         value_words(item.kind, key, value, app.catalog()));
        }
        return;
    }
    if (is_writing) {
        draw_value_editor(ui, app, form, item.kind, item.field, field_title(item.kind, item.field));
        return;
    }
    ui.key_value("Usted escribió", value_words(item.kind, item.field, item.mine, app.catalog()));
    ui.key_value("Ahora dice", value_words(item.kind, item.field, item.theirs, app.catalog()));
}

void draw_refusal(Ui& ui, AppState& app, InboxView& view, const Refusal& refusal) {
    const InboxItem& first = *refusal.front();
    const std::string key = "refusal " + std::to_string(first.op);
    const Record* record = app.find(first.record);
    const std::string path =
        record != nullptr ? record_path(*record, app.lookup(), app.catalog()) : std::string{};
    const schema::RecordInfo* info = schema::find_record_info(first.kind);
    const std::string kind = info != nullptr ? std::string{info->label} : first.kind;
    const std::string title = first.field.empty() ? kind : field_title(first.kind, first.field);
    ui.card({.key = key, .label = title + (path.empty() ? "" : ", " + path)}, [&] {
        ui.stack(2, [&] {
            const std::string when = app.moment_text(first.mine_at);
            ui.caption(path.empty() ? when : path + " · " + when);
            ui.heading(3, title);
        });
        const bool is_writing = view.is_writing[key];
        for (const InboxItem* item : refusal) draw_refused_field(ui, app, *item, is_writing);
        draw_resend_error(ui, app, first);
        ui.flow({}, [&] {
            const bool is_field = !first.field.empty();
            if (is_field && !is_writing) {
                if (ui.button({.label = "Corregir y reenviar",
                               .style = ButtonStyle::primary,
                               .icon = Icon::pencil,
                               .key = "correct"})) {
                    view.is_writing[key] = true;
                    for (const InboxItem* item : refusal) {
                        app.set_draft(form_of(*item), "value", item->mine);
                    }
                }
            } else if (!first.is_removal &&
                       ui.button({.label = is_writing ? "Reenviar" : "Volver a intentar",
                                  .style = ButtonStyle::primary,
                                  .icon = Icon::upload,
                                  .key = "resend"})) {
                resend(app, refusal);
            }
            if (ui.button({.label = "Descartar",
                           .style = ButtonStyle::quiet,
                           .icon = Icon::trash,
                           .key = "discard"})) {
                view.discarding = first.op;
            }
        });
    });
}

void draw_discard_sheet(Ui& ui, AppState& app, InboxView& view) {
    const bool is_closed = ui.sheet({.key = "discard", .title = "¿Descartar este cambio?"}, [&] {
        ui.text(
            "Lo que usted escribió se quita de este equipo y no llegará al servidor. Lo demás "
            "sigue igual.");
        ui.flow({.align = Align::end}, [&] {
            if (ui.button(
                    {.label = "Conservarlo", .style = ButtonStyle::secondary, .key = "keep"})) {
                view.discarding = 0;
            }
            if (ui.button({.label = "Descartar el cambio",
                           .style = ButtonStyle::danger,
                           .icon = Icon::trash,
                           .key = "discard_now"})) {
                app.withdraw(view.discarding);
                view.discarding = 0;
            }
        });
    });
    if (is_closed) view.discarding = 0;
}

}  // namespace

void draw_inbox(Ui& ui, AppState& app) {
    InboxView& view = app.view<InboxView>("inbox");
    const std::vector<InboxItem>& items = app.inbox();
    const std::vector<Refusal> refusals = refusals_of(items);
    std::vector<const InboxItem*> conflicts;
    for (const InboxItem& item : items) {
        if (item.type == InboxItem::Type::conflict) conflicts.push_back(&item);
    }
    draw_frame(
        ui, app, {.title = "Bandeja", .back = ui.is_phone() ? "mas" : "", .width_max = 860}, [&] {
            if (conflicts.empty() && refusals.empty()) {
                ui.empty_state({.icon = Icon::inbox,
                                .title = "Nada espera su decisión",
                                .text = "Cuando dos personas cambien el mismo campo de manera "
                                        "distinta, o un cambio suyo no se pueda aceptar, aparecerá "
                                        "aquí con todo lo que se escribió."});
                return;
            }
            if (!conflicts.empty()) {
                ui.section("Dos personas escribieron cosas distintas", [&] {
                    ui.text("Nada se perdió: usted decide qué valor queda.", {.tone = Tone::muted});
                    for (const InboxItem* item : conflicts) draw_conflict(ui, app, view, *item);
                });
            }
            if (!refusals.empty()) {
                ui.section("Cambios que no fueron aceptados", [&] {
                    ui.text("Lo que escribió sigue guardado en este equipo.",
                            {.tone = Tone::muted});
                    for (const Refusal& refusal : refusals) draw_refusal(ui, app, view, refusal);
                });
            }
        });
    if (view.discarding != 0) draw_discard_sheet(ui, app, view);
}

}  // namespace minga::client
