#include "sync/server/apply_op.hpp"

#include "shared/base/hash.hpp"
#include "shared/codec/value_json.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/holding.hpp"
#include "shared/rules/permit.hpp"
#include "shared/rules/validate.hpp"
#include "sync/server/audit_chain.hpp"
#include "sync/server/conflict_desk.hpp"
#include "sync/server/sharing.hpp"
#include "sync/wire/op_codec.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

/// The op under way: what it has become so far, and the records it will write.
struct Work {
    const ApplyContext& context;
    const Op& op;
    const schema::RecordInfo& info;
    std::optional<StampedRecord> current;
    /// Of a record that was deleted so long ago that only this is left; `current` is empty then.
    std::optional<Grave> grave;
    Verdict verdict;
    std::vector<StampedRecord> writes;
};

void refuse(Work& work, Error error) {
    work.verdict.outcome = Outcome::refused;
    work.verdict.refusals.push_back(std::move(error));
}

Verdict whole_refusal(std::int64_t n, Error error) {
    Verdict verdict{.n = n, .outcome = Outcome::refused};
    error.field.clear();
    verdict.refusals.push_back(std::move(error));
    return verdict;
}

/// The op's fields in canonical form; those that break their own description are refused.
FieldMap checked_fields(Work& work) {
    FieldMap set;
    for (const auto& [key, value] : work.op.set) {
        auto field = checked_field(work.info, key);
        if (!field) {
            refuse(work, field.error());
            continue;
        }
        auto checked = checked_value(**field, value);
        if (!checked) {
            refuse(work, checked.error());
            continue;
        }
        const bool is_fixed = work.current && (*field)->options.merge == schema::Merge::immutable;
        if (is_fixed && value_of(work.current->record.fields, key) != *checked) {
            refuse(work, make_error(ErrorCode::immutable_field,
                                    "«" + std::string{(*field)->options.label} +
                                        "» se fija al crear el registro y no cambia después.",
                                    key));
            continue;
        }
        set.insert_or_assign(set.end(), key, std::move(*checked));
    }
    return set;
}

Record with_changes(const Work& work, const FieldMap& changes) {
    Record after;
    if (work.current) {
        after = work.current->record;
    } else {
        after.id = work.op.record;
        after.kind = work.info.key;
        after.organization = work.grave ? work.grave->organization : work.op.organization;
        // They come in their order.
        for (const auto& [key, value] : changes) {
            if (!is_empty(value)) after.fields.emplace_hint(after.fields.end(), key, value);
        }
        return after;
    }
    for (const auto& [key, value] : changes) assign(after.fields, key, value);
    return after;
}

bool is_state(const schema::RecordInfo& info, std::string_view key) {
    const schema::FieldInfo* field = info.find(key);
    return field != nullptr && field->options.merge == schema::Merge::transition;
}

/// An operator's import is asked no role.
Result<void> ask_permit(const ApplyContext& context, Action action, const Record& record) {
    if (context.is_operator) return {};
    return permit(context.actor, action, record, context.store, context.catalog);
}

/// Takes out of `set` what the person may not write, except states: those have rules of their own.
/// Returns the reason where they may write nothing of it.
std::optional<Error> drop_forbidden_fields(Work& work, FieldMap& set) {
    const ApplyContext& context = work.context;
    while (true) {
        FieldMap plain = set;
        std::erase_if(plain, [&](const auto& e) { return is_state(work.info, e.first); });
        const bool moves_only = plain.empty() && !set.empty();
        if (moves_only) return std::nullopt;
        auto permitted = ask_permit(context, Action::edit, with_changes(work, plain));
        if (permitted) return std::nullopt;
        Error error = permitted.error();
        const auto field = set.find(error.field);
        if (field == set.end() || error.code != ErrorCode::forbidden) return error;
        refuse(work, std::move(error));
        set.erase(field);
        if (set.empty()) return std::nullopt;
    }
}

