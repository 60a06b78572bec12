/// What comes most and says least: plain acceptances, and records that were never here. Each is a
/// statement or two, because nothing has to be read, merged or put together again.
#include "shared/codec/value_json.hpp"
#include "shared/rules/ancestry.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/device_tables.hpp"
#include "sync/client/op_state.hpp"

namespace minga::sync {

using storage::Row;

/// Settles an op that was applied whole. Where it is all that waits on its record, what the person
/// sees is what the server now has. Returns false where more has to be looked at.
Result<bool> DeviceStore::settle_plain(const Id& device, const Verdict& verdict,
                                       ApplyCounts& counts) {
    const bool is_plain = verdict.outcome == Outcome::applied && verdict.rev > 0 &&
                          verdict.merged.empty() && verdict.opened.empty();
    if (!is_plain) return false;
    std::int64_t number = 0;
    Id record;
    auto done = database_->each(
        "SELECT number, record FROM op "
        "WHERE device = ?1 AND n = ?2 AND state = 0 AND recheck = 0 AND target IS NULL",
        [&](const Row& row) {
            number = row.integer(0);
            record = row.id(1);
        },
        device, verdict.n);
    if (!done) return done.error();
    if (number == 0) return false;
    bool is_alone = true;
    done = database_->each(
        MINGA_WAITING_OPS_OF,
        [&](const Row& row) { is_alone = is_alone && row.integer(0) == number; }, record);
    if (!done) return done.error();
    if (!is_alone) return false;
    done = database_->run("UPDATE op SET state = ?2, verdict = ?3 WHERE number = ?1", number,
                          std::int64_t{op_settled}, verdict_to_text(verdict));
    if (!done) return done.error();
    // A revision is only known with all that led to it: one that is further on comes with the
    // record.
    done = database_->run(
        "UPDATE record SET accepted = body, accepted_deleted = deleted, "
        "rev = CASE WHEN ?2 = rev + 1 THEN ?2 ELSE rev END WHERE id = ?1",
        record, verdict.rev);
    if (!done) return done.error();
    ++counts.acknowledged;
    return true;
}

/// Takes in a record that was never here. Returns false where it is here, or comes in part only.
Result<bool> DeviceStore::take_new(const RecordDelta& delta) {
    if (!delta.is_whole) return false;
    Record record;
    record.kind = delta.kind;
    for (const auto& [key, value] : delta.fields) assign(record.fields, key, value);
    auto done = database_->run(
        "INSERT INTO record(id, kind, organization, parent, rev, deleted, body, accepted, "
        "accepted_deleted, scope, generation) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?6, nullif(?8, ''), ?9) "
        "ON CONFLICT(id) DO NOTHING",
        delta.id, delta.kind, delta.organization, parent_id(record), delta.rev, delta.deleted,
        fields_to_json(record.fields).dump(), delta.scope, generation_);
    if (!done) return done.error();
    if (database_->changes() == 0) return false;
    // Only a store that saw its server restored has a shelf.
    if (generation_ > 0) done = take_off_shelf(delta.id);
    if (!done) return done.error();
    bool has_decision = false;
    done = database_->each(
        "SELECT 1 FROM op INDEXED BY op_target WHERE state = 0 AND target = ?1",
        [&](const Row&) { has_decision = true; }, delta.id);
    if (done && has_decision) done = rebuild_view(delta.id);
    if (!done) return done.error();
    return true;
}

}  // namespace minga::sync
