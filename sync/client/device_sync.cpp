/// The part of the device's store that speaks with the session: what leaves, and what comes back.
#include "shared/codec/value_json.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/op_state.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

Result<std::vector<OutboxOp>> DeviceStore::outbox(std::int64_t bytes) {
    std::vector<OutboxOp> ops;
    std::int64_t total = 0;
    auto done = database_->each(
        "SELECT n, text FROM op WHERE device = ?1 AND state = 0 ORDER BY n",
        [&](const Row& row) {
            total += static_cast<std::int64_t>(row.text(1).size());
            if (!ops.empty() && total > bytes) return false;
            ops.push_back({row.integer(0), std::string{row.text(1)}});
            return true;
        },
        device_);
    if (!done) return done.error();
    if (ops.empty()) return ops;
    done = database_->run(
        "UPDATE op SET sent = 1 "
        "WHERE device = ?1 AND state = 0 AND sent = 0 AND n <= ?2",
        device_, ops.back().n);
    if (!done) return done.error();
    return ops;
}

std::int64_t DeviceStore::acked_n() const {
    std::int64_t first_waiting = next_n_;
    database_
        ->each(
            "SELECT min(n) FROM op WHERE device = ?1 AND state = 0",
            [&](const Row& row) {
                if (!row.is_null(0)) first_waiting = row.integer(0);
            },
            device_)
        .ignore();
    return first_waiting - 1;
}

Cursors DeviceStore::cursors() const {
    Cursors cursors;
    database_
        ->each("SELECT scope, complete, reached FROM cursor",
               [&](const Row& row) {
                   cursors.emplace(row.text(0), Cursor{row.integer(1), row.integer(2)});
               })
        .ignore();
    return cursors;
}

std::vector<OwnChain::Former> DeviceStore::former_names() const {
    std::vector<OwnChain::Former> names;
    auto json = parse_json(setting("formerly"));
    if (!json) return names;
    for (const Json& item : json->items()) {
        if (item.items().size() != 2 || !item.items()[0].is_text()) continue;
        auto name = Id::parse(*item.items()[0].text());
        const std::int64_t* n_max = item.items()[1].integer();
        if (name && n_max != nullptr) names.push_back({*name, *n_max});
    }
    return names;
}

/// This store is a copy of another, or was restored: it takes a new name and offers its waiting
/// ops again under it. What was acknowledged under the old name stays its own.
Result<void> DeviceStore::reissue_pending() {
    Json formerly = Json::array();
    for (const OwnChain::Former& former : former_names()) {
        formerly.push(Json::array().push(former.device.to_text()).push(former.n_max));
    }
    formerly.push(Json::array().push(device_.to_text()).push(acked_n()));
    auto done = put_setting("formerly", formerly.dump());
    if (!done) return done;
    struct Waiting {
        std::int64_t number;
        std::string text;
    };
    std::vector<Waiting> waiting;
    done = database_->each("SELECT number, text FROM op WHERE state = 0 ORDER BY number",
                           [&](const Row& row) {
                               waiting.push_back({row.integer(0), std::string{row.text(1)}});
                           });
    if (done) done = take_identity();
    if (!done) return done;
    for (const Waiting& one : waiting) {
        auto op = op_from_text(one.text);
        if (!op) return op.error();
        op->n = next_n_;
        done = database_->run(
            "UPDATE op SET device = ?2, n = ?3, text = ?4, sent = 0 "
            "WHERE number = ?1",
            one.number, device_, op->n, op_to_text(*op));
        if (!done) return done;
        ++next_n_;
    }
    return put_setting("next_n", std::to_string(next_n_));
}

/// Another epoch: the server was restored from a backup, and is read again from the beginning.
Result<void> DeviceStore::adopt_epoch(const SyncAnswer& answer) {
    if (answer.epoch == epoch_) return {};
    const bool is_first = epoch_.empty();
    auto done = put_setting("epoch", answer.epoch);
    if (!done) return done;
    epoch_ = answer.epoch;
    if (is_first) return {};
    return database_->execute("DELETE FROM cursor");
}

