/// The part of the device's store that locks up what its person wrote in a scope that they lost.
/// The words are theirs no more to read, and nobody's to lose: sealed to the server, they travel as
/// the ops that they are, and what they say is seen by whoever supervises the institution.
#include "shared/records/all_records.hpp"
#include "sync/blob/blob_rules.hpp"
#include "sync/client/device_store.hpp"
#include "sync/client/device_tables.hpp"
#include "sync/client/op_state.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;

namespace {

/// What the author of a refused op still wanted: all of it, or the fields that were not taken.
Op wanted_still(Op op, const std::string& verdict_text) {
    auto json = parse_json(verdict_text);
    auto verdict = json ? verdict_from_json(*json) : Result<Verdict>{json.error()};
    if (!verdict) return op;
    const auto is_whole = [](const Error& reason) { return reason.field.empty(); };
    const auto& reasons = verdict->refusals;
    if (std::any_of(reasons.begin(), reasons.end(), is_whole)) return op;
    std::erase_if(op.set, [&](const auto& entry) {
        return std::none_of(reasons.begin(), reasons.end(),
                            [&](const Error& reason) { return reason.field == entry.first; });
    });
    return op;
}

std::vector<std::string> blobs_of(const Op& op) {
    std::vector<std::string> hashes;
    for (const auto& [key, value] : op.set) {
        const auto* text = std::get_if<std::string>(&value);
        if (text != nullptr && is_blob_hash(*text)) hashes.push_back(*text);
    }
    return hashes;
}

}  // namespace

/// The ops that stand on records of the scope that is being lost; of a record that is here no more,
/// those that say themselves that it was of that home.
Result<std::vector<DeviceStore::Doomed>> DeviceStore::doomed_ops(const LostScope& lost) const {
    std::vector<Doomed> doomed;
    const auto take = [&](const Row& row) {
        const auto op = op_from_text(row.text(3));
        if (!op) return;
        Doomed one{.number = row.integer(0),
                   .n = row.integer(1),
                   .state = row.integer(2),
                   .organization = row.id(4),
                   .text = std::string{row.text(3)},
                   .verdict = std::string{row.text(5)}};
        if (row.is_null(4)) {
            one.organization = op->organization;
            if (lost.home.is_nil() || op->organization != lost.home) return;
        }
        one.op = *op;
        doomed.push_back(std::move(one));
    };
    const std::string sql =
        "SELECT op.number, op.n, op.state, op.text, record.organization, op.verdict FROM op "
        "LEFT JOIN record ON record.id = op.record WHERE record.id IS NULL OR (" +
        lost.which + ") ORDER BY op.number";
    auto done = lost.home.is_nil() ? database_->each(sql, take, lost.scope)
                                   : database_->each(sql, take, lost.home);
    if (!done) return done.error();
    return doomed;
}

