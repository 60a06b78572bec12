/// The part of the device's store that is the queue: what waits to be sent, and changing or taking
/// it back before it leaves.
#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/device_tables.hpp"
#include "sync/client/op_state.hpp"
#include "sync/client/setting_keys.hpp"
#include "sync/client/stored_op.hpp"
#include "sync/client/stored_text.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

Error already_sent() {
    return make_error(ErrorCode::forbidden,
                      "Ese cambio ya salió hacia el servidor y espera respuesta. Sincronice y, si "
                      "hace falta, vuelva a escribir el valor anterior.");
}

bool is_part_of_id(const schema::RecordInfo& info, std::string_view key) {
    const auto parts = split(info.options.natural_key, ',');
    return std::find(parts.begin(), parts.end(), key) != parts.end();
}

Error already_settled() {
    return make_error(ErrorCode::forbidden,
                      "El servidor ya tiene ese cambio. Para deshacerlo, vuelva a escribir el "
                      "valor anterior.");
}

}  // namespace

std::vector<WaitingOp> DeviceStore::waiting(std::int64_t count_max) const {
    std::vector<WaitingOp> ops;
    database_
        ->each(
            // Those of a scope that was lost have no record here: they only wait to be handed over.
            "SELECT number, record, sent, text, made_at FROM op WHERE state IN (0, 4) "
            "AND effect IS NOT NULL "
            "AND EXISTS (SELECT 1 FROM record WHERE record.id = op.record) "
            "ORDER BY number DESC LIMIT ?1",
            [&](const Row& row) {
                auto op = op_from_text(row.text(3));
                if (!op) return;
                ops.push_back({.number = row.integer(0),
                               .record = row.id(1),
                               .organization = op->organization,
                               .kind = op->kind,
                               .set = std::move(op->set),
                               .was = std::move(op->was),
                               .is_removal = op->remove,
                               .is_restoration = op->restore,
                               .is_sent = row.integer(2) != 0,
                               .made_at = {row.integer(4)}});
            },
            count_max)
        .ignore();
    return ops;
}

std::int64_t DeviceStore::pending_bytes() const {
    std::int64_t bytes = 0;
    database_
        ->each(
            "SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM op INDEXED BY op_outbox "
            "WHERE device = ?1 AND state = 0",
            [&](const Row& row) { bytes = row.integer(0); }, device_)
        .ignore();
    return bytes;
}

std::int64_t DeviceStore::last_op() const {
    std::int64_t number = 0;
    database_->each("SELECT max(number) FROM op", [&](const Row& row) { number = row.integer(0); })
        .ignore();
    return number;
}

Result<DeviceStore::StoredOp> DeviceStore::stored_op(std::int64_t number) const {
    std::optional<StoredOp> found;
    auto read = database_->each(
        "SELECT target, target_rev, effect, text, state, sent, verdict FROM op WHERE number = ?1",
        [&](const Row& row) {
            found = StoredOp{.number = number,
                             .target = row.id(0),
                             .target_rev = row.integer(1),
                             .effect = std::string{row.text(2)},
                             .is_taken_back = row.is_null(2),
                             .text = std::string{row.text(3)},
                             .state = row.integer(4),
                             .is_sent = row.integer(5) != 0,
                             .verdict = std::string{row.text(6)}};
        },
        number);
    if (!read) return read.error();
    if (!found) return make_error(ErrorCode::not_found, "No existe ese cambio en este equipo.");
    auto op = op_from_text(found->text);
    if (!op) return op.error();
    found->op = std::move(*op);
    return std::move(*found);
}

/// A record that was never sent goes with the op that made it, so nothing may stand on it, nor wait
/// to be told of: the server would look in vain for what a part that was removed lay in.
Result<void> DeviceStore::forbid_if_built_on(const StoredOp& stored) const {
    if (find_accepted(stored.op.record)) return {};
    bool has_later = false;
    auto read = database_->each(
        "SELECT text FROM op WHERE record = ?1 AND state = 0 AND number > ?2",
        [&](const Row& row) {
            const auto later = op_from_text(row.text(0));
            if (later && has_words(*later)) has_later = true;
        },
        stored.op.record, stored.number);
    if (!read) return read;
    if (has_later) {
        return make_error(ErrorCode::forbidden,
                          "Otros cambios de este registro dependen de este. Retire primero los "
                          "posteriores.");
    }
    bool has_children = false;
    read = database_->each(
        "SELECT record.deleted, op.text FROM record LEFT JOIN op ON op.record = record.id "
        "AND op.state = 0 WHERE record.parent = ?1",
        [&](const Row& row) {
            const auto waiting = op_from_text(row.is_null(1) ? "" : row.text(1));
            if (row.integer(0) == 0 || (waiting && has_words(*waiting))) has_children = true;
        },
        stored.op.record);
    if (!read) return read;
    if (!has_children) return {};
    return make_error(ErrorCode::forbidden,
                      "Otros registros se agregaron dentro de este. Retire primero esos.");
}

