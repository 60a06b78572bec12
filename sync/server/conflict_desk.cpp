#include "sync/server/conflict_desk.hpp"

#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"

#include <algorithm>
#include <cstdlib>

namespace minga::sync {
namespace {

std::string json_text(const Value& value) {
    return value_to_json(value).dump();
}

struct Authorship {
    std::string name;
    Instant at;
    std::string device;
};

/// When people are told that something was written. It was there when it came: a device that says
/// otherwise has a wrong clock.
Instant shown_moment(Instant made_at, Instant received_at) {
    return {std::min(made_at.ms, received_at.ms)};
}

/// Who gave a field its accepted value.
Authorship author_of(const ApplyContext& context, const StampedRecord& subject,
                     std::string_view field) {
    const auto stamp = subject.stamps.find(field);
    if (stamp == subject.stamps.end()) return {};
    if (!stamp->second.device.is_nil()) {
        const auto entry = context.store.find_op(stamp->second.device, std::abs(stamp->second.n));
        if (!entry) return {};
        auto payload = parse_json(entry->payload);
        const Instant made_at{payload ? payload->integer_at("t") : 0};
        return {entry->author, shown_moment(made_at, entry->received_at), entry->device.to_text()};
    }
    const auto settled = context.store.last_settled_conflict(subject.record.id, field);
    if (!settled) return {};
    const auto typed = schema::decode<Conflict>(settled->fields);
    return {typed.resolved_by, typed.resolved_at.value_or(Instant{}), {}};
}

/// Writes `fields` into a conflict as the server's own doing, so that every device is told.
StampedRecord conflict_version(const ApplyContext& context, StampedRecord conflict,
                               const FieldMap& fields) {
    const std::int64_t seq = context.store.take_seq();
    if (conflict.created_seq == 0) conflict.created_seq = seq;
    conflict.seq = seq;
    conflict.record.rev += 1;
    for (const auto& [key, value] : fields) {
        if (value_of(conflict.record.fields, key) == value) continue;
        assign(conflict.record.fields, key, value);
        conflict.stamps.insert_or_assign(key, FieldStamp{conflict.record.rev, seq, Id{}, 0});
    }
    return conflict;
}

std::optional<StampedRecord> find_open(const ApplyContext& context, const Id& record,
                                       std::string_view field, const Id& device) {
    for (StampedRecord& open : context.store.open_conflicts(record)) {
        const auto typed = schema::decode<Conflict>(open.record.fields);
        if (typed.field == field && typed.mine_device == device.to_text()) return std::move(open);
    }
    return std::nullopt;
}

/// A proposal that its author's next one takes the place of, as a record of its own: whoever
/// decides can still see it and choose it. Nobody settled it, so it has no moment of that.
StampedRecord set_aside(const ApplyContext& context, const StampedRecord& open) {
    StampedRecord aside;
    const Record& record = open.record;
    aside.record.id = name_based_id(
        *Id::parse(text_of(record.fields, "record")),
        text_of(record.fields, "field") + "/" + text_of(record.fields, "mine_device") + "/" +
            std::to_string(integer_of(record.fields, "mine_op")) + "/superseded");
    aside.record.kind = record.kind;
    aside.record.organization = record.organization;
    FieldMap fields = record.fields;
    assign(fields, "status", std::string{"resolved"});
    assign(fields, "resolution", std::string{superseded_resolution});
    return conflict_version(context, std::move(aside), fields);
}

Verdict refusal(const Op& op, Error error) {
    error.field.clear();
    Verdict verdict{.n = op.n, .outcome = Outcome::refused};
    verdict.refusals.push_back(std::move(error));
    return verdict;
}

const schema::FieldInfo* subject_field(const Conflict& conflict) {
    const schema::RecordInfo* info = schema::find_record_info(conflict.record_kind);
    return info != nullptr ? info->find(conflict.field) : nullptr;
}

Result<Value> decided_value(const Conflict& conflict, std::string_view resolution,
                            const std::string& written) {
    auto json = parse_json(resolution == "mine"     ? conflict.mine
                           : resolution == "theirs" ? conflict.theirs
                                                    : written);
    if (!json) return json.error();
    auto value = value_from_json(*json);
    if (!value) return value.error();
    if (conflict.type == ConflictType::removal) return value;
    const schema::FieldInfo* field = subject_field(conflict);
    if (field == nullptr) return value;
    return checked_value(*field, std::move(*value));
}

/// The record with the decision written into it, or the reason why that cannot be.
Result<StampedRecord> decided_record(const ApplyContext& context, const Op& op,
                                     StampedRecord subject, const Conflict& conflict, Value value) {
    const Record before = subject.record;
    const bool is_removal = conflict.type == ConflictType::removal;
    if (is_removal) {
        subject.record.deleted = value == Value{true};
        subject.deleted_at = subject.record.deleted ? context.now : Instant{};
    } else {
        assign(subject.record.fields, conflict.field, std::move(value));
    }
    auto permitted = permit_decision(context.actor, before, subject.record, conflict.field,
                                     context.store, context.catalog);
    if (!permitted) return permitted.error();
    const std::int64_t seq = context.store.take_seq();
    subject.seq = seq;
    subject.record.rev += 1;
    const std::string key = is_removal ? std::string{deletion_key} : conflict.field;
    const FieldStamp stamp{subject.record.rev, seq, context.device(), -op.n};
    subject.stamps.insert_or_assign(key, stamp);
    subject.stamps.insert_or_assign(std::string{decision_key}, stamp);
    return subject;
}

bool says_the_same(const Conflict& settled, const FieldMap& wanted) {
    return settled.resolution == text_of(wanted, "resolution") &&
           settled.resolved_value == text_of(wanted, "resolved_value");
}

Error already_settled(const Conflict& conflict) {
    return make_error(ErrorCode::conflict_settled,
                      "Este conflicto ya lo resolvió " +
                          (conflict.resolved_by.empty() ? "otra persona" : conflict.resolved_by) +
                          ". Si no está de acuerdo, cambie el dato: quedará registrado.");
}

}  // namespace

void open_conflict(const ApplyContext& context, const Op& op, const StampedRecord& subject,
                   const FieldConflict& conflict, std::vector<StampedRecord>& writes) {
    const Authorship theirs = author_of(context, subject, conflict.field);
    Conflict typed;
    typed.record = subject.record.id;
    typed.record_kind = subject.record.kind;
    typed.type = conflict.field == deletion_key ? ConflictType::removal : ConflictType::edit;
    typed.field = conflict.field;
    typed.base = json_text(conflict.base);
    typed.theirs = json_text(conflict.theirs);
    typed.mine = json_text(conflict.mine);
    typed.theirs_by = theirs.name;
    if (theirs.at.ms != 0) typed.theirs_at = theirs.at;
    typed.theirs_device = theirs.device;
    typed.mine_by = context.actor.name;
    typed.mine_at = shown_moment(op.made_at, context.now);
    typed.mine_device = context.device().to_text();
    typed.mine_op = op.n;
    typed.status = ConflictStatus::open;

    StampedRecord record;
    if (auto open = find_open(context, subject.record.id, conflict.field, context.device())) {
        if (text_of(open->record.fields, "mine") != typed.mine) {
            writes.push_back(set_aside(context, *open));
        }
        record = std::move(*open);
        typed.base = text_of(record.record.fields, "base");
    } else {
        record.record.id =
            name_based_id(subject.record.id, conflict.field + "/" + context.device().to_text() +
                                                 "/" + std::to_string(op.n));
        record.record.kind = "conflict";
        record.record.organization = subject.record.organization;
    }
    writes.push_back(conflict_version(context, std::move(record), schema::encode(typed)));
}

void refresh_open_conflicts(const ApplyContext& context, const Op& op,
                            std::vector<StampedRecord>& writes) {
    const StampedRecord subject = writes.front();
    for (StampedRecord& conflict : context.store.open_conflicts(subject.record.id)) {
        const auto typed = schema::decode<Conflict>(conflict.record.fields);
        if (typed.type != ConflictType::edit) continue;
        const std::string accepted = json_text(value_of(subject.record.fields, typed.field));
        if (accepted == typed.theirs) continue;
        FieldMap fields;
        fields.emplace("theirs", accepted);
        const Authorship author{context.actor.name, shown_moment(op.made_at, context.now),
                                context.device().to_text()};
        fields.emplace("theirs_by", author.name);
        fields.emplace("theirs_at", author.at.to_text());
        fields.emplace("theirs_device", author.device);
        if (accepted == typed.mine) {
            fields.emplace("status", std::string{"resolved"});
            fields.emplace("resolution", std::string{"same"});
            fields.emplace("resolved_by", context.actor.name);
            fields.emplace("resolved_at", context.now.to_text());
        }
        writes.push_back(conflict_version(context, std::move(conflict), fields));
    }
}

Verdict settle_conflict(const ApplyContext& context, const Op& op,
                        const std::optional<StampedRecord>& current,
                        std::vector<StampedRecord>& writes) {
    const std::string& resolution = text_of(op.set, "resolution");
    const bool is_settling =
        current && !op.remove && text_of(op.set, "status") == "resolved" &&
        (resolution == "mine" || resolution == "theirs" || resolution == "other");
    if (!is_settling) {
        return refusal(op, make_error(ErrorCode::server_made_kind,
                                      "Los conflictos los abre el servidor; solo se resuelven."));
    }
    auto permitted =
        permit(context.actor, Action::edit, current->record, context.store, context.catalog);
    if (!permitted) return refusal(op, permitted.error());
    const auto conflict = schema::decode<Conflict>(current->record.fields);
    if (conflict.status == ConflictStatus::resolved) {
        if (says_the_same(conflict, op.set)) {
            return {.n = op.n, .outcome = Outcome::unchanged, .rev = current->record.rev};
        }
        return refusal(op, already_settled(conflict));
    }
    const auto has_changed = [&](std::string_view side) {
        const auto stamp = current->stamps.find(side);
        return stamp != current->stamps.end() && !has_seen(op, stamp->second);
    };
    if (has_changed("theirs") || has_changed("mine")) {
        return refusal(op, make_error(ErrorCode::conflict_changed,
                                      "El dato volvió a cambiar mientras usted decidía. Mire el "
                                      "valor nuevo y decida otra vez."));
    }
    auto subject = context.store.find_stamped(conflict.record);
    if (!subject) {
        return refusal(op, make_error(ErrorCode::not_found, "El registro ya no existe."));
    }
    // "theirs" already stands, save where an edit brought back what somebody had deleted.
    if (resolution != "theirs" || conflict.type == ConflictType::removal) {
        auto value = decided_value(conflict, resolution, text_of(op.set, "resolved_value"));
        if (!value) return refusal(op, value.error());
        auto decided =
            decided_record(context, op, std::move(*subject), conflict, std::move(*value));
        if (!decided) return refusal(op, decided.error());
        writes.push_back(std::move(*decided));
    }
    FieldMap fields;
    fields.emplace("status", std::string{"resolved"});
    fields.emplace("resolution", resolution);
    fields.emplace("resolved_value", value_of(op.set, "resolved_value"));
    fields.emplace("resolved_by", context.actor.name);
    fields.emplace("resolved_at", context.now.to_text());
    StampedRecord settled = conflict_version(context, *current, fields);
    Verdict verdict{.n = op.n, .outcome = Outcome::applied, .rev = settled.record.rev};
    if (!writes.empty()) {
        const Id settled_id = current->record.id;
        refresh_open_conflicts(context, op, writes);
        std::erase_if(writes, [&](const StampedRecord& w) { return w.record.id == settled_id; });
    }
    writes.push_back(std::move(settled));
    return verdict;
}

}  // namespace minga::sync
