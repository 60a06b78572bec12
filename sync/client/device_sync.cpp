/// The part of the device's store that speaks with the session: what leaves, and what comes back.
#include "shared/base/hash.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/former_names.hpp"
#include "sync/client/op_state.hpp"
#include "sync/client/stored_text.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

Result<std::vector<OutboxOp>> DeviceStore::outbox(std::int64_t bytes, std::int64_t after) {
    std::vector<OutboxOp> ops;
    std::int64_t total = 0;
    auto done = database_->each(
        "SELECT n, text, sent FROM op INDEXED BY op_outbox "
        "WHERE device = ?1 AND state = 0 AND n > ?2 ORDER BY n",
        [&](const Row& row) {
            total += static_cast<std::int64_t>(row.text(1).size());
            if (!ops.empty() && total > bytes) return false;
            ops.push_back({row.integer(0), std::string{row.text(1)}, row.integer(2) == 0});
            return true;
        },
        device_, after);
    if (!done) return done.error();
    if (ops.empty()) return ops;
    done = database_->run(
        "UPDATE op SET sent = 1 "
        "WHERE device = ?1 AND state = 0 AND sent = 0 AND n <= ?2",
        device_, ops.back().n);
    if (!done) return done.error();
    return ops;
}

Result<void> DeviceStore::mark_unsent(std::int64_t n) {
    return database_->run("UPDATE op SET sent = 0 WHERE device = ?1 AND state = 0 AND n >= ?2",
                          device_, n);
}

std::int64_t DeviceStore::acked_n() const {
    std::int64_t first_waiting = next_n_;
    database_
        ->each(
            "SELECT min(n) FROM ("
            "SELECT min(n) AS n FROM op INDEXED BY op_outbox WHERE device = ?1 AND state = 0 "
            "UNION ALL SELECT min(n) FROM op INDEXED BY op_recheck "
            "WHERE device = ?1 AND recheck = 1)",
            [&](const Row& row) {
                if (!row.is_null(0)) first_waiting = row.integer(0);
            },
            device_)
        .ignore();
    return first_waiting - 1;
}

std::int64_t DeviceStore::sent_n() const {
    std::int64_t n = 0;
    database_
        ->each(
            "SELECT max(n) FROM (SELECT * FROM (SELECT n FROM op INDEXED BY op_outbox "
            "WHERE device = ?1 AND state = 0 AND sent = 1 ORDER BY n DESC LIMIT 1) "
            "UNION ALL SELECT max(n) FROM op INDEXED BY op_recheck "
            "WHERE device = ?1 AND recheck = 1)",
            [&](const Row& row) { n = row.integer(0); }, device_)
        .ignore();
    return n;
}

Result<std::string> DeviceStore::ops_digest(std::int64_t after, std::int64_t n) const {
    std::string hashes;
    auto done = database_->each(
        "SELECT text FROM op WHERE device = ?1 AND n > ?2 AND n <= ?3 ORDER BY n",
        [&](const Row& row) { hashes += sha256_hex(row.text(0)); }, device_, after, n);
    if (!done) return done.error();
    return sha256_hex(hashes);
}