Result<void> DeviceStore::withdraw(std::int64_t number) {
    auto stored = stored_op(number);
    if (!stored) return stored.error();
    const bool can_go =
        stored->state == op_waiting || stored->state == op_refused || stored->state == op_ahead;
    if (!can_go) return already_settled();
    const bool is_waiting = stored->state == op_waiting;
    if (is_waiting && stored->is_sent) return already_sent();
    if (is_waiting && stored->is_taken_back) return {};
    if (is_waiting) {
        auto allowed = forbid_if_built_on(*stored);
        if (!allowed) return allowed;
    }
    const Id& record = stored->op.record;
    TakenBack taken{
        number, stored->state, stored->text, stored->target, stored->target_rev, stored->effect,
        {}};
    if (auto subject = find(record)) taken.subject = std::move(*subject);
    const auto faults = faults_of(record);
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done;
    if (!is_waiting) {
        done = database_->run("UPDATE op SET state = ?2 WHERE number = ?1", number,
                              std::int64_t{op_withdrawn});
        // What was put off shows in the record.
        if (done) done = rebuild_view(record);
    } else {
        // Its number must still arrive, or the ones behind it could not: it goes as an empty op.
        done = database_->run(
            "UPDATE op SET text = ?2, target = NULL, effect = NULL WHERE number = ?1", number,
            op_to_text(emptied(stored->op)));
        if (done) done = rebuild_view(record);
        if (done) done = forbid_new_faults(record, faults);
        if (done && !stored->target.is_nil()) done = rebuild_view(stored->target);
    }
    if (done) done = transaction.commit();
    if (!done) return done;
    taken_back_ = std::move(taken);
    ++change_count_;
    return {};
}

Result<void> DeviceStore::reinstate(std::int64_t number) {
    if (!taken_back_ || taken_back_->number != number) {
        return make_error(ErrorCode::not_found, "Ese cambio ya no se puede recuperar.");
    }
    auto stored = stored_op(number);
    if (!stored) return stored.error();
    const TakenBack& taken = *taken_back_;
    const bool was_waiting = taken.state == op_waiting;
    if (was_waiting && (stored->state != op_waiting || stored->is_sent)) return already_sent();
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done;
    if (!was_waiting) {
        done = database_->run("UPDATE op SET state = ?2 WHERE number = ?1", number, taken.state);
        if (done && taken.state == op_ahead) done = insert_unaccepted(taken.subject);
        if (done) done = rebuild_view(stored->op.record);
    } else {
        auto op = op_from_text(taken.text);
        if (!op) return op.error();
        done = database_->run(
            "UPDATE op SET text = ?2, target = ?3, target_rev = ?4, effect = ?5 WHERE number = ?1",
            number, taken.text, taken.target, taken.target_rev, taken.effect);
        if (done) done = insert_unaccepted(taken.subject);
        if (done) done = rebuild_view(op->record);
        if (done && !taken.target.is_nil()) done = rebuild_view(taken.target);
    }
    if (done) done = transaction.commit();
    if (!done) return done;
    taken_back_.reset();
    ++change_count_;
    return {};
}

/// What the op writes must fit where it stands.
Result<void> DeviceStore::check_amended(const StoredOp& stored, const Op& amended) const {
    const auto present = find(amended.record);
    if (!present || present->deleted) {
        return make_error(ErrorCode::record_deleted,
                          "Este registro fue eliminado y no se puede modificar.");
    }
    Record before = find_accepted(amended.record).value_or(Record{});
    before.id = present->id;
    before.kind = present->kind;
    before.organization = present->organization;
    auto has_earlier = add_waiting(before, stored.number);
    if (!has_earlier) return has_earlier.error();
    const bool is_making = before.rev == 0 && !*has_earlier;
    Record after = before;
    for (const auto& [key, value] : amended.set) assign(after.fields, key, value);
    return check(after, is_making ? nullptr : &before, amended.set);
}

