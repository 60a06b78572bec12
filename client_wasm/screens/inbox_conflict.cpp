/// One conflict: what it said before, what both wrote, and the ways to settle it.
#include "client_wasm/screens/inbox_view.hpp"
#include "client_wasm/screens/value_editor.hpp"

#include <vector>

namespace minga::client {
namespace {

using sync::InboxItem;
using sync::Resolution;

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

void draw_side(InboxView& view, std::string_view key, const InboxSide& side, Instant at,
               Tone tone) {
    std::string head = side.who;
    if (at.ms > 0) head += " · " + view.app.moment_text(at);
    if (!side.device.empty()) head += " · " + side.device;
    view.ui.card({.key = key, .label = head, .tone = tone, .padding = 12, .is_flat = true}, [&] {
        view.ui.stack(2, [&] {
            view.ui.caption(head);
            draw_value(view.ui, side);
        });
    });
}

void draw_sides(InboxView& view, const InboxItem& item, const InboxWords& words) {
    const auto theirs = [&] {
        draw_side(view, "theirs_value", words.theirs, item.theirs_at, Tone::neutral);
    };
    const auto mine = [&] {
        draw_side(view, "mine_value", words.mine, item.mine_at, Tone::primary);
    };
    if (words.is_long) {
        theirs();
        mine();
    } else {
        view.ui.columns({fr(1), fr(1)}, theirs, mine);
    }
}

std::string settled_text(const InboxWords& words, const InboxSide& side) {
    constexpr std::size_t told_bytes_max = 60;
    const bool is_short = side.value.size() <= told_bytes_max;
    return words.field + ": queda " +
           (is_short ? "«" + side.value + "»" : "lo que escribió " + side.who);
}

/// "Escribir otro valor": the field's own widget and what is done with it.
void draw_other_value(InboxView& view, const InboxItem& item, const InboxWords& words) {
    Ui& ui = view.ui;
    const std::string form = form_of(item);
    const bool is_merging = view.memory.is_merging.contains(form);
    if (is_merging) {
        const bool has_clashes = words.clashes > 0;
        ui.banner({.tone = has_clashes ? Tone::warn : Tone::neutral,
                   .title = "Los dos textos, unidos línea por línea",
                   .text = has_clashes
                               ? "Algunas partes las cambiaron ambas personas: quedaron una "
                                 "después de la otra. Léalo completo y corrija lo que haga falta."
                               : "Léalo completo antes de guardarlo. Puede corregirlo aquí mismo.",
                   .key = "merged"});
    }
    const Error* refusal = view.app.refusal(item.conflict);
    draw_value_editor(ui, view.app, form, item.kind, item.field,
                      is_merging ? "Texto unido" : "Otro valor",
                      refusal != nullptr ? std::string_view{refusal->message} : std::string_view{});
    ui.flow({}, [&] {
        if (ui.button({.label = "Guardar este valor",
                       .style = ButtonStyle::primary,
                       .icon = Icon::check,
                       .key = "save_other"})) {
            if (view.app.resolve(item.conflict, Resolution::other,
                                 edited_value(view.app, form, item.kind, item.field),
                                 words.field + ": queda el valor que escribió")) {
                view.app.discard_draft(form);
                view.memory.is_writing.erase(form);
                view.memory.is_merging.erase(form);
            }
        }
        if (ui.button({.label = "Volver", .style = ButtonStyle::quiet, .key = "back_other"})) {
            view.memory.is_writing.erase(form);
            view.memory.is_merging.erase(form);
            view.app.discard_draft(form);
            view.app.forget_refusals(item.conflict.to_text());
        }
    });
}

void open_editor(InboxView& view, const InboxItem& item, Value value, bool is_merging) {
    const std::string form = form_of(item);
    view.memory.is_writing.insert(form);
    if (is_merging) view.memory.is_merging.insert(form);
    view.app.forget_refusals(item.conflict.to_text());
    view.app.set_draft(form, "value", std::move(value));
}

void draw_buttons(InboxView& view, const InboxItem& item, const InboxWords& words) {
    Ui& ui = view.ui;
    const bool is_full = ui.is_phone();
    const auto settle = [&](std::string_view key, const InboxSide& side, Resolution resolution) {
        if (ui.button({.label = side.button, .key = key, .is_full_width = is_full})) {
            view.app.resolve(item.conflict, resolution, {}, settled_text(words, side));
        }
    };
    ui.flow({}, [&] {
        settle("theirs", words.theirs, Resolution::theirs);
        settle("mine", words.mine, Resolution::mine);
        if (!words.merged.empty() && ui.button({.label = "Unir los dos textos",
                                                .icon = Icon::git_merge,
                                                .key = "merge",
                                                .is_full_width = is_full})) {
            open_editor(view, item, words.merged, true);
        }
        if (is_writable_here(item.kind, item.field) && !item.is_removal &&
            ui.button({.label = "Escribir otro valor",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::pencil,
                       .key = "other",
                       .is_full_width = is_full})) {
            open_editor(view, item, item.mine, false);
        }
        draw_history_button(view, item);
    });
}

void draw_choices(InboxView& view, const InboxItem& item, const InboxWords& words) {
    const Record* record = view.app.find(item.conflict);
    if (record != nullptr && !view.app.may(Action::edit, *record)) {
        view.ui.caption(view.app.may(Action::edit, *record).reason);
        view.ui.flow({}, [&] { draw_history_button(view, item); });
        return;
    }
    if (view.memory.is_writing.contains(form_of(item))) {
        draw_other_value(view, item, words);
        return;
    }
    draw_buttons(view, item, words);
    if (const Error* refusal = view.app.refusal(item.conflict)) {
        view.ui.text(refusal->message, {.tone = Tone::bad});
    }
}

/// What its author proposed before the proposal that waits: no less a choice than that.
void draw_earlier(InboxView& view, const InboxItem& item, const InboxWords& words) {
    if (words.earlier.empty()) return;
    const Record* record = view.app.find(item.conflict);
    const bool may_decide = record != nullptr && view.app.may(Action::edit, *record).is_allowed;
    Ui& ui = view.ui;
    ui.caption("Antes de esa propuesta escribió también:");
    for (std::size_t index = 0; index < words.earlier.size(); ++index) {
        const InboxSide& side = words.earlier[index];
        const sync::InboxItem::Proposal& proposal = item.earlier[index];
        std::string head = side.who;
        if (proposal.at.ms > 0) head += " · " + view.app.moment_text(proposal.at);
        const std::string key = "earlier_" + std::to_string(index);
        ui.card({.key = key, .label = head, .padding = 12, .is_flat = true}, [&] {
            ui.stack(2, [&] {
                ui.caption(head);
                draw_value(ui, side);
            });
            if (!may_decide) return;
            ui.flow({}, [&] {
                if (ui.button({.label = side.button,
                               .key = "use",
                               .is_full_width = ui.is_phone(),
                               .is_small = true})) {
                    view.app.resolve(item.conflict, Resolution::other, proposal.value,
                                     settled_text(words, side));
                }
            });
        });
    }
}

void draw_settled_here(InboxView& view, const InboxItem& item) {
    view.ui.flow({}, [&] {
        view.ui.chip("Decidido aquí, en cola", Tone::ok, Icon::circle_check);
        if (view.ui.button({.label = "Deshacer",
                            .style = ButtonStyle::quiet,
                            .icon = Icon::undo,
                            .key = "undo_decision",
                            .is_small = true})) {
            view.app.withdraw(item.decision, "Decisión retirada");
        }
    });
}

}  // namespace

void draw_conflict(InboxView& view, const InboxEntry& entry) {
    const InboxItem& item = entry.item();
    const InboxWords& words = entry.said();
    const std::string label = words.field + (words.path.empty() ? "" : ", " + words.path);
    view.ui.card({.key = entry.key(), .label = label}, [&] {
        Ui& ui = view.ui;
        ui.stack(2, [&] {
            if (!words.path.empty()) ui.caption(words.path);
            ui.heading(3, words.field);
        });
        if (item.is_decided) {
            draw_settled_here(view, item);
            return;
        }
        if (!item.is_removal) ui.text("Antes decía: " + words.base, {.tone = Tone::muted});
        draw_sides(view, item, words);
        draw_choices(view, item, words);
        draw_earlier(view, item, words);
    });
}

}  // namespace minga::client
