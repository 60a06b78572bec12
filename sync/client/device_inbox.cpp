/// The part of the device's store that waits for people: inbox, settling, withdrawing.
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

Value value_of_text(std::string_view text) {
    auto json = parse_json(text);
    if (!json) return {};
    auto value = value_from_json(*json);
    return value ? std::move(*value) : Value{};
}

/// A conflict names the accepted value "theirs" and the proposal "mine". Whoever wrote the accepted
/// one sees it the other way round: theirs is what the other person proposes.
bool is_other_way_round(const Conflict& conflict, const OwnChain& chain) {
    const auto is_ours = [&](const std::string& device) {
        auto id = Id::parse(device);
        if (!id) return false;
        return *id == chain.device ||
               std::any_of(chain.formerly.begin(), chain.formerly.end(),
                           [&](const OwnChain::Former& former) { return former.device == *id; });
    };
    return is_ours(conflict.theirs_device) && !is_ours(conflict.mine_device);
}

InboxItem conflict_item(const Record& record, const OwnChain& chain) {
    auto conflict = schema::decode<Conflict>(record.fields);
    if (is_other_way_round(conflict, chain)) {
        std::swap(conflict.theirs, conflict.mine);
        std::swap(conflict.theirs_by, conflict.mine_by);
        std::swap(conflict.theirs_at, conflict.mine_at);
        conflict.mine_op.reset();
    }
    InboxItem item;
    item.type = InboxItem::Type::conflict;
    item.conflict = record.id;
    item.op = conflict.mine_op.value_or(0);
    item.record = conflict.record;
    item.kind = conflict.record_kind;
    item.field = conflict.field;
    item.base = value_of_text(conflict.base);
    item.theirs = value_of_text(conflict.theirs);
    item.mine = value_of_text(conflict.mine);
    item.theirs_by = conflict.theirs_by;
    item.mine_by = conflict.mine_by;
    item.theirs_at = conflict.theirs_at.value_or(Instant{});
    item.mine_at = conflict.mine_at.value_or(Instant{});
    item.is_removal = conflict.type == ConflictType::removal;
    item.is_decided = conflict.status == ConflictStatus::resolved;
    return item;
}

}  // namespace

std::vector<InboxItem> DeviceStore::inbox() const {
    std::vector<InboxItem> items;
    const OwnChain chain{device_, former_names()};
    for (const Record& record : list("conflict")) {
        InboxItem item = conflict_item(record, chain);
        // One that was settled here stays, marked, until the server has agreed.
        if (item.is_decided && pending_fields(record.id).empty()) continue;
        items.push_back(std::move(item));
    }
    struct Refused {
        std::int64_t number;
        std::string text;
        std::string verdict;
    };
    std::vector<Refused> refused;
    database_
        ->each(
            "SELECT number, text, verdict FROM op WHERE state = ?1 ORDER BY number",
            [&](const Row& row) {
                refused.push_back(
                    {row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}});
            },
            std::int64_t{op_refused})
        .ignore();
    for (const Refused& one : refused) {
        auto op = op_from_text(one.text);
        auto json = parse_json(one.verdict);
        if (!op || !json) continue;
        auto verdict = verdict_from_json(*json);
        if (!verdict) continue;
        const auto record = find(op->record);
        for (const Error& reason : verdict->refusals) {
            InboxItem item;
            item.type = InboxItem::Type::refusal;
            item.op = one.number;
            item.record = op->record;
            item.kind = record ? record->kind : op->kind;
            item.field = reason.field;
            item.code = error_info(reason.code).key;
            item.message = reason.message;
            item.base = value_of(op->was, reason.field);
            item.mine = value_of(op->set, reason.field);
            if (record) item.theirs = value_of(record->fields, reason.field);
            if (actor_) item.mine_by = actor_->name;
            item.mine_at = op->made_at;
            item.is_removal = op->remove;
            item.change = op->set;
            items.push_back(std::move(item));
        }
    }
    return items;
}

std::vector<WaitingOp> DeviceStore::waiting(std::int64_t count_max) const {
    std::vector<WaitingOp> ops;
    database_
        ->each(
            "SELECT number, record, sent, text FROM op WHERE state = ?1 "
            "ORDER BY number DESC LIMIT ?2",
            [&](const Row& row) {
                auto op = op_from_text(row.text(3));
                if (!op) return;
                ops.push_back({.number = row.integer(0),
                               .record = row.id(1),
                               .kind = op->kind,
                               .set = std::move(op->set),
                               .is_removal = op->remove,
                               .is_sent = row.integer(2) != 0,
                               .made_at = op->made_at});
            },
            std::int64_t{op_waiting}, count_max)
        .ignore();
    return ops;
}