/// What is wrong with the record as it shows here, against what the server has of it.
std::vector<Error> DeviceStore::faults_of(const Id& id) const {
    const auto view = find(id);
    if (!view || view->deleted) return {};
    const auto accepted = find_accepted(id);
    return validate_record(*view, accepted ? &*accepted : nullptr, *this, catalog_);
}

/// Later work on the record may stand on what was just changed or taken back.
Result<void> DeviceStore::forbid_new_faults(const Id& id, const std::vector<Error>& before) const {
    for (const Error& fault : faults_of(id)) {
        const bool is_old = std::any_of(before.begin(), before.end(), [&](const Error& old) {
            return old.code == fault.code && old.field == fault.field;
        });
        if (is_old) continue;
        return make_error(fault.code,
                          "Otro cambio suyo de este registro depende de este. " + fault.message,
                          fault.field);
    }
    return {};
}

Result<void> DeviceStore::amend(std::int64_t number, FieldMap given) {
    auto stored = stored_op(number);
    if (!stored) return stored.error();
    if (stored->state != op_waiting || stored->is_taken_back) return already_settled();
    if (stored->is_sent) return already_sent();
    const auto present = find(stored->op.record);
    const schema::RecordInfo* info = present ? schema::find_record_info(present->kind) : nullptr;
    const bool has_values = info != nullptr && stored->target.is_nil() && !stored->op.set.empty();
    if (!has_values) {
        return make_error(ErrorCode::forbidden,
                          "En este cambio no hay un valor que corregir: retírelo o déjelo ir.");
    }
    Op amended = stored->op;
    for (auto& [key, value] : given) {
        auto field = checked_field(*info, key);
        if (!field) return field.error();
        if (!amended.set.contains(key)) {
            return make_error(ErrorCode::not_found, "Ese cambio no escribe en este campo.", key);
        }
        if (is_part_of_id(*info, key)) {
            return make_error(ErrorCode::immutable_field,
                              "«" + std::string{(*field)->options.label} +
                                  "» se fija al crear el registro y no cambia después.",
                              key);
        }
        auto checked = checked_value(**field, std::move(value));
        if (!checked) return checked.error();
        amended.set.insert_or_assign(key, std::move(*checked));
    }
    bool is_rewritten = false;
    auto read = database_->each(
        "SELECT record, effect, text FROM op WHERE number IN (" MINGA_WAITING_OPS_OF
        ") AND number > ?2",
        [&](const Row& row) {
            const auto later = op_from_text(row.text(2));
            if (!later) return;
            const bool is_decision = row.id(0) != amended.record;
            const FieldMap written = is_decision ? stored_fields(row.text(1)) : later->set;
            for (const auto& [key, value] : given) {
                if (written.contains(key)) is_rewritten = true;
            }
        },
        amended.record, number);
    if (!read) return read;
    if (is_rewritten) {
        return make_error(ErrorCode::forbidden,
                          "Usted volvió a escribir este campo después. Corrija ese otro cambio.");
    }
    // What says again what stood before is no change.
    std::erase_if(amended.set, [&](const auto& entry) {
        const auto was = amended.was.find(entry.first);
        return was != amended.was.end() && was->second == entry.second;
    });
    std::erase_if(amended.was,
                  [&](const auto& entry) { return !amended.set.contains(entry.first); });
    if (amended.set.empty()) return withdraw(number);
    auto allowed = check_amended(*stored, amended);
    if (!allowed) return allowed;
    amended.made_at = next_moment();
    const auto faults = faults_of(amended.record);

    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (done) {
        done = database_->run("UPDATE op SET text = ?2, made_at = ?3 WHERE number = ?1", number,
                              op_to_text(amended), amended.made_at.ms);
    }
    if (done) done = put_setting(made_at_setting, std::to_string(amended.made_at.ms));
    if (done) done = rebuild_view(amended.record);
    if (done) done = forbid_new_faults(amended.record, faults);
    if (done) done = transaction.commit();
    if (!done) return done;
    ++change_count_;
    return {};
}

}  // namespace minga::sync
