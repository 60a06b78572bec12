/// The commands of AppState: what people change, and what is kept when it is refused.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/moment.hpp"
#include "shared/codec/value_json.hpp"

#include <algorithm>

namespace minga::client {
namespace {

constexpr std::int64_t undo_ms = 8'000;

std::string draft_setting(std::string_view form) {
    return "draft." + std::string{form};
}

std::string place_of(std::string_view subject, std::string_view key) {
    return std::string{subject} + "/" + std::string{key};
}

const schema::FieldInfo* field_info(const Record& record, std::string_view key) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    return info != nullptr ? info->find(key) : nullptr;
}

std::string written(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* decimal = std::get_if<Decimal>(&value)) {
        std::string text = decimal->to_text();
        if (const auto point = text.find('.'); point != std::string::npos) text[point] = ',';
        return text;
    }
    return {};
}

bool names_its_parent(std::string_view kind, const FieldMap& fields) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) return false;
    for (const schema::FieldInfo& field : info->fields) {
        if (field.options.parent && !is_empty(value_of(fields, field.key))) return true;
    }
    return false;
}

Error not_open() {
    return make_error(ErrorCode::unauthenticated, "Primero entre con su usuario.");
}

}  // namespace

// --- Fields ------------------------------------------------------------------------------------

FieldView AppState::field_view(const std::string& subject, std::string_view key,
                               const Value& stored) {
    FieldView view;
    view.value = stored;
    const auto refused = refusals_.find(subject);
    if (refused != refusals_.end()) {
        const auto typed = refused->second.typed.find(key);
        if (typed != refused->second.typed.end()) view.value = typed->second;
        if (refused->second.error.field == key) view.error = refused->second.error.message;
    }
    view.text = written(view.value);
    if (const auto* number = std::get_if<std::int64_t>(&view.value)) view.number = *number;
    const auto saved = saved_at_.find(place_of(subject, key));
    if (saved != saved_at_.end() && view.error.empty()) {
        view.saved = "Guardado " + clock_text(saved->second, platform_.zone_offset_minutes());
    }
    return view;
}

FieldView AppState::field(const Record& record, std::string_view key) {
    FieldView view = field_view(record.id.to_text(), key, value_of(record.fields, key));
    view.is_editable = may_edit_field(record, key).is_allowed;
    const auto& pending = memo<std::vector<std::string>>("pending " + record.id.to_text(), [&] {
        return store_ ? store_->pending_fields(record.id) : std::vector<std::string>{};
    });
    view.is_pending = std::find(pending.begin(), pending.end(), key) != pending.end();
    return view;
}

FieldView AppState::draft_field(std::string_view form, std::string_view key) {
    const Value stored = value_of(draft(form), key);
    return field_view(std::string{form}, key, stored);
}

// --- Commands ----------------------------------------------------------------------------------

void AppState::after_command(const std::string& subject, const FieldMap& changes) {
    last_saved_ = now();
    for (const auto& [key, value] : changes) {
        saved_at_.insert_or_assign(place_of(subject, key), last_saved_);
        const auto refused = refusals_.find(subject);
        if (refused == refusals_.end()) continue;
        refused->second.typed.erase(key);
        if (refused->second.error.field == key || refused->second.typed.empty()) {
            refusals_.erase(refused);
        }
    }
    announcement_ = "Guardado " + clock_text(last_saved_, platform_.zone_offset_minutes());
    if (hooks.changed) hooks.changed();
    platform_.request_frame();
}

void AppState::note_refusal(const std::string& subject, const Error& error, const FieldMap& typed) {
    Refusal& refusal = refusals_[subject];
    refusal.error = error;
    for (const auto& [key, value] : typed) refusal.typed.insert_or_assign(key, value);
    // A refusal of one field stands beside it, even where the rule names no field or another one.
    if (typed.size() == 1 && !typed.contains(refusal.error.field)) {
        refusal.error.field = typed.begin()->first;
    }
    announcement_ = error.message;
    platform_.request_frame();
}

bool AppState::edit(const Id& id, std::string_view field, Value value) {
    FieldMap changes;
    changes.emplace(std::string{field}, std::move(value));
    return edit(id, std::move(changes));
}