/// Seals the ops of a lost scope. What waited in the inbox to be corrected, or for a newer server,
/// goes once more, under a new number: its author cannot mend it any more. Without the server's
/// keys (of an earlier program) all stays as it is. Returns how many changes are on their way.
Result<std::int64_t> DeviceStore::seal_ops(const LostScope& lost, std::string_view seal_keys) {
    auto doomed = doomed_ops(lost);
    if (!doomed) return doomed.error();
    std::int64_t leaving = 0;
    for (const Doomed& one : *doomed) {
        const bool is_on_its_way = one.state == op_waiting || one.state == op_ahead;
        if (is_on_its_way && has_words(one.op)) ++leaving;
    }
    const auto keys = PublicKeys::parse(seal_keys);
    auto sealer = keys ? OpSealer::make(*keys, random_) : std::nullopt;
    if (!sealer || !actor_) return leaving;
    std::int64_t last_sealed_n = 0;
    for (const Doomed& one : *doomed) {
        const bool goes_again = one.state == op_refused || one.state == op_ahead;
        if (one.state == op_refused) ++leaving;
        SealedOp sealed{.n = one.n, .organization = one.organization, .blobs = blobs_of(one.op)};
        sealed.epoch = one.op.epoch;
        const SealContext context{actor_->user, one.organization};
        sealed.bytes = sealer->seal(one.text, context);
        const std::int64_t state = one.state == op_refused ? std::int64_t{op_withdrawn}
                                   : goes_again            ? std::int64_t{op_reissued}
                                                           : one.state;
        last_sealed_n = std::max(last_sealed_n, one.n);
        // Reasons of a refusal may speak of what was written.
        auto done = database_->run(
            "UPDATE op SET text = ?2, state = ?3, target = NULL, target_rev = 0, "
            "effect = CASE WHEN effect IS NULL THEN NULL ELSE '' END, verdict = ?4 "
            "WHERE number = ?1",
            one.number, sealed_to_text(sealed), state, bare_verdict(one.verdict));
        if (done && goes_again) {
            const Op again = wanted_still(one.op, one.verdict);
            sealed.n = next_n_++;
            sealed.bytes = sealer->seal(op_to_text(again), context);
            done = database_->run(
                "INSERT INTO op(device, n, record, effect, text, made_at, state, generation) "
                "SELECT ?2, ?3, record, '', ?4, made_at, 0, generation FROM op WHERE number = ?1",
                one.number, device_, sealed.n, sealed_to_text(sealed));
        }
        if (!done) return done.error();
    }
    auto done = put_setting("next_n", std::to_string(next_n_));
    // A digest tells the server nothing of what it has to open first: those go as they are.
    if (done) {
        done = database_->run("UPDATE op SET recheck = 0 WHERE device = ?1 AND n <= ?2", device_,
                              last_sealed_n);
    }
    if (!done) return done.error();
    return leaving;
}

/// What is kept of a verdict on words that nobody may read here: its outcome.
std::string DeviceStore::bare_verdict(const std::string& text) {
    auto json = parse_json(text);
    auto verdict = json ? verdict_from_json(*json) : Result<Verdict>{json.error()};
    if (!verdict) return {};
    for (Error& reason : verdict->refusals) reason.message.clear();
    return verdict_to_text(*verdict);
}

/// The verdict on a sealed op. True: its author may not read it, and that was all there is to do.
/// Where they may (again), it lies open from now on, and is settled as any.
Result<bool> DeviceStore::settle_sealed(std::int64_t number, const Verdict& verdict,
                                        ApplyCounts& counts) {
    if (!verdict.opened.empty()) {
        auto done =
            database_->run("UPDATE op SET text = ?2 WHERE number = ?1", number, verdict.opened);
        if (!done) return done.error();
        return false;
    }
    ++counts.acknowledged;
    const std::int64_t state = verdict.outcome == Outcome::refused ? op_quarantined : op_settled;
    auto done =
        database_->run("UPDATE op SET state = ?2, recheck = 0, verdict = ?3 WHERE number = ?1",
                       number, state, bare_verdict(verdict_to_text(verdict)));
    if (!done) return done.error();
    return true;
}

/// Ops up to here can be named to the server by a digest of their texts; behind it lies one that it
/// has to open first.
std::int64_t DeviceStore::named_n() const {
    std::int64_t n = last_n();
    database_
        ->each(
            "SELECT n FROM op WHERE device = ?1 AND n > ?2 AND n <= ?3 "
            "AND " MINGA_IS_SEALED " ORDER BY n LIMIT 1",
            [&](const Row& row) { n = row.integer(0) - 1; }, device_, acked_n(), n)
        .ignore();
    return n;
}

/// An op's text under another number or for another epoch. A sealed one's words stay shut: what
/// stands outside counts.
Result<std::string> DeviceStore::readdressed(const std::string& text, std::int64_t n,
                                             const std::string& epoch, bool is_emptied) {
    if (is_sealed(text)) {
        auto sealed = sealed_from_text(text);
        if (!sealed) return sealed.error();
        if (is_emptied) {
            Op nothing;
            nothing.n = n;
            nothing.record = sealed->organization;
            return op_to_text(emptied(std::move(nothing)));
        }
        sealed->n = n;
        sealed->epoch = epoch;
        return sealed_to_text(*sealed);
    }
    auto op = op_from_text(text);
    if (!op) return op.error();
    op->n = n;
    op->epoch = epoch;
    if (is_emptied) op = emptied(*std::move(op));
    return op_to_text(*op);
}

}  // namespace minga::sync