/// Takes out of `changes` the states that may not become what the op wants.
void check_transitions(Work& work, FieldMap& changes) {
    if (!work.current || work.context.is_operator) return;
    for (const schema::FieldInfo& field : work.info.fields) {
        const auto wanted = changes.find(field.key);
        if (wanted == changes.end() || !is_state(work.info, field.key)) continue;
        FieldMap others = changes;
        others.erase(wanted->first);
        const std::string from = text_of(work.current->record.fields, field.key);
        const auto* to = std::get_if<std::string>(&wanted->second);
        auto permitted =
            permit_transition(work.context.actor, with_changes(work, others), field.key, from,
                              to != nullptr ? *to : "", work.context.store, work.context.catalog);
        if (permitted) continue;
        Error error = permitted.error();
        error.field = field.key;
        refuse(work, std::move(error));
        changes.erase(wanted);
    }
}

/// Takes out of `changes` what would break a rule that looks at more than one field. Returns false
/// where nothing of the op can stand.
bool drop_invalid_changes(Work& work, MergeResult& merged) {
    FieldMap& changes = merged.changed;
    while (true) {
        Record after = with_changes(work, changes);
        after.deleted = merged.deleted.value_or(after.deleted);
        const Record* before = work.current ? &work.current->record : nullptr;
        const auto errors =
            validate_record(after, before, work.context.store, work.context.catalog);
        if (errors.empty()) return true;
        bool dropped = false;
        for (const Error& error : errors) {
            const schema::FieldInfo* field = work.info.find(error.field);
            const bool needed = !work.current && field != nullptr && field->options.required;
            const auto found = changes.find(error.field);
            if (needed || found == changes.end()) continue;
            refuse(work, error);
            changes.erase(found);
            dropped = true;
        }
        if (!dropped) {
            for (const Error& error : errors) refuse(work, error);
            work.verdict.refusals.back().field.clear();
            return false;
        }
        if (changes.empty() && work.current) return true;
    }
}

FieldStamp stamp_for(const Work& work, std::int64_t rev, std::int64_t seq, bool by_server) {
    if (by_server) return {rev, seq, Id{}, 0};
    return {rev, seq, work.context.device(), work.op.n};
}

/// Makes the next version of the record out of what the merge decided.
StampedRecord next_version(Work& work, const MergeResult& merged) {
    StampedRecord next;
    const std::int64_t seq = work.context.store.take_seq();
    if (work.current) {
        next = *work.current;
    } else {
        next.created_seq = seq;
    }
    next.record = with_changes(work, merged.changed);
    const std::int64_t rev_before = work.grave ? work.grave->rev : 0;
    next.record.rev = (work.current ? work.current->record.rev : rev_before) + 1;
    next.seq = seq;
    if (work.grave) {
        // A device that has not heard of the deletion still has what the record used to say, its
        // author's too: with the new words it hears that the rest is gone.
        const FieldStamp emptied{next.record.rev, seq, work.context.device(), -work.op.n};
        for (const schema::FieldInfo& field : work.info.fields) {
            next.stamps.insert_or_assign(std::string{field.key}, emptied);
        }
    }
    for (const auto& [key, value] : merged.changed) {
        const bool by_server =
            std::find(merged.merged.begin(), merged.merged.end(), key) != merged.merged.end();
        next.stamps.insert_or_assign(next.stamps.end(), key,
                                     stamp_for(work, next.record.rev, seq, by_server));
    }
    if (merged.deleted) {
        next.record.deleted = *merged.deleted;
        next.deleted_at = *merged.deleted ? work.context.now : Instant{};
        // Whoever made it again on purpose knows that it is there; one that came back behind its
        // author's back is news to them too.
        const bool is_made_again =
            work.verdict.outcome == Outcome::applied && merged.conflicts.empty();
        const bool by_server = !*merged.deleted && !is_made_again;
        next.stamps.insert_or_assign(std::string{deletion_key},
                                     stamp_for(work, next.record.rev, seq, by_server));
    }
    return next;
}

/// Whether the person knew that the record was deleted when they wrote in it.
bool was_known_deleted(const Work& work) {
    if (!work.current || !work.current->record.deleted) return false;
    const auto stamp = work.current->stamps.find(deletion_key);
    if (stamp == work.current->stamps.end()) return true;
    return has_seen(work.op, stamp->second) || work.context.chain.holds(stamp->second);
}