bool AppState::edit_text(const Id& id, std::string_view field, std::string_view typed) {
    const Record* record = find(id);
    const schema::FieldInfo* info = record != nullptr ? field_info(*record, field) : nullptr;
    if (info == nullptr) return edit(id, field, std::string{typed});
    auto value = value_from_text(*info, typed);
    if (!value) {
        Error error = value.error();
        error.field = std::string{field};
        FieldMap kept;
        kept.emplace(std::string{field}, std::string{typed});
        note_refusal(id.to_text(), error, kept);
        return false;
    }
    return edit(id, field, std::move(*value));
}

bool AppState::edit(const Id& id, FieldMap changes) {
    const std::string subject = id.to_text();
    FieldMap before = present(id, changes);
    auto done = store_ ? store_->set(id, changes) : Result<void>{not_open()};
    if (!done) {
        note_refusal(subject, done.error(), changes);
        return false;
    }
    after_command(subject, changes);
    if (before != changes) {
        std::string what = change_words(id, changes);
        remember({.type = Change::Type::edited,
                  .record = id,
                  .before = std::move(before),
                  .after = std::move(changes),
                  .what = std::move(what)});
    }
    return true;
}

std::optional<Id> AppState::create(std::string_view kind, FieldMap fields, std::string_view form) {
    const std::string subject = form.empty() ? std::string{kind} : std::string{form};
    const Id home = names_its_parent(kind, fields) ? Id{} : organization_;
    auto made = store_ ? store_->create(kind, home, fields) : Result<Id>{not_open()};
    if (!made) {
        note_refusal(subject, made.error(), fields);
        return std::nullopt;
    }
    refusals_.erase(subject);
    after_command((*made).to_text(), fields);
    remember({.type = Change::Type::made, .record = *made, .what = change_words(*made, {})});
    return *made;
}

bool AppState::remove(const Id& id, std::string_view what) {
    auto done = store_ ? store_->remove(id) : Result<void>{not_open()};
    if (!done) {
        note_refusal(id.to_text(), done.error(), {});
        show_toast(done.error().message);
        return false;
    }
    show_toast(what, store_->last_op(), UndoWay::restore,
               "Se deshizo: el registro sigue en su lugar.");
    toast_->record = id;
    after_command(id.to_text(), {});
    remember({.type = Change::Type::removed,
              .record = id,
              .what = change_words(id, {}),
              .removal = store_->last_op()});
    announcement_ = std::string{what} + ". Puede deshacerlo.";
    return true;
}

bool AppState::restore(const Id& id, std::string_view what) {
    auto done = store_ ? store_->restore(id) : Result<void>{not_open()};
    if (!done) {
        note_refusal(id.to_text(), done.error(), {});
        return false;
    }
    refusals_.erase(id.to_text());
    show_toast(what, store_->last_op(), UndoWay::withdraw, "Se deshizo: sigue eliminado.");
    after_command(id.to_text(), {});
    announcement_ = std::string{what} + ". Puede deshacerlo.";
    return true;
}

bool AppState::resolve(const Id& conflict, sync::Resolution resolution, Value value,
                       std::string_view what) {
    FieldMap typed;
    typed.emplace("resolved_value", value);
    auto done = store_ ? store_->resolve(conflict, resolution, value) : Result<void>{not_open()};
    if (!done) {
        note_refusal(conflict.to_text(), done.error(), typed);
        return false;
    }
    refusals_.erase(conflict.to_text());
    show_toast(what, store_->last_op(), UndoWay::withdraw, "Se deshizo: vuelve a esperar.");
    after_command(conflict.to_text(), {});
    announcement_ = std::string{what} + ". Puede deshacerlo.";
    return true;
}

std::string AppState::correction_subject(std::int64_t op) {
    return "op " + std::to_string(op);
}

bool AppState::correct(std::int64_t op, FieldMap corrections) {
    auto done = store_ ? store_->correct(op, corrections) : Result<void>{not_open()};
    if (!done) {
        note_refusal(correction_subject(op), done.error(), {});
        return false;
    }
    refusals_.erase(correction_subject(op));
    after_command(correction_subject(op), {});
    announcement_ = "Corregido. Se enviará al servidor.";
    return true;
}

bool AppState::amend(std::int64_t op, FieldMap changes) {
    auto done = store_ ? store_->amend(op, changes) : Result<void>{not_open()};
    if (!done) {
        note_refusal(correction_subject(op), done.error(), {});
        return false;
    }
    refusals_.erase(correction_subject(op));
    after_command(correction_subject(op), {});
    return true;
}