/// The server knows fewer of this device's ops than it has acknowledged: those are offered again,
/// whatever became of them, because behind a missing number no later one could arrive.
Result<void> DeviceStore::offer_again(const SyncAnswer& answer) {
    if (answer.is_forked || answer.next_n < 1 || answer.next_n > acked_n()) return {};
    struct Lost {
        std::int64_t number;
        Id record;
        bool is_withdrawn;
        std::string text;
    };
    std::vector<Lost> all_lost;
    auto done = database_->each(
        "SELECT number, record, state, text FROM op WHERE device = ?1 AND n >= ?2 AND state <> 0",
        [&](const Row& row) {
            all_lost.push_back({row.integer(0), row.id(1), row.integer(2) == op_withdrawn,
                                std::string{row.text(3)}});
        },
        device_, answer.next_n);
    for (const Lost& lost : all_lost) {
        std::string text = lost.text;
        if (lost.is_withdrawn) {
            auto op = op_from_text(text);
            if (!op) return op.error();
            text = op_to_text(emptied(*std::move(op)));
        }
        if (!done) return done;
        done = database_->run(
            "UPDATE op SET state = 0, sent = 0, verdict = NULL, text = ?2 WHERE number = ?1",
            lost.number, text);
        if (done) done = rebuild_view(lost.record);
    }
    return done;
}

Result<void> DeviceStore::apply_verdict(const Verdict& verdict, ApplyCounts& counts) {
    struct Found {
        std::int64_t number;
        Id record;
        Id target;
        std::int64_t state;
        std::string text;
        std::string effect;
    };
    std::optional<Found> found;
    auto done = database_->each(
        "SELECT number, record, target, state, text, effect FROM op WHERE device = ?1 AND n = ?2",
        [&](const Row& row) {
            found = Found{row.integer(0),
                          row.id(1),
                          row.id(2),
                          row.integer(3),
                          std::string{row.text(4)},
                          std::string{row.text(5)}};
        },
        device_, verdict.n);
    if (!done || !found || found->state != op_waiting) return done;
    auto op = op_from_text(found->text);
    if (!op) return op.error();

    std::int64_t state = op_settled;
    if (verdict.outcome == Outcome::refused) state = op_refused;
    if (verdict.outcome == Outcome::schema_ahead) state = op_ahead;
    ++counts.acknowledged;
    if (verdict.outcome == Outcome::conflict || !verdict.conflicts.empty()) ++counts.conflicts;
    if (verdict.outcome == Outcome::refused) ++counts.rejected;
    done = database_->run("UPDATE op SET state = ?2, verdict = ?3 WHERE number = ?1", found->number,
                          state, verdict_to_json(verdict).dump());
    if (!done) return done;

    FieldMap accepted;
    bool is_known = false;
    bool deleted = false;
    std::int64_t rev = 0;
    done = database_->each(
        "SELECT accepted, accepted_deleted, rev FROM record WHERE id = ?1",
        [&](const Row& row) {
            is_known = !row.is_null(0);
            if (auto json = parse_json(row.text(0))) {
                if (auto fields = fields_from_json(*json)) accepted = std::move(*fields);
            }
            deleted = row.integer(1) != 0;
            rev = row.integer(2);
        },
        op->record);
    if (!done) return done;
    if (verdict.rev > 0) {
        for (const auto& [key, value] : op->set) {
            if (accepts(verdict, key)) assign(accepted, key, value);
        }
        for (const std::string& key : verdict.merged) {
            // Until the record comes with what others put into the set.
            TextSet merged =
                merge_sets(set_of(op->was, key), set_of(accepted, key), set_of(op->set, key));
            assign(accepted, key, merged.empty() ? Value{} : Value{std::move(merged)});
        }
        if (op->remove && accepts(verdict, deletion_key)) deleted = true;
        const bool is_written = !op->set.empty() && verdict.outcome == Outcome::applied;
        if (is_written) deleted = false;
        is_known = true;
        // A revision is only known with all that led to it. One that is further on has changes of
        // others in it: it comes with the record.
        const bool is_next = verdict.outcome != Outcome::unchanged && verdict.rev == rev + 1;
        if (is_next) rev = verdict.rev;
    }
    if (is_known) {
        done = database_->run(
            "UPDATE record SET accepted = ?2, accepted_deleted = ?3, rev = ?4 WHERE id = ?1",
            op->record, fields_to_json(accepted).dump(), deleted, rev);
        if (!done) return done;
    }
    done = rebuild_view(op->record);
    if (!done || found->target.is_nil()) return done;
    // Where somebody had decided alike before, the field may have changed again since.
    const bool is_decided = verdict.outcome == Outcome::applied;
    if (is_decided) done = accept_decision(found->target, found->effect);
    if (done) done = rebuild_view(found->target);
    return done;
}

