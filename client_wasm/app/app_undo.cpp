/// Undoing and redoing, as AppState carries them out.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/record_words.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {

FieldMap AppState::present(const Id& id, const FieldMap& changes) {
    FieldMap fields;
    // Not from what this frame reads: a command before this one may have changed it.
    const auto record = store_ ? store_->find(id) : std::nullopt;
    for (const auto& [key, value] : changes) {
        fields.emplace(key, record ? value_of(record->fields, key) : Value{});
    }
    return fields;
}

void AppState::remember(Change change) {
    change.at = now();
    changes_.push(std::move(change));
}

std::string AppState::change_words(const Id& record, const FieldMap& changes) {
    const auto found = store_ ? store_->find(record) : std::nullopt;
    if (!found) return {};
    const std::string title = record_title(*found, catalog_);
    if (changes.size() != 1) return title;
    return field_title(found->kind, changes.begin()->first) + " de " + title;
}

std::string AppState::undoable_change() {
    const Change* change = changes_.undoable();
    return change != nullptr ? change->what : std::string{};
}

std::string AppState::redoable_change() {
    const Change* change = changes_.redoable();
    return change != nullptr ? change->what : std::string{};
}

Result<void> AppState::replace(const Id& record, const FieldMap& from, const FieldMap& to) {
    if (present(record, from) != from) {
        return make_error(
            ErrorCode::conflict_changed,
            "Cambió después, en otro equipo o en esta misma página: queda como está.");
    }
    return store_->set(record, to);
}

Result<void> AppState::take_away(Change& change) {
    auto done = store_->remove(change.record);
    if (done) change.removal = store_->last_op();
    return done;
}

Result<void> AppState::bring_back(const Change& change) {
    auto done = store_->withdraw(change.removal);
    // It was sent already: what is gone everywhere comes back everywhere.
    return done ? std::move(done) : store_->restore(change.record);
}

Result<void> AppState::revert(Change& change) {
    switch (change.type) {
        case Change::Type::edited:
            return replace(change.record, change.after, change.before);
        case Change::Type::made:
            return take_away(change);
        case Change::Type::removed:
            return bring_back(change);
        case Change::Type::several:
            return revert_several(change);
    }
    return {};
}

/// What was never sent leaves no trace: the only way back from what nobody may remove.
Result<void> AppState::take_back_unsent(Change& step) {
    auto done = store_->together([&]() -> Result<void> {
        for (std::int64_t number = step.op_last; number > step.op_before; --number) {
            auto withdrawn = store_->withdraw(number);
            if (!withdrawn) return withdrawn;
        }
        return {};
    });
    if (done) step.op_before = step.op_last = 0;
    return done;
}

Result<void> AppState::revert_several(Change& step) {
    const bool has_lasting = std::any_of(step.rows.begin(), step.rows.end(),
                                         [](const Incoming& row) { return row.stays; });
    if (has_lasting) {
        auto done = take_back_unsent(step);
        if (done || step.parts.empty()) return done;
    }
    return store_->together([&]() -> Result<void> {
        for (auto part = step.parts.rbegin(); part != step.parts.rend(); ++part) {
            auto done = revert(*part);
            if (!done) return done;
        }
        return {};
    });
}

Result<void> AppState::repeat(Change& change) {
    switch (change.type) {
        case Change::Type::edited:
            return replace(change.record, change.before, change.after);
        case Change::Type::made:
            return bring_back(change);
        case Change::Type::removed:
            return take_away(change);
        case Change::Type::several:
            if (change.op_last == 0) return take_in_all(change);
            return store_->together([&]() -> Result<void> {
                for (Change& part : change.parts) {
                    auto done = repeat(part);
                    if (!done) return done;
                }
                return {};
            });
    }
    return {};
}

Result<void> AppState::take_in(const Incoming& row, std::vector<Change>& changes) {
    if (row.record.is_nil()) {
        auto made = row.made_as.is_nil() ? store_->create(row.kind, {}, row.fields)
                                         : store_->create_as(row.made_as, row.kind, row.fields);
        if (!made) return made.error();
        if (!row.stays) changes.push_back({.type = Change::Type::made, .record = *made});
        return {};
    }
    FieldMap before = present(row.record, row.fields);
    auto done = store_->set(row.record, row.fields);
    if (done) {
        changes.push_back({.type = Change::Type::edited,
                           .record = row.record,
                           .before = std::move(before),
                           .after = row.fields});
    }
    return done;
}

Result<void> AppState::take_in_all(Change& step) {
    std::vector<Change> parts;
    const std::int64_t op_before = store_->last_op();
    auto done = store_->together([&]() -> Result<void> {
        for (const Incoming& row : step.rows) {
            auto taken = take_in(row, parts);
            if (!taken) return taken;
        }
        return {};
    });
    if (!done) return done;
    step.parts = std::move(parts);
    step.op_before = op_before;
    step.op_last = store_->last_op();
    return {};
}

bool AppState::bring_in(std::vector<Incoming> rows, std::string what) {
    if (!store_ || rows.empty()) return false;
    Change step{.type = Change::Type::several, .what = std::move(what), .rows = std::move(rows)};
    auto done = take_in_all(step);
    if (!done) {
        show_toast("No se trajo nada. " + done.error().message);
        return false;
    }
    after_command({}, {});
    if (step.op_last == step.op_before) {
        show_toast(step.what);
        return true;
    }
    show_toast(step.what, 1, UndoWay::step, {});
    toast_->step = step.what;
    announcement_ = step.what + ". Puede deshacerlo.";
    remember(std::move(step));
    return true;
}

void AppState::undo_change() {
    Change* change = changes_.undoable();
    if (change == nullptr || !store_) return;
    auto done = revert(*change);
    if (!done) {
        show_toast("No se pudo deshacer " + change->what + ". " + done.error().message);
        changes_.drop_undoable();
        return;
    }
    after_command(change->record.to_text(), change->before);
    show_step("Deshecho: " + change->what, UndoWay::step_again, change->what);
    changes_.step_back();
}

void AppState::redo_change() {
    Change* change = changes_.redoable();
    if (change == nullptr || !store_) return;
    auto done = repeat(*change);
    if (!done) {
        show_toast("No se pudo rehacer " + change->what + ". " + done.error().message);
        changes_.drop_redoable();
        return;
    }
    after_command(change->record.to_text(), change->after);
    show_step("Rehecho: " + change->what, UndoWay::step, change->what);
    changes_.step_forward();
}

void AppState::show_step(std::string_view text, UndoWay way, const std::string& what) {
    show_toast(text);
    toast_->has_undo = true;
    toast_->way = way;
    toast_->step = what;
}

void AppState::take_step(const Toast& toast) {
    if (toast.way == UndoWay::step) {
        if (undoable_change() == toast.step) return undo_change();
        return show_toast("Después hubo otros cambios. Deshágalos primero, del último al primero.");
    }
    if (redoable_change() == toast.step) return redo_change();
    show_toast("Después hubo otros cambios: ya no se puede rehacer.");
}

}  // namespace minga::client
