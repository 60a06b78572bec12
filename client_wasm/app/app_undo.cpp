/// Undoing and redoing, as AppState carries them out.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/record_words.hpp"

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
    }
    return {};
}

Result<void> AppState::repeat(Change& change) {
    switch (change.type) {
        case Change::Type::edited:
            return replace(change.record, change.before, change.after);
        case Change::Type::made:
            return bring_back(change);
        case Change::Type::removed:
            return take_away(change);
    }
    return {};
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
    show_toast("Deshecho: " + change->what);
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
    show_toast("Rehecho: " + change->what);
    changes_.step_forward();
}

}  // namespace minga::client
