/// The part of the device's store that waits for people: conflicts, refusals, and settling them.
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"
#include "sync/client/stored_op.hpp"
#include "sync/client/stored_text.hpp"

#include <algorithm>
#include <map>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

/// The device that a conflict names: this one under its present name, whichever it had then.
Id present_name(const std::string& device, const OwnChain& chain) {
    const auto id = Id::parse(device);
    if (!id) return {};
    const bool is_ours =
        std::any_of(chain.formerly.begin(), chain.formerly.end(),
                    [&](const OwnChain::Former& former) { return former.device == *id; });
    return is_ours ? chain.device : *id;
}

/// A conflict names the accepted value "theirs" and the proposal "mine". Whoever wrote the accepted
/// one sees it the other way round: theirs is what the other person proposes.
bool is_other_way_round(const Conflict& conflict, const OwnChain& chain) {
    const auto is_ours = [&](const std::string& device) {
        return present_name(device, chain) == chain.device;
    };
    return is_ours(conflict.theirs_device) && !is_ours(conflict.mine_device);
}

InboxItem conflict_item(const Record& record, const OwnChain& chain) {
    auto conflict = schema::decode<Conflict>(record.fields);
    if (is_other_way_round(conflict, chain)) {
        std::swap(conflict.theirs, conflict.mine);
        std::swap(conflict.theirs_by, conflict.mine_by);
        std::swap(conflict.theirs_at, conflict.mine_at);
        std::swap(conflict.theirs_device, conflict.mine_device);
        conflict.mine_op.reset();
    }
    InboxItem item;
    item.type = InboxItem::Type::conflict;
    item.conflict = record.id;
    item.op = conflict.mine_op.value_or(0);
    item.record = conflict.record;
    item.organization = record.organization;
    item.kind = conflict.record_kind;
    item.field = conflict.field;
    item.base = stored_value(conflict.base);
    item.theirs = stored_value(conflict.theirs);
    item.mine = stored_value(conflict.mine);
    item.theirs_by = conflict.theirs_by;
    item.mine_by = conflict.mine_by;
    item.theirs_at = conflict.theirs_at.value_or(Instant{});
    item.mine_at = conflict.mine_at.value_or(Instant{});
    item.theirs_device = present_name(conflict.theirs_device, chain);
    item.mine_device = present_name(conflict.mine_device, chain);
    item.is_removal = conflict.type == ConflictType::removal;
    item.is_decided = conflict.status == ConflictStatus::resolved;
    return item;
}

/// What the device of an open conflict's proposal proposed before on the same field, since it was
/// last decided about.
std::vector<InboxItem::Proposal> earlier_proposals(const Record& open,
                                                   const std::vector<Record>& siblings) {
    const auto now = schema::decode<Conflict>(open.fields);
    const std::int64_t now_n = now.mine_op.value_or(0);
    std::map<std::int64_t, InboxItem::Proposal> found;
    std::int64_t decided_n = 0;
    for (const Record& record : siblings) {
        const auto conflict = schema::decode<Conflict>(record.fields);
        const std::int64_t n = conflict.mine_op.value_or(0);
        const bool is_before = conflict.field == now.field && n < now_n &&
                               conflict.mine_device == now.mine_device &&
                               conflict.status == ConflictStatus::resolved;
        if (!is_before) continue;
        if (conflict.resolution != superseded_resolution) {
            decided_n = std::max(decided_n, n);
        } else if (conflict.mine != now.mine && conflict.mine != now.theirs) {
            found.emplace(n, InboxItem::Proposal{stored_value(conflict.mine),
                                                 conflict.mine_at.value_or(Instant{})});
        }
    }
    std::vector<InboxItem::Proposal> earlier;
    for (auto at = found.rbegin(); at != found.rend() && at->first > decided_n; ++at) {
        const auto is_same = [&](const auto& other) { return other.value == at->second.value; };
        const bool is_known = std::any_of(earlier.begin(), earlier.end(), is_same);
        if (!is_known) earlier.push_back(at->second);
    }
    return earlier;
}

/// The fields of a refused op that the server took all the same.
std::vector<std::string> taken_fields(const Op& op, const Verdict& verdict) {
    std::vector<std::string> taken;
    if (verdict.rev == 0) return taken;
    for (const auto& [key, value] : op.set) {
        if (accepts(verdict, key)) taken.push_back(key);
    }
    return taken;
}

InboxItem refusal_item(std::int64_t number, const Op& op, const Verdict& verdict,
                       const Error& reason, const std::optional<Record>& record) {
    InboxItem item;
    item.type = InboxItem::Type::refusal;
    item.op = number;
    item.record = op.record;
    item.organization = record ? record->organization : op.organization;
    item.kind = record ? record->kind : op.kind;
    item.field = reason.field;
    item.code = error_info(reason.code).key;
    item.message = reason.message;
    item.base = value_of(op.was, reason.field);
    item.mine = value_of(op.set, reason.field);
    if (record) item.theirs = value_of(record->fields, reason.field);
    item.mine_at = op.made_at;
    item.is_removal = op.remove;
    item.change = op.set;
    item.taken = taken_fields(op, verdict);
    return item;
}

}  // namespace