bool AppState::write_again(const Id& record) {
    const std::string subject = record.to_text();
    auto done = store_ ? store_->write_again(record) : Result<void>{not_open()};
    if (!done) {
        note_refusal(subject, done.error(), {});
        return false;
    }
    refusals_.erase(subject);
    after_command(subject, {});
    show_toast("Escrito de nuevo: sale con la próxima sincronización");
    return true;
}

bool AppState::clear_shelf(const Id& record) {
    auto done = store_ ? store_->clear_shelf(record) : Result<void>{not_open()};
    if (!done) {
        note_refusal(record.to_text(), done.error(), {});
        return false;
    }
    refusals_.erase(record.to_text());
    after_command(record.to_text(), {});
    show_toast("Descartado");
    return true;
}

bool AppState::withdraw(std::int64_t op, std::string_view what) {
    auto done = store_ ? store_->withdraw(op) : Result<void>{not_open()};
    if (!done) {
        show_toast(done.error().message);
        return false;
    }
    refusals_.erase(correction_subject(op));
    show_toast(what, op, UndoWay::reinstate, "Se deshizo: el cambio sigue aquí.");
    if (hooks.changed) hooks.changed();
    announcement_ = std::string{what} + ". Puede deshacerlo.";
    return true;
}

void AppState::undo() {
    if (!toast_ || !toast_->has_undo || !store_) return;
    const Toast toast = *std::exchange(toast_, std::nullopt);
    if (!toast.step.empty()) return take_step(toast);
    auto done = toast.way == UndoWay::reinstate ? store_->reinstate(toast.undo_op)
                                                : store_->withdraw(toast.undo_op);
    if (!done && toast.way == UndoWay::restore) done = store_->restore(toast.record);
    show_toast(done ? toast.undone : done.error().message);
    if (hooks.changed) hooks.changed();
}

void AppState::show_toast(std::string_view text) {
    show_toast(text, 0, UndoWay::withdraw, {});
}

void AppState::show_toast(std::string_view text, std::int64_t undo_op, UndoWay way,
                          std::string_view undone) {
    toast_ = Toast{.text = std::string{text},
                   .has_undo = undo_op > 0,
                   .until_ms = platform_.now_ms() + undo_ms,
                   .undo_op = undo_op,
                   .way = way,
                   .undone = std::string{undone}};
    platform_.after(static_cast<std::int32_t>(undo_ms) + 50, [this] { platform_.request_frame(); });
    announcement_ = text;
    platform_.request_frame();
}

const Error* AppState::refusal(std::string_view subject) const {
    const auto found = refusals_.find(subject);
    return found == refusals_.end() ? nullptr : &found->second.error;
}

void AppState::forget_refusals(std::string_view subject) {
    const auto found = refusals_.find(subject);
    if (found != refusals_.end()) refusals_.erase(found);
    platform_.request_frame();
}

// --- Drafts ------------------------------------------------------------------------------------

const FieldMap& AppState::draft(std::string_view form) {
    auto found = drafts_.find(form);
    if (found == drafts_.end()) {
        FieldMap kept;
        if (auto json = parse_json(setting(draft_setting(form)))) {
            if (auto fields = fields_from_json(*json)) kept = std::move(*fields);
        }
        found = drafts_.emplace(std::string{form}, std::move(kept)).first;
    }
    return found->second;
}

void AppState::set_draft(std::string_view form, std::string_view key, Value value) {
    static_cast<void>(draft(form));
    FieldMap& fields = drafts_.find(form)->second;
    assign(fields, key, std::move(value));
    set_setting(draft_setting(form), fields_to_json(fields).dump());
    const auto refused = refusals_.find(form);
    if (refused != refusals_.end()) {
        refused->second.typed.erase(std::string{key});
        if (refused->second.error.field == key) refusals_.erase(refused);
    }
    platform_.request_frame();
}

void AppState::discard_draft(std::string_view form) {
    drafts_.insert_or_assign(std::string{form}, FieldMap{});
    set_setting(draft_setting(form), "");
    forget_refusals(form);
}

std::optional<Id> AppState::create_from_draft(std::string_view form, std::string_view kind,
                                              FieldMap fields) {
    for (const auto& [key, value] : draft(form)) fields.insert_or_assign(key, value);
    auto made = create(kind, std::move(fields), form);
    if (made) discard_draft(form);
    return made;
}

}  // namespace minga::client
