#include "sync/client/device_store.hpp"

#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/device_tables.hpp"
#include "sync/client/op_state.hpp"
#include "sync/client/setting_keys.hpp"
#include "sync/client/stored_text.hpp"
#include "sync/wire/actor_codec.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

Id parent_of(const Record& record) {
    const schema::RecordInfo* info = schema::find_record_info(record.kind);
    if (info == nullptr) return {};
    for (const schema::FieldInfo& field : info->fields) {
        if (!field.options.parent) continue;
        auto id = Id::parse(text_of(record.fields, field.key));
        if (id) return *id;
    }
    return {};
}

Error not_here(std::string_view what) {
    return make_error(ErrorCode::not_found, std::string{what} + " no está en este equipo.");
}

Result<const schema::RecordInfo*> known_kind(std::string_view kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) {
        return make_error(ErrorCode::unknown_kind, "No existe el tipo de registro «" +
                                                       std::string{kind.substr(0, 40)} + "».");
    }
    return info;
}

Result<FieldMap> checked_changes(const schema::RecordInfo& info, const FieldMap& given) {
    FieldMap checked;
    for (const auto& [key, value] : given) {
        auto field = checked_field(info, key);
        if (!field) return field.error();
        auto canonical = checked_value(**field, value);
        if (!canonical) return canonical.error();
        checked.insert_or_assign(key, std::move(*canonical));
    }
    return checked;
}

}  // namespace

/// A row of `record`: the accepted state, to which waiting ops are added to make the view.
struct DeviceStore::Held {
    Record record;  ///< `fields` and `deleted` are the accepted ones.
    bool is_accepted = false;
};

Result<std::unique_ptr<DeviceStore>> DeviceStore::open(std::unique_ptr<storage::Database> database,
                                                       const Catalog& catalog, Random& random,
                                                       Clock& clock) {
    std::unique_ptr<DeviceStore> store{
        new DeviceStore{std::move(database), catalog, random, clock}};
    auto made = make_device_tables(*store->database_);
    if (!made) return made.error();
    auto loaded = store->load_identity();
    if (loaded) loaded = store->lift_records();
    if (!loaded) return loaded.error();
    store->load_instruments();
    auto dropped = store->drop_orphan_blobs();
    if (!dropped) return dropped.error();
    return store;
}

Result<void> DeviceStore::load_identity() {
    auto device = Id::parse(setting("device"));
    if (!device) return take_identity();
    device_ = *device;
    epoch_ = setting("epoch");
    const std::string generation = setting("generation");
    if (auto number = Decimal::parse(generation)) generation_ = number->thousandths / 1000;
    token_ = setting("token");
    actor_ = actor_from_text(setting("actor"));
    next_n_ = 1;
    const std::string given = setting("next_n");
    if (auto number = Decimal::parse(given)) next_n_ = number->thousandths / 1000;
    return database_->each(
        "SELECT max(n) FROM op WHERE device = ?1",
        [&](const Row& row) { next_n_ = std::max(next_n_, row.integer(0) + 1); }, device_);
}

Result<void> DeviceStore::take_identity() {
    device_ = new_id(clock_.now(), random_);
    next_n_ = 1;
    auto done = put_setting("device", device_.to_text());
    if (done) done = put_setting("next_n", "1");
    if (done) done = put_setting("safe_n", "0");
    if (done) done = put_setting(backed_setting, "0");
    if (done) done = put_setting("schema", std::to_string(schema_version));
    if (done) done = put_setting("forgotten_n", "0");
    return done;
}

std::string DeviceStore::setting(std::string_view key) const {
    std::string value;
    database_
        ->each(
            "SELECT value FROM setting WHERE key = ?1",
            [&](const Row& row) { value = row.text(0); }, key)
        .ignore();
    return value;
}

std::int64_t DeviceStore::backed_n() const {
    return number_setting(backed_setting);
}