std::int64_t DeviceStore::last_op() const {
    std::int64_t number = 0;
    database_->each("SELECT max(number) FROM op", [&](const Row& row) { number = row.integer(0); })
        .ignore();
    return number;
}

Result<void> DeviceStore::resolve(const Id& id, Resolution resolution, Value value) {
    const auto before = find(id);
    if (!before || before->kind != "conflict") {
        return make_error(ErrorCode::not_found, "El conflicto no está en este equipo.");
    }
    const auto conflict = schema::decode<Conflict>(before->fields);
    if (conflict.status == ConflictStatus::resolved) {
        return make_error(ErrorCode::conflict_settled, "Este conflicto ya está resuelto.");
    }
    if (!actor_) {
        return make_error(ErrorCode::unauthenticated, "Primero entre con su usuario.");
    }
    auto permitted = permit(*actor_, Action::edit, *before, *this, catalog_);
    if (!permitted) return permitted;

    Op op;
    op.record = id;
    op.kind = before->kind;
    op.organization = before->organization;
    op.set.emplace("status", std::string{"resolved"});
    if (resolution == Resolution::other) {
        const schema::RecordInfo* info = schema::find_record_info(conflict.record_kind);
        const schema::FieldInfo* field = info != nullptr ? info->find(conflict.field) : nullptr;
        if (field != nullptr) {
            auto checked = checked_value(*field, std::move(value));
            if (!checked) return checked.error();
            value = std::move(*checked);
        }
        op.set.emplace("resolution", std::string{"other"});
        op.set.emplace("resolved_value", value_to_json(value).dump());
    } else {
        const bool is_swapped = is_other_way_round(conflict, {device_, former_names()});
        const bool takes_proposal = (resolution == Resolution::mine) != is_swapped;
        op.set.emplace("resolution", std::string{takes_proposal ? "mine" : "theirs"});
    }
    Record after = *before;
    for (const auto& [key, settled] : op.set) assign(after.fields, key, settled);
    return commit_op(std::move(op), after);
}

Result<void> DeviceStore::withdraw(std::int64_t number) {
    struct Found {
        Id record;
        Id target;
        std::int64_t state;
        bool sent;
        std::string text;
    };
    std::optional<Found> found;
    auto read = database_->each(
        "SELECT record, target, state, sent, text FROM op WHERE number = ?1",
        [&](const Row& row) {
            found = Found{row.id(0), row.id(1), row.integer(2), row.integer(3) != 0,
                          std::string{row.text(4)}};
        },
        number);
    if (!read) return read;
    if (!found) return make_error(ErrorCode::not_found, "No existe ese cambio en este equipo.");
    if (found->state == op_settled || found->state == op_withdrawn) {
        return make_error(ErrorCode::forbidden,
                          "El servidor ya tiene ese cambio. Para deshacerlo, vuelva a escribir el "
                          "valor anterior.");
    }
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done;
    if (found->state == op_refused || found->state == op_ahead) {
        done = database_->run("UPDATE op SET state = ?2 WHERE number = ?1", number,
                              std::int64_t{op_withdrawn});
    } else if (found->sent) {
        return make_error(ErrorCode::forbidden,
                          "Ese cambio ya salió hacia el servidor y espera respuesta. Sincronice y, "
                          "si hace falta, vuelva a escribir el valor anterior.");
    } else {
        bool has_later = false;
        done = database_->each(
            "SELECT text FROM op WHERE record = ?1 AND state = 0 AND number > ?2",
            [&](const Row& row) {
                const auto later = op_from_text(row.text(0));
                if (later && (later->remove || !later->set.empty())) has_later = true;
            },
            found->record, number);
        if (!done) return done;
        if (has_later && !find_accepted(found->record)) {
            return make_error(ErrorCode::forbidden,
                              "Otros cambios de este registro dependen de este. Retire primero los "
                              "posteriores.");
        }
        // Its number must still arrive, or the ones behind it could not: it goes as an empty op.
        auto op = op_from_text(found->text);
        if (!op) return op.error();
        done = database_->run(
            "UPDATE op SET text = ?2, target = NULL, effect = NULL "
            "WHERE number = ?1",
            number, op_to_text(emptied(*std::move(op))));
        if (done) done = rebuild_view(found->record);
        if (done && !found->target.is_nil()) done = rebuild_view(found->target);
    }
    if (done) done = transaction.commit();
    if (!done) return done;
    ++change_count_;
    return {};
}

}  // namespace minga::sync