void merge_and_write(Work& work, FieldMap set) {
    Op op = work.op;
    op.set = std::move(set);
    const StampedRecord* current = work.current ? &*work.current : nullptr;
    MergeResult merged = merge(current, op, work.context.chain, &work.info);
    check_transitions(work, merged.changed);
    const bool is_made_again = !op.remove && was_known_deleted(work);
    if (is_made_again) {
        // On purpose: nobody has to decide whether it should be there.
        merged.deleted = false;
        std::erase_if(merged.conflicts,
                      [](const FieldConflict& c) { return c.field == deletion_key; });
    }
    const bool stands = drop_invalid_changes(work, merged);
    if (!stands && !work.current) return;
    // What cannot come back where it was: its author keeps the words, and nobody has to decide.
    const bool is_revival = work.current && work.current->record.deleted && !op.remove;
    if (!stands && is_revival) return;
    if (!stands) merged.changed.clear();
    const bool is_made = is_made_again || makes_record(op);
    const bool has_edit = !merged.changed.empty() || (is_made && stands);
    if (merged.deleted == false && !has_edit) merged.deleted.reset();

    work.verdict.merged = merged.merged;
    const bool is_new = !work.current.has_value();
    if (is_new || merged.changes_something()) {
        StampedRecord next = next_version(work, merged);
        work.verdict.rev = next.record.rev;
        work.writes.push_back(std::move(next));
        if (!is_new) refresh_open_conflicts(work.context, work.op, work.writes);
    } else if (work.verdict.outcome == Outcome::applied && merged.conflicts.empty()) {
        work.verdict.outcome = Outcome::unchanged;
        work.verdict.rev = work.current->record.rev;
    }
    if (merged.conflicts.empty()) return;
    if (work.verdict.outcome != Outcome::refused) work.verdict.outcome = Outcome::conflict;
    const StampedRecord subject = work.writes.empty() ? *work.current : work.writes.front();
    for (const FieldConflict& conflict : merged.conflicts) {
        work.verdict.conflicts.push_back(conflict.field);
        open_conflict(work.context, work.op, subject, conflict, work.writes);
    }
}

void apply_restoration(Work& work) {
    if (!work.current->record.deleted) {
        work.verdict.outcome = Outcome::unchanged;
        work.verdict.rev = work.current->record.rev;
        return;
    }
    merge_and_write(work, {});
}

void apply_removal(Work& work) {
    if (!work.current || work.current->record.deleted) {
        work.verdict.outcome = Outcome::unchanged;
        work.verdict.rev = work.current ? work.current->record.rev : 0;
        return;
    }
    Record after = work.current->record;
    after.deleted = true;
    const auto errors =
        validate_record(after, &work.current->record, work.context.store, work.context.catalog);
    if (!errors.empty()) {
        work.verdict = whole_refusal(work.op.n, errors.front());
        return;
    }
    merge_and_write(work, {});
}

Verdict apply_to_record(Work& work) {
    const ApplyContext& context = work.context;
    FieldMap set = checked_fields(work);
    std::optional<Error> forbidden;
    const bool is_restoration = work.op.restore;
    if (is_restoration && !work.current) {
        return whole_refusal(work.op.n, make_error(ErrorCode::not_found,
                                                   "El registro que se quería recuperar no está "
                                                   "en el servidor."));
    }
    if (work.current && !work.op.remove && !is_restoration) {
        forbidden = drop_forbidden_fields(work, set);
    } else {
        // Who may remove it may bring it back.
        const Action action = work.op.remove || is_restoration ? Action::remove : Action::create;
        const Record subject = work.current ? work.current->record : with_changes(work, set);
        auto permitted = ask_permit(context, action, subject);
        if (!permitted) forbidden = permitted.error();
    }
    if (forbidden) return whole_refusal(work.op.n, std::move(*forbidden));
    // A record with a natural key can be made again: no other id could stand for it.
    const bool is_edit = !work.op.remove && !is_restoration;
    if (is_edit && was_known_deleted(work) && !work.info.has_natural_key()) {
        return whole_refusal(work.op.n,
                             make_error(ErrorCode::record_deleted,
                                        "Este registro fue eliminado y no se puede modificar."));
    }
    if (work.op.remove) {
        apply_removal(work);
    } else if (is_restoration) {
        apply_restoration(work);
    } else {
        merge_and_write(work, std::move(set));
    }
    return work.verdict;
}