std::int64_t DeviceStore::number_setting(std::string_view key) const {
    const std::string text = setting(key);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Result<void> DeviceStore::put_setting(std::string_view key, std::string_view value) {
    return database_->run(
        "INSERT INTO setting VALUES (?1, ?2) "
        "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        key, value);
}

Result<void> DeviceStore::set_setting(std::string_view key, std::string_view value) {
    return put_setting(key, value);
}

Result<void> DeviceStore::sign_in(const Actor& actor, std::string_view token) {
    const Id device_before = device_;
    const std::int64_t next_n_before = next_n_;
    const std::string epoch_before = epoch_;
    const std::int64_t generation_before = generation_;
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done;
    if (actor_ && actor_->user != actor.user) {
        done = drop_orphan_blobs();
        if (!done) return done;
        const StoreStatus held = status();
        if (held.pending + held.refused + held.files > 0) {
            return make_error(
                ErrorCode::unaccepted_work,
                "En este equipo hay trabajo de " + actor_->name +
                    " que el servidor no ha aceptado: " + std::to_string(held.pending) +
                    " cambios y " + std::to_string(held.files) + " archivos sin enviar, y " +
                    std::to_string(held.refused) +
                    " cambios con rechazo. Antes de que entre otra persona, debe sincronizar y "
                    "resolverlo, o guardar una copia y vaciar el equipo.");
        }
        done = forget_everything();
    }
    if (done) done = put_setting("actor", actor_to_text(actor));
    if (done) done = put_setting("token", token);
    if (done) done = transaction.commit();
    if (!done) {
        device_ = device_before;
        next_n_ = next_n_before;
        epoch_ = epoch_before;
        generation_ = generation_before;
        return done;
    }
    actor_ = actor;
    token_ = token;
    ++change_count_;
    return {};
}

Result<void> DeviceStore::forget_token() {
    auto done = put_setting("token", "");
    if (done) token_.clear();
    return done;
}

Result<void> DeviceStore::forget_everything() {
    for (const std::string_view table :
         {"record", "op", "cursor", "listing", "listed", "snapshot", "setting", "notice", "shelf",
          "review", "blob", "blob_piece"}) {
        auto done = database_->execute("DELETE FROM " + std::string{table});
        if (!done) return done;
    }
    epoch_.clear();
    generation_ = 0;
    instruments_ = {};
    return take_identity();
}

std::vector<std::string> DeviceStore::pending_fields(const Id& id) const {
    std::vector<std::string> fields;
    database_
        ->each(
            "SELECT record, effect, text FROM op WHERE number IN (" MINGA_WAITING_OPS_OF ")",
            [&](const Row& row) {
                const auto op = op_from_text(row.text(2));
                if (!op) return;
                const bool is_decision = row.id(0) != id;
                const FieldMap changed = is_decision ? stored_fields(row.text(1)) : op->set;
                for (const auto& [key, value] : changed) fields.push_back(key);
            },
            id)
        .ignore();
    return normalized_set(std::move(fields));
}

StoreStatus DeviceStore::status() const {
    StoreStatus status;
    database_
        ->each("SELECT state, count(*) FROM op WHERE effect IS NOT NULL GROUP BY state",
               [&](const Row& row) {
                   if (row.integer(0) == op_waiting || row.integer(0) == op_ahead) {
                       status.pending += row.integer(1);
                   }
                   if (row.integer(0) == op_refused) status.refused += row.integer(1);
               })
        .ignore();
    for (const Record& conflict : list("conflict")) {
        if (text_of(conflict.fields, "status") == "open") ++status.conflicts;
    }
    database_
        ->each("SELECT count(*) FROM blob WHERE place IN (0, 3)",
               [&](const Row& row) { status.files = row.integer(0); })
        .ignore();
    database_
        ->each("SELECT count(DISTINCT record) FROM shelf",
               [&](const Row& row) { status.lost = row.integer(0); })
        .ignore();
    if (auto at = Instant::parse(setting("last_sync"))) status.last_sync = *at;
    status.acked_n = acked_n();
    status.backed_n = backed_n();
    database_
        ->each(
            "SELECT made_at FROM op WHERE device = ?1 AND n = ?2",
            [&](const Row& row) { status.backed_at.ms = row.integer(0); }, device_, status.backed_n)
        .ignore();
    status.clock_skew_ms = number_setting(skew_setting);
    return status;
}

Result<void> DeviceStore::check(const Record& after, const Record* before,
                                const FieldMap& changes) const {
    if (!actor_) {
        return make_error(ErrorCode::unauthenticated,
                          "Primero entre con su usuario; después podrá trabajar sin conexión.");
    }
    const Action action = after.deleted       ? Action::remove
                          : before != nullptr ? Action::edit
                                              : Action::create;
    const schema::RecordInfo* info = schema::find_record_info(after.kind);
    for (const auto& [key, value] : changes) {
        const schema::FieldInfo* field = info != nullptr ? info->find(key) : nullptr;
        const bool is_fixed = field != nullptr && field->options.merge == schema::Merge::immutable;
        if (before != nullptr && is_fixed) {
            return make_error(ErrorCode::immutable_field,
                              "«" + std::string{field->options.label} +
                                  "» se fija al crear el registro y no cambia después.",
                              key);
        }
    }
    auto permitted = permit(*actor_, action, after, *this, catalog_);
    if (!permitted) return permitted;
    const auto errors = validate_record(after, before, *this, catalog_);
    if (!errors.empty()) return errors.front();
    return {};
}

Result<void> DeviceStore::together(const std::function<Result<void>()>& commands) {
    const std::int64_t next_n = next_n_;
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (done) done = commands();
    if (done) done = transaction.commit();
    if (!done) {
        next_n_ = next_n;
        taken_back_.reset();
        ++change_count_;
    }
    return done;
}

Result<Id> DeviceStore::create(std::string_view kind, const Id& organization, FieldMap given) {
    auto planned = plan_create({}, kind, organization, std::move(given));
    if (!planned) return planned.error();
    const Id id = planned->after.id;
    auto done = commit(std::move(*planned));
    if (!done) return done.error();
    return id;
}

Result<Id> DeviceStore::create_as(const Id& id, std::string_view kind, FieldMap given) {
    if (find(id)) {
        return make_error(ErrorCode::already_exists,
                          "Este registro ya está aquí, o se eliminó: no se crea otra vez.");
    }
    auto planned = plan_create(id, kind, {}, std::move(given));
    if (!planned) return planned.error();
    auto done = commit(std::move(*planned));
    if (!done) return done.error();
    return id;
}

Result<void> DeviceStore::set(const Id& id, FieldMap given) {
    auto planned = plan_set(id, std::move(given));
    if (!planned) return planned.error();
    return commit(std::move(*planned));
}

Result<void> DeviceStore::remove(const Id& id) {
    auto planned = plan_remove(id);
    if (!planned) return planned.error();
    return commit(std::move(*planned));
}

Result<void> DeviceStore::commit(Planned planned) {
    if (!planned.has_op) return {};
    return commit_op(std::move(planned.op), planned.after);
}

/// Where somebody without a network begins the same record, unless there is or was one here.
Id DeviceStore::free_meeting_id(const schema::RecordInfo& info, const FieldMap& fields) const {
    const Id id = meeting_id(info, fields);
    return id.is_nil() || find(id) ? Id{} : id;
}

Result<DeviceStore::Planned> DeviceStore::plan_create(const Id& wanted, std::string_view kind,
                                                      const Id& organization, FieldMap given) {
    auto info = known_kind(kind);
    if (!info) return info.error();
    if ((*info)->options.server_made) {
        return make_error(ErrorCode::server_made_kind,
                          "Estos registros los crea el servidor; no se agregan a mano.");
    }
    auto fields = checked_changes(**info, given);
    if (!fields) return fields.error();
    std::erase_if(*fields, [](const auto& entry) { return is_empty(entry.second); });

    Record record;
    record.id = wanted;
    record.kind = kind;
    record.fields = std::move(*fields);
    if ((*info)->has_natural_key()) {
        record.id = natural_id(**info, record.fields);
        const auto existing = find(record.id);
        if (existing && !existing->deleted) {
            FieldMap differing = record.fields;
            std::erase_if(differing, [&](const auto& entry) {
                return value_of(existing->fields, entry.first) == entry.second;
            });
            return plan_set(record.id, std::move(differing));
        }
    }
    if (record.id.is_nil()) record.id = free_meeting_id(**info, record.fields);
    FieldMap changes = record.fields;
    if (const auto removed = record.id.is_nil() ? std::nullopt : find(record.id)) {
        // Made again after it was removed: what it used to say does not come back with it.
        for (const auto& [key, value] : removed->fields) changes.emplace(key, Value{});
    }
    if (record.id.is_nil()) record.id = ids_.next(clock_.now(), random_);
    record.organization = organization;
    if (record.organization.is_nil()) {
        const auto parent = find(parent_of(record));
        if (parent) {
            record.organization = parent->organization;
        } else if (actor_ && !actor_->roles.empty()) {
            record.organization = actor_->roles.front().organization;
        }
    }
    if (record.kind == "organization") record.organization = record.id;
    auto allowed = check(record, nullptr, record.fields);
    if (!allowed) return allowed.error();

    Op op;
    op.record = record.id;
    op.kind = record.kind;
    op.organization = record.organization;
    op.set = std::move(changes);
    return Planned{std::move(op), std::move(record), true};
}

Result<DeviceStore::Planned> DeviceStore::plan_set(const Id& id, FieldMap given) {
    const auto before = find(id);
    if (!before) return not_here("El registro");
    if (before->deleted) {
        return make_error(ErrorCode::record_deleted,
                          "Este registro fue eliminado y no se puede modificar.");
    }
    auto info = known_kind(before->kind);
    if (!info) return info.error();
    auto changes = checked_changes(**info, given);
    if (!changes) return changes.error();
    std::erase_if(*changes, [&](const auto& entry) {
        return value_of(before->fields, entry.first) == entry.second;
    });
    Record after = *before;
    if (changes->empty()) return Planned{{}, std::move(after), false};
    for (const auto& [key, value] : *changes) assign(after.fields, key, value);
    auto allowed = check(after, &*before, *changes);
    if (!allowed) return allowed.error();

    Op op;
    op.record = id;
    op.kind = before->kind;
    op.organization = before->organization;
    for (const auto& [key, value] : *changes) op.was.emplace(key, value_of(before->fields, key));
    op.set = std::move(*changes);
    return Planned{std::move(op), std::move(after), true};
}

Result<DeviceStore::Planned> DeviceStore::plan_remove(const Id& id) {
    const auto before = find(id);
    if (!before || before->deleted) return not_here("El registro");
    Record after = *before;
    after.deleted = true;
    auto allowed = check(after, &*before, {});
    if (!allowed) return allowed.error();
    Op op;
    op.record = id;
    op.kind = before->kind;
    op.organization = before->organization;
    op.remove = true;
    return Planned{std::move(op), std::move(after), true};
}

/// What the person sees of a field with unsent work is that work, not what came since: a change on
/// top of it has seen no more than the work itself had.
std::int64_t DeviceStore::waiting_base(const Op& op) const {
    std::int64_t base = std::numeric_limits<std::int64_t>::max();
    database_
        ->each(
            "SELECT record, target_rev, effect, text FROM op "
            "WHERE number IN (" MINGA_WAITING_OPS_OF ")",
            [&](const Row& row) {
                const auto waiting = op_from_text(row.text(3));
                if (!waiting) return;
                const bool is_decision = row.id(0) != op.record;
                const FieldMap changed = is_decision ? stored_fields(row.text(2)) : waiting->set;
                const bool covers = std::any_of(
                    changed.begin(), changed.end(),
                    [&](const auto& entry) { return op.remove || op.set.contains(entry.first); });
                if (!covers && !waiting->remove && !waiting->restore) return;
                base = std::min(base, is_decision ? row.integer(1) : waiting->base_rev);
            },
            op.record)
        .ignore();
    return base;
}

Result<void> DeviceStore::commit_op(Op op, const Record& subject, std::int64_t corrected) {
    op.made_at = next_moment();
    op.schema = schema_version;
    op.n = next_n_;
    Id target;
    std::int64_t target_rev = 0;
    std::string effect;
    const auto accepted = find_accepted(op.record);
    op.base_rev = std::min(accepted ? accepted->rev : 0, waiting_base(op));
    const std::int64_t generation = generation_of(op.record);
    op.epoch = epoch_of(generation);
    if (subject.kind == "conflict") {
        const auto conflict = schema::decode<Conflict>(subject.fields);
        target = conflict.record;
        const std::string& written = conflict.resolution == "mine"     ? conflict.mine
                                     : conflict.resolution == "theirs" ? conflict.theirs
                                                                       : conflict.resolved_value;
        const auto held = find_accepted(target);
        const bool is_removal = conflict.type == ConflictType::removal;
        const auto shown = [&] {
            return is_removal ? Value{held->deleted} : value_of(held->fields, conflict.field);
        };
        const bool was_shown = held && value_to_json(shown()).dump() == conflict.theirs;
        if (was_shown) target_rev = held->rev;
        auto value = parse_json(written);
        effect = Json::object().set(conflict.field, value ? *value : Json{}).dump();
    }
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (done) {
        done = database_->run(
            "INSERT INTO op(device, n, record, target, target_rev, effect, text, made_at, state, "
            "generation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9)",
            device_, op.n, op.record, target, target_rev, effect, op_to_text(op), op.made_at.ms,
            generation);
    }
    if (done && !accepted) done = insert_unaccepted(subject);
    if (done && corrected != 0) {
        done = database_->run("UPDATE op SET state = ?2 WHERE number = ?1", corrected,
                              std::int64_t{op_withdrawn});
    }
    if (done) done = put_setting("next_n", std::to_string(op.n + 1));
    if (done) done = put_setting(made_at_setting, std::to_string(op.made_at.ms));
    if (done) done = rebuild_view(op.record);
    if (done && !target.is_nil()) done = rebuild_view(target);
    if (done) done = transaction.commit();
    if (!done) return done;
    next_n_ = op.n + 1;
    ++change_count_;
    return {};
}

/// Makes room for a record that only this device has, unless it is there.
Result<void> DeviceStore::insert_unaccepted(const Record& record) {
    return database_->run(
        "INSERT INTO record(id, kind, organization, parent, rev, deleted, body, accepted, "
        "accepted_deleted, generation) VALUES (?1, ?2, ?3, ?4, 0, 0, '{}', NULL, 0, ?5) "
        "ON CONFLICT(id) DO NOTHING",
        record.id, record.kind, record.organization, parent_of(record), generation_);
}

/// Puts what waits before the op `number` on top of the accepted state in `view`. Returns whether
/// any of it writes in the record itself.
Result<bool> DeviceStore::add_waiting(Record& view, std::int64_t number) const {
    bool has_waiting = false;
    auto done = database_->each(
        "SELECT record, effect, text FROM op WHERE number IN (" MINGA_WAITING_OPS_OF
        ") AND number < ?2 ORDER BY number",
        [&](const Row& row) {
            if (row.id(0) != view.id) {
                for (const auto& [key, value] : stored_fields(row.text(1))) {
                    if (key == deletion_key) {
                        view.deleted = value == Value{true};
                    } else {
                        assign(view.fields, key, value);
                    }
                }
                return;
            }
            auto op = op_from_text(row.text(2));
            if (!op) return;
            if (op->schema < schema_version) {
                op->set = schema::lifted(view.kind, std::move(op->set), op->schema);
            }
            has_waiting = has_waiting || has_words(*op);
            if (op->remove) view.deleted = true;
            if (!op->set.empty() || op->restore) view.deleted = false;
            for (const auto& [key, value] : op->set) assign(view.fields, key, value);
        },
        view.id, number);
    if (!done) return done.error();
    return has_waiting;
}

Result<void> DeviceStore::rebuild_view(const Id& id) {
    std::optional<Held> held;
    auto done = database_->each(
        "SELECT id, kind, organization, rev, accepted_deleted, accepted FROM record WHERE id = ?1",
        [&](const Row& row) {
            held = Held{record_of(row), !row.is_null(5)};
        },
        id);
    if (!done || !held) return done;
    Record view = held->record;
    auto has_waiting = add_waiting(view, std::numeric_limits<std::int64_t>::max());
    if (!has_waiting) return has_waiting.error();
    if (!held->is_accepted && !*has_waiting) {
        return database_->run("DELETE FROM record WHERE id = ?1", id);
    }
    return database_->run("UPDATE record SET body = ?2, deleted = ?3, parent = ?4 WHERE id = ?1",
                          id, fields_to_json(view.fields).dump(), view.deleted, parent_of(view));
}

}  // namespace minga::sync