Cursors DeviceStore::cursors() const {
    Cursors cursors;
    database_
        ->each(
            "SELECT scope, complete, reached, listed FROM cursor LEFT JOIN listing USING (scope)",
            [&](const Row& row) {
                Cursor cursor{row.integer(1), row.integer(2)};
                if (!row.is_null(3)) cursor.listed = row.integer(3);
                cursors.emplace(row.text(0), cursor);
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
    std::vector<OwnChain::Former> names = former_names();
    names.push_back({device_, acked_n()});
    auto done = put_setting("formerly", former_names_to_json(names).dump());
    if (!done) return done;
    const Id former = device_;
    done = take_identity();
    return done ? reissue(former) : done;
}

/// Ops that wait under a former name go on under the present one, with its next numbers.
Result<void> DeviceStore::reissue(const Id& device) {
    struct Waiting {
        std::int64_t number;
        std::string text;
        std::int64_t generation;
        bool is_withdrawn;
        Id record;
    };
    std::vector<Waiting> waiting;
    // What was only to be shown once more is not the server's: its number is another copy's.
    auto done = database_->each(
        "SELECT number, text, generation, state, record FROM op "
        "WHERE device = ?1 AND (state = 0 OR recheck = 1) ORDER BY number",
        [&](const Row& row) {
            waiting.push_back({row.integer(0), std::string{row.text(1)}, row.integer(2),
                               row.integer(3) == op_withdrawn, row.id(4)});
        },
        device);
    if (!done) return done;
    for (const Waiting& one : waiting) {
        auto text = readdressed(one.text, next_n_, epoch_of(one.generation), one.is_withdrawn);
        if (!text) return text.error();
        done = database_->run(
            "UPDATE op SET device = ?2, n = ?3, text = ?4, sent = 0, state = 0, recheck = 0, "
            "verdict = NULL, effect = CASE WHEN ?5 THEN NULL ELSE effect END WHERE number = ?1",
            one.number, device_, next_n_, *text, one.is_withdrawn);
        if (done) done = rebuild_view(one.record);
        if (!done) return done;
        ++next_n_;
    }
    return put_setting("next_n", std::to_string(next_n_));
}

/// All scopes from the beginning. Their cursors stay, at 0: a scope without one is a scope of which
/// this device holds nothing, and is not told what was deleted.
Result<void> DeviceStore::read_again() {
    auto done = database_->execute("UPDATE cursor SET complete = 0, reached = 0");
    if (done) done = database_->execute("DELETE FROM listing");
    if (done) done = database_->execute("DELETE FROM listed");
    if (done) done = database_->execute("DELETE FROM snapshot");
    if (done) done = forget_words();
    return done;
}

Result<void> DeviceStore::put_cursor(std::string_view scope, const Cursor& cursor) {
    auto done = database_->run(
        "INSERT INTO cursor VALUES (?1, ?2, ?3) ON CONFLICT(scope) DO UPDATE SET "
        "complete = excluded.complete, reached = excluded.reached",
        scope, cursor.complete, cursor.reached);
    if (!done) return done;
    if (cursor.listed) {
        return database_->run(
            "INSERT INTO listing VALUES (?1, ?2) "
            "ON CONFLICT(scope) DO UPDATE SET listed = excluded.listed",
            scope, *cursor.listed);
    }
    done = database_->run("DELETE FROM listing WHERE scope = ?1", scope);
    if (done) done = database_->run("DELETE FROM listed WHERE scope = ?1", scope);
    return done;
}

/// The server names what exists, over as many answers as it takes. Only once all is named is
/// anything dropped.
Result<void> DeviceStore::apply_lists(const SyncAnswer& answer) {
    for (const SyncAnswer::Listing& list : answer.lists) {
        for (const Id& id : list.ids) {
            auto done =
                database_->run("INSERT OR IGNORE INTO listed VALUES (?1, ?2)", list.scope, id);
            if (!done) return done;
        }
    }
    for (const std::string& scope : answer.listed) {
        auto done = drop_unlisted(scope);
        if (!done) return done;
    }
    return {};
}

/// What the server did not name was deleted, so long ago that it cannot say so any more. A record
/// with work of this person in it stays, as deleted: the work still gets its verdict, and a refusal
/// still shows what it was about.
Result<void> DeviceStore::drop_unlisted(std::string_view scope) {
    const bool is_everything = scope == scope_of_all;
    const auto organization = Id::parse(scope);
    std::vector<Id> missing;
    auto done = database_->each(
        "SELECT id FROM record WHERE accepted IS NOT NULL AND (?1 OR scope = ?3 OR "
        "(scope IS NULL AND organization = ?2)) "
        "AND id NOT IN (SELECT id FROM listed WHERE scope = ?3)",
        [&](const Row& row) { missing.push_back(row.id(0)); }, is_everything,
        organization ? *organization : Id{}, scope);
    for (const Id& id : missing) {
        if (!done) return done;
        bool has_work = false;
        done = database_->each(
            "SELECT 1 FROM op WHERE record = ?1 AND state IN (0, 2, 4) LIMIT 1",
            [&](const Row&) { has_work = true; }, id);
        if (!done) return done;
        if (!has_work) {
            done = database_->run("DELETE FROM record WHERE id = ?1", id);
            continue;
        }
        done = database_->run("UPDATE record SET accepted_deleted = 1 WHERE id = ?1", id);
        if (done) done = rebuild_view(id);
    }
    if (!missing.empty()) ++change_count_;
    return done;
}

Result<void> DeviceStore::apply_verdict(const Id& device, const Verdict& verdict,
                                        ApplyCounts& counts) {
    auto is_settled = settle_plain(device, verdict, counts);
    if (!is_settled) return is_settled.error();
    if (*is_settled) return {};
    struct Found {
        std::int64_t number;
        Id record;
        Id target;
        std::int64_t state;
        std::string text;
        std::string effect;
        bool is_rechecked;
        std::string verdict;
    };
    std::optional<Found> found;
    auto done = database_->each(
        "SELECT number, record, target, state, text, effect, recheck, verdict FROM op "
        "WHERE device = ?1 AND n = ?2",
        [&](const Row& row) {
            found = Found{row.integer(0),
                          row.id(1),
                          row.id(2),
                          row.integer(3),
                          std::string{row.text(4)},
                          std::string{row.text(5)},
                          row.integer(6) != 0,
                          std::string{row.text(7)}};
        },
        device, verdict.n);
    if (!done || !found) return done;
    const std::string told = verdict_to_text(verdict);
    bool is_judged_anew = false;
    if (found->is_rechecked) {
        // The restored server knows it after all: what became of it stands, unless a copy of this
        // device had it judged there. What its person let go of, or goes again, stays so.
        is_judged_anew =
            found->verdict != told && found->state != op_withdrawn && found->state != op_reissued;
        done = database_->run("UPDATE op SET recheck = 0 WHERE number = ?1", found->number);
    }
    if (!done || (found->state != op_waiting && !is_judged_anew)) return done;
    if (is_sealed(found->text)) {
        auto is_over = settle_sealed(found->number, verdict, counts);
        if (!is_over) return is_over.error();
        if (*is_over) return {};
        found->text = verdict.opened;
    }
    auto op = op_from_text(found->text);
    if (!op) return op.error();

    std::int64_t state = op_settled;
    if (verdict.outcome == Outcome::refused) {
        const bool is_scope_lost =
            std::any_of(verdict.refusals.begin(), verdict.refusals.end(),
                        [](const Error& one) { return one.code == ErrorCode::scope_lost; });
        state = is_scope_lost ? op_quarantined : op_refused;
    }
    const bool is_put_off =
        verdict.outcome == Outcome::schema_ahead || verdict.outcome == Outcome::awaits;
    if (is_put_off) state = op_ahead;
    ++counts.acknowledged;
    if (verdict.outcome == Outcome::conflict || !verdict.conflicts.empty()) ++counts.conflicts;
    if (state == op_refused) ++counts.rejected;
    done = database_->run("UPDATE op SET state = ?2, verdict = ?3 WHERE number = ?1", found->number,
                          state, told);
    if (!done) return done;

    FieldMap accepted;
    bool is_known = false;
    bool deleted = false;
    std::int64_t rev = 0;
    done = database_->each(
        "SELECT accepted, accepted_deleted, rev FROM record WHERE id = ?1",
        [&](const Row& row) {
            is_known = !row.is_null(0);
            accepted = stored_fields(row.text(0));
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
        const bool is_written =
            (!op->set.empty() || op->restore) && verdict.outcome == Outcome::applied;
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
    if (done) done = take_off_shelf(op->record);
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
    if (delta.is_withdrawn) return withdraw_record(delta.id);
    auto is_taken = take_new(delta);
    if (!is_taken) return is_taken.error();
    if (*is_taken) return {};
    FieldMap accepted;
    std::string kind = delta.kind;
    Id organization = delta.organization;
    bool is_here = false;
    bool is_older = false;
    auto done = database_->each(
        "SELECT kind, organization, accepted, generation FROM record WHERE id = ?1",
        [&](const Row& row) {
            is_here = true;
            is_older = row.integer(3) < generation_;
            kind = row.text(0);
            organization = row.id(1);
            accepted = stored_fields(row.text(2));
        },
        delta.id);
    if (!done) return done;
    if (!is_here && !delta.is_whole) {
        // A part of a record that is not here: something was missed, so everything is read again.
        needs_rereading_ = true;
        return {};
    }
    if (is_older && delta.is_whole) {
        // Read before a backup was restored: what is not in this is not at the server any more.
        done = shelve({delta.id, kind, organization, 0, false, std::move(accepted)}, delta.fields);
        if (!done) return done;
        accepted.clear();
    }
    for (const auto& [key, value] : delta.fields) assign(accepted, key, value);
    done = database_->run(
        "INSERT INTO record(id, kind, organization, parent, rev, deleted, body, accepted, "
        "accepted_deleted, scope, generation) VALUES (?1, ?2, ?3, NULL, ?4, ?5, '{}', ?6, ?5, "
        "nullif(?7, ''), ?8) ON CONFLICT(id) DO UPDATE SET rev = excluded.rev, "
        "accepted = excluded.accepted, accepted_deleted = excluded.accepted_deleted, "
        "scope = excluded.scope, generation = excluded.generation",
        delta.id, kind, organization, delta.rev, delta.deleted, fields_to_json(accepted).dump(),
        delta.scope, generation_);
    if (done) done = take_off_shelf(delta.id);
    if (!done) return done;
    return rebuild_view(delta.id);
}

Result<ApplyCounts> DeviceStore::apply(const SyncAnswer& answer) {
    ApplyCounts counts;
    const Id device_before = device_;
    const std::int64_t next_n_before = next_n_;
    const std::string epoch_before = epoch_;
    const std::int64_t generation_before = generation_;
    const std::optional<Actor> actor_before = actor_;
    const auto abandon = [&](Error error) -> Result<ApplyCounts> {
        actor_ = actor_before;
        device_ = device_before;
        next_n_ = next_n_before;
        epoch_ = epoch_before;
        generation_ = generation_before;
        return error;
    };
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done.error();
    needs_rereading_ = false;
    done = lose_scopes(answer);
    if (done) done = adopt_epoch(answer);
    if (done && answer.actor) done = take_actor(*answer.actor);
    if (done) done = offer_again(answer);
    if (done && generation_ != generation_before) done = mark_epoch(answer);
    if (!done) return abandon(done.error());
    for (const Verdict& verdict : answer.verdicts) {
        if (verdict.outcome == Outcome::fork) continue;
        done = apply_verdict(device_, verdict, counts);
        if (!done) return abandon(done.error());
    }
    // Where the server remembers more of this device than it does itself, an older copy came back.
    // What was lost, or is another copy's, must be told apart from what is yet to be made.
    // What has left and has no verdict yet waits until it is known whose it is.
    if (answer.is_forked || (answer.next_n > next_n_ && sent_n() == 0)) {
        done = reissue_pending();
        if (!done) return abandon(done.error());
    }
    for (const RecordDelta& delta : answer.records) {
        done = apply_delta(delta);
        if (!done) return abandon(done.error());
        ++counts.pulled;
    }
    done = apply_lists(answer);
    if (done) done = apply_offers(answer);
    for (const auto& [scope, cursor] : answer.cursors) {
        if (done) done = put_cursor(scope, cursor);
    }
    if (done) done = finish_rereading(answer);
    if (done) done = offer_ahead(answer);
    if (done) done = forget_safe(answer);
    if (done) done = note_backed(answer);
    if (!done) return abandon(done.error());
    counts.must_reread = needs_rereading_;
    if (done && needs_rereading_) done = read_again();
    if (!done) return abandon(done.error());
    done = take_server_time(answer.server_time);
    // While more of it lies at the server, what is here was not all there is at any moment.
    const bool is_all = !answer.has_more && answer.snapshots.empty() && !counts.must_reread;
    if (done && is_all) done = put_setting("last_sync", clock_.now().to_text());
    if (done) done = witness(answer);
    if (done) done = take_reviews(answer, !epoch_before.empty());
    if (done && answer.instruments) done = take_instruments(*answer.instruments);
    if (done) done = transaction.commit();
    if (!done) return abandon(done.error());
    if (answer.instruments) load_instruments();
    const bool has_news = !answer.cursors.empty() || !answer.gone.empty() ||
                          answer.actor.has_value() || !answer.reviews.empty() ||
                          answer.instruments.has_value() || counts.must_reread;
    if (counts.acknowledged > 0 || counts.pulled > 0 || has_news) ++change_count_;
    return counts;
}

}  // namespace minga::sync