/// What an op says to a record that is in its grave. Whoever knew that it was deleted, or never
/// heard of it, may make one with a natural key again; all else comes too late. nullopt: go on.
std::optional<Verdict> verdict_of_grave(const Op& op, const Grave& grave,
                                        const schema::RecordInfo& info) {
    if (op.remove) return Verdict{.n = op.n, .outcome = Outcome::unchanged, .rev = grave.rev};
    const bool is_new_to_them = op.base_rev == 0 && op.was.empty();
    const bool may_be_made_again =
        !op.restore && info.has_natural_key() && (op.base_rev >= grave.rev || is_new_to_them);
    if (may_be_made_again) return std::nullopt;
    return whole_refusal(
        op.n, make_error(ErrorCode::record_deleted,
                         "Este registro fue eliminado hace tiempo y ya no se puede recuperar. Lo "
                         "que usted escribió sigue aquí: si todavía sirve, cópielo a un registro "
                         "nuevo."));
}

bool has_unknown_field(const Op& op, const schema::RecordInfo& info) {
    return std::any_of(op.set.begin(), op.set.end(), [&](const auto& entry) {
        return info.find(entry.first) == nullptr && entry.first != info.options.derived;
    });
}

/// Whether the author once belonged there and does not any more.
bool has_lost_access(const ApplyContext& context, const Id& organization) {
    if (context.is_operator || organization.is_nil()) return false;
    const auto& roles = context.actor.roles;
    const bool has_role = std::any_of(roles.begin(), roles.end(), [&](const RoleAssignment& held) {
        return holds_role(context.actor, held.role, organization, context.catalog);
    });
    return !has_role && context.store.had_access(context.actor.user, organization);
}

Verdict quarantine_verdict(const ApplyContext& context, std::int64_t n, const Id& organization) {
    const auto home = context.store.find(organization);
    const std::string name = home ? text_of(home->fields, "name") : std::string{};
    return whole_refusal(
        n, make_error(ErrorCode::scope_lost,
                      "Usted ya no tiene acceso a " +
                          (name.empty() ? std::string{"esa institución"} : name) +
                          ". Su cambio no se aplicó: quedó guardado en el servidor para que lo "
                          "revise quien la supervisa."));
}

bool is_quarantined(const Verdict& verdict) {
    return verdict.refusals.size() == 1 && verdict.refusals.front().code == ErrorCode::scope_lost;
}

/// Whether it was made before a backup was restored.
bool is_restored(const Op& op) {
    return op.seen_seq_max != seen_everything;
}

/// Whether an op stands in the air because what it hangs from was not there.
bool misses_its_parent(const Verdict& verdict) {
    return std::any_of(verdict.refusals.begin(), verdict.refusals.end(),
                       [](const Error& one) { return one.code == ErrorCode::unknown_reference; });
}

/// An op as it would have been made with the present tables.
Op lifted_op(Op op, std::string_view kind) {
    op.set = schema::lifted(kind, std::move(op.set), op.schema);
    op.was = schema::lifted(kind, std::move(op.was), op.schema);
    return op;
}

/// Whether something was refused that newer tables may well allow: a choice, a length, a reference.
/// What the person may do is not among it.
bool breaks_older_tables(const Verdict& verdict) {
    return std::any_of(verdict.refusals.begin(), verdict.refusals.end(), [](const Error& one) {
        return one.code >= ErrorCode::unknown_kind && one.code <= ErrorCode::bad_id;
    });
}