/// The server took a decision on a conflict: what was decided stands until the record itself comes.
Result<void> DeviceStore::accept_decision(const Id& target, std::string_view effect) {
    auto record = find_accepted(target);
    auto json = parse_json(effect);
    if (!record || !json) return {};
    auto fields = fields_from_json(*json);
    if (!fields) return fields.error();
    for (auto& [key, value] : *fields) {
        if (key == deletion_key) {
            record->deleted = value == Value{true};
        } else {
            assign(record->fields, key, std::move(value));
        }
    }
    return database_->run("UPDATE record SET accepted = ?2, accepted_deleted = ?3 WHERE id = ?1",
                          target, fields_to_json(record->fields).dump(), record->deleted);
}

Result<void> DeviceStore::apply_delta(const RecordDelta& delta) {
    FieldMap accepted;
    std::string kind = delta.kind;
    Id organization = delta.organization;
    bool is_here = false;
    auto done = database_->each(
        "SELECT kind, organization, accepted FROM record WHERE id = ?1",
        [&](const Row& row) {
            is_here = true;
            kind = row.text(0);
            organization = row.id(1);
            if (auto json = parse_json(row.text(2))) {
                if (auto fields = fields_from_json(*json)) accepted = std::move(*fields);
            }
        },
        delta.id);
    if (!done) return done;
    if (!is_here && !delta.is_whole) {
        // A part of a record that is not here: something was missed, so everything is read again.
        needs_rereading_ = true;
        return {};
    }
    for (const auto& [key, value] : delta.fields) assign(accepted, key, value);
    done = database_->run(
        "INSERT INTO record(id, kind, organization, parent, rev, deleted, body, accepted, "
        "accepted_deleted) VALUES (?1, ?2, ?3, NULL, ?4, ?5, '{}', ?6, ?5) "
        "ON CONFLICT(id) DO UPDATE SET rev = excluded.rev, accepted = excluded.accepted, "
        "accepted_deleted = excluded.accepted_deleted",
        delta.id, kind, organization, delta.rev, delta.deleted, fields_to_json(accepted).dump());
    if (!done) return done;
    return rebuild_view(delta.id);
}

Result<ApplyCounts> DeviceStore::apply(const SyncAnswer& answer) {
    ApplyCounts counts;
    const Id device_before = device_;
    const std::int64_t next_n_before = next_n_;
    const std::string epoch_before = epoch_;
    const auto abandon = [&](Error error) -> Result<ApplyCounts> {
        device_ = device_before;
        next_n_ = next_n_before;
        epoch_ = epoch_before;
        return error;
    };
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done.error();
    needs_rereading_ = false;
    done = adopt_epoch(answer);
    if (done) done = offer_again(answer);
    if (!done) return abandon(done.error());
    for (const Verdict& verdict : answer.verdicts) {
        if (verdict.outcome == Outcome::fork) continue;
        done = apply_verdict(verdict, counts);
        if (!done) return abandon(done.error());
    }
    // Where the server remembers more of this device than it does itself, an older copy came back.
    // What was lost, or is another copy's, must be told apart from what is yet to be made.
    if (answer.is_forked || answer.next_n > next_n_) {
        done = reissue_pending();
        if (!done) return abandon(done.error());
    }
    for (const RecordDelta& delta : answer.records) {
        done = apply_delta(delta);
        if (!done) return abandon(done.error());
        ++counts.pulled;
    }
    for (const auto& [scope, cursor] : answer.cursors) {
        done = database_->run(
            "INSERT INTO cursor VALUES (?1, ?2, ?3) ON CONFLICT(scope) DO UPDATE SET "
            "complete = excluded.complete, reached = excluded.reached",
            scope, cursor.complete, cursor.reached);
        if (!done) return abandon(done.error());
    }
    counts.must_reread = needs_rereading_;
    if (needs_rereading_) {
        done = database_->execute("DELETE FROM cursor");
        if (!done) return abandon(done.error());
    }
    const Instant now = clock_.now();
    done = put_setting("last_sync", now.to_text());
    if (done) {
        done = put_setting("clock_skew_ms", std::to_string(answer.server_time.ms - now.ms));
    }
    if (done) done = put_setting("audit_head", answer.head_hash);
    if (done) done = transaction.commit();
    if (!done) return abandon(done.error());
    if (counts.acknowledged > 0 || counts.pulled > 0) ++change_count_;
    return counts;
}

}  // namespace minga::sync