std::vector<InboxItem> DeviceStore::inbox() const {
    std::vector<InboxItem> items;
    const OwnChain chain{device_, former_names()};
    for (const Record& record : list("conflict")) {
        InboxItem item = conflict_item(record, chain);
        if (item.is_decided) {
            // One that was settled here stays, marked, until the server has agreed.
            item.decision = waiting_decision(record.id);
            if (item.decision == 0) continue;
        }
        item.earlier = earlier_proposals(record, children(item.record, "conflict"));
        items.push_back(std::move(item));
    }
    struct Refused {
        std::int64_t number;
        std::string text;
        std::string verdict;
        Instant made_at;
    };
    std::vector<Refused> refused;
    database_
        ->each(
            "SELECT number, text, verdict, made_at FROM op WHERE state = ?1 ORDER BY number",
            [&](const Row& row) {
                refused.push_back({row.integer(0),
                                   std::string{row.text(1)},
                                   std::string{row.text(2)},
                                   {row.integer(3)}});
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
            InboxItem item = refusal_item(one.number, *op, *verdict, reason, record);
            if (actor_) item.mine_by = actor_->name;
            item.mine_at = one.made_at;
            item.mine_device = device_;
            items.push_back(std::move(item));
        }
    }
    return items;
}

/// The op that settled a conflict here and has no verdict yet; 0 where there is none.
std::int64_t DeviceStore::waiting_decision(const Id& conflict) const {
    std::int64_t number = 0;
    database_
        ->each(
            "SELECT max(number) FROM op WHERE record = ?1 AND state = 0 AND effect IS NOT NULL",
            [&](const Row& row) {
                if (!row.is_null(0)) number = row.integer(0);
            },
            conflict)
        .ignore();
    return number;
}

std::vector<Record> DeviceStore::settled_conflicts(std::size_t count_max) const {
    std::vector<Record> settled;
    for (Record& conflict : list("conflict")) {
        const bool is_settled = text_of(conflict.fields, "status") == "resolved" &&
                                text_of(conflict.fields, "resolution") != superseded_resolution;
        if (is_settled && waiting_decision(conflict.id) == 0) {
            settled.push_back(std::move(conflict));
        }
    }
    std::stable_sort(settled.begin(), settled.end(), [](const Record& a, const Record& b) {
        return text_of(a.fields, "resolved_at") > text_of(b.fields, "resolved_at");
    });
    if (settled.size() > count_max) settled.resize(count_max);
    return settled;
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
    const auto effect = check_decision(schema::decode<Conflict>(after.fields));
    if (!effect) return effect;
    return commit_op(std::move(op), after);
}

/// What the server will say of the record with the decision written into it.
Result<void> DeviceStore::check_decision(const Conflict& decided) const {
    const bool is_removal = decided.type == ConflictType::removal;
    if (decided.resolution == "theirs" && !is_removal) return {};
    const auto before = find(decided.record);
    if (!before) return {};
    Value value = stored_value(decided.resolution == "mine"     ? decided.mine
                               : decided.resolution == "theirs" ? decided.theirs
                                                                : decided.resolved_value);
    Record after = *before;
    if (is_removal) {
        after.deleted = value == Value{true};
    } else {
        assign(after.fields, decided.field, std::move(value));
    }
    return permit_decision(*actor_, *before, after, decided.field, *this, catalog_);
}

Result<void> DeviceStore::correct(std::int64_t number, FieldMap corrections) {
    auto stored = stored_op(number);
    if (!stored) return stored.error();
    if (stored->state != op_refused) {
        return make_error(ErrorCode::forbidden, "Ese cambio no fue rechazado.");
    }
    auto json = parse_json(stored->verdict);
    if (!json) return json.error();
    auto verdict = verdict_from_json(*json);
    if (!verdict) return verdict.error();
    const Op& op = stored->op;
    const bool is_decision = !stored->target.is_nil();
    if (is_decision) {
        return make_error(ErrorCode::conflict_changed,
                          "Decida otra vez en el conflicto, con los valores de ahora.");
    }
    const auto& refusals = verdict->refusals;
    const bool is_whole = std::any_of(refusals.begin(), refusals.end(),
                                      [](const Error& reason) { return reason.field.empty(); });
    // What the server took, or keeps in a conflict, is not written a second time: somebody may
    // have changed it since.
    FieldMap wanted = is_whole ? op.set : FieldMap{};
    for (const Error& reason : refusals) {
        if (op.set.contains(reason.field)) {
            wanted.insert_or_assign(reason.field, value_of(op.set, reason.field));
        }
    }
    for (auto& [key, value] : corrections) wanted.insert_or_assign(key, std::move(value));

    const auto present = find(op.record);
    const bool is_here = present && !present->deleted;
    auto planned = op.remove    ? plan_remove(op.record)
                   : op.restore ? plan_restore(op.record)
                   : is_here    ? plan_set(op.record, std::move(wanted))
                                : plan_create(op.record, present ? present->kind : op.kind,
                                              op.organization, std::move(wanted));
    if (!planned) return planned.error();
    if (!planned->has_op) return withdraw(number);
    return commit_op(std::move(planned->op), planned->after, number);
}

}  // namespace minga::sync