/// Everything up to the writing: the verdict, and the records in `writes`.
Verdict judge(const ApplyContext& context, const Op& made, std::vector<StampedRecord>& writes) {
    const bool was_withdrawn = !has_words(made) && made.kind.empty();
    if (was_withdrawn) return {.n = made.n, .outcome = Outcome::unchanged};
    auto current = context.store.find_stamped(made.record);
    std::optional<Grave> grave;
    if (!current) grave = context.store.find_grave(made.record);
    const std::string& kind = current ? current->record.kind : grave ? grave->kind : made.kind;
    const Id home = current ? current->record.organization : grave ? grave->organization : Id{};
    // Before all else: whoever may not read what is there is told nothing of it, and their words
    // are kept for those who may.
    const Id place = home.is_nil() ? made.organization : home;
    if (has_lost_access(context, place)) return quarantine_verdict(context, made.n, place);
    std::optional<Op> lifted;
    if (made.schema < schema_version) lifted = lifted_op(made, kind);
    const Op& op = lifted ? *lifted : made;
    const schema::RecordInfo* info = schema::find_record_info(kind);
    const bool is_ahead = op.schema > schema_version;
    if (info == nullptr || (is_ahead && has_unknown_field(op, *info))) {
        if (is_ahead) return {.n = op.n, .outcome = Outcome::schema_ahead};
        if (is_restored(op) && kind.empty()) return {.n = op.n, .outcome = Outcome::awaits};
        return whole_refusal(op.n, make_error(ErrorCode::unknown_kind,
                                              "El servidor no conoce este tipo de registro: «" +
                                                  kind.substr(0, 40) + "»."));
    }
    if (!home.is_nil() && !op.organization.is_nil() && op.organization != home) {
        return whole_refusal(op.n, make_error(ErrorCode::wrong_organization,
                                              "El registro pertenece a otra organización."));
    }
    if (grave) {
        if (auto verdict = verdict_of_grave(op, *grave, *info)) return *std::move(verdict);
    }
    Work work{context, op, *info, std::move(current), std::move(grave), Verdict{.n = op.n}, {}};
    if (info->options.server_made) {
        Verdict verdict = settle_conflict(context, op, work.current, writes);
        return verdict;
    }
    Verdict verdict = apply_to_record(work);
    if (is_ahead && breaks_older_tables(verdict)) {
        return {.n = op.n, .outcome = Outcome::schema_ahead};
    }
    if (is_restored(op) && !work.current && misses_its_parent(verdict)) {
        return {.n = op.n, .outcome = Outcome::awaits};
    }
    writes = std::move(work.writes);
    return verdict;
}

/// `op` is what could be read of the payload: its number at least.
Result<void> write_ledger(const ApplyContext& context, const Op& op, std::string_view payload,
                          const Verdict& verdict, const std::vector<ChangedRecord>& changed) {
    LedgerEntry entry;
    entry.device = context.device();
    entry.n = op.n;
    entry.record = op.record;
    entry.hash = sha256_hex(payload);
    entry.user = context.actor.user;
    entry.author = context.actor.name;
    entry.received_at = context.now;
    entry.payload = payload;
    entry.verdict = verdict_to_text(verdict);
    auto kept = context.store.put_op(entry);
    if (!kept) return kept;
    return append_audit(context.store, audit_entry(entry, context.actor, op.made_at, changed));
}

}  // namespace

Result<Verdict> apply_op(const ApplyContext& context, const Op& op, std::string_view payload) {
    std::vector<StampedRecord> writes;
    const Verdict verdict = judge(context, op, writes);
    auto readable = context.store.status();
    if (!readable) return readable.error();
    std::vector<ChangedRecord> changed;
    for (const StampedRecord& write : writes) {
        const Record& record = write.record;
        const std::string body = fields_to_text(record.fields);
        auto stored = context.store.put(write, body);
        if (stored) stored = refresh_shares(context.store, context.catalog, write);
        if (!stored) return stored.error();
        changed.push_back({record.id, record.rev, record_digest(record, body)});
    }
    auto kept = write_ledger(context, op, payload, verdict, changed);
    if (kept && is_quarantined(verdict)) {
        const auto held = context.store.find(op.record);
        kept = context.store.put_quarantined(
            {.device = context.device(),
             .n = op.n,
             .organization = held ? held->organization : op.organization,
             .record = op.record,
             .kind = held ? held->kind : op.kind,
             .author = context.actor.user},
            context.now);
    }
    if (!kept) return kept.error();
    return verdict;
}

Result<void> record_unapplied(const ApplyContext& context, std::int64_t n, std::string_view payload,
                              const Verdict& verdict) {
    Op op;
    op.n = n;
    return write_ledger(context, op, payload, verdict, {});
}

}  // namespace minga::sync
