/// The part of the device's store that brings back what it wrote under a former name: a server that
/// came back from a backup may lack that too, and nobody else may be left who has it.
///
/// A former name's ops are offered under that name, with the numbers and the bytes they always had:
/// another copy of this device that still goes by it has the same, and whichever of them comes
/// first is the one that counts.
#include "shared/codec/json.hpp"
#include "sync/client/device_store.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

/// The former names that the server has not been asked about in this epoch.
constexpr std::string_view former_turns_setting = "former_turns";

}  // namespace

/// A new epoch: each former name gets its turn, the earliest first.
Result<void> DeviceStore::begin_former_turns() {
    Json turns = Json::array();
    for (const OwnChain::Former& former : former_names()) {
        if (former.n_max > 0) turns.push(former.device.to_text());
    }
    return put_setting(former_turns_setting, turns.items().empty() ? "" : turns.dump());
}

std::optional<OwnChain::Former> DeviceStore::former_turn() const {
    const auto turns = parse_json(setting(former_turns_setting));
    if (!turns || turns->items().empty() || !turns->items().front().is_text()) return std::nullopt;
    const auto name = Id::parse(*turns->items().front().text());
    for (const OwnChain::Former& former : former_names()) {
        if (name && former.device == *name) return former;
    }
    return std::nullopt;
}

Result<void> DeviceStore::end_former_turn() {
    const auto turns = parse_json(setting(former_turns_setting));
    Json left = Json::array();
    for (std::size_t i = 1; turns && i < turns->items().size(); ++i) left.push(turns->items()[i]);
    return put_setting(former_turns_setting, left.items().empty() ? "" : left.dump());
}

Result<FormerBatch> DeviceStore::former_outbox(const Id& name, std::int64_t bytes) const {
    FormerBatch batch;
    std::int64_t total = 0;
    std::optional<std::int64_t> generation;
    auto done = database_->each(
        "SELECT n, text, generation FROM op INDEXED BY op_outbox "
        "WHERE device = ?1 AND state = 0 ORDER BY n",
        [&](const Row& row) {
            total += static_cast<std::int64_t>(row.text(1).size());
            const bool is_of_one_epoch = !generation || *generation == row.integer(2);
            if (!batch.ops.empty() && (total > bytes || !is_of_one_epoch)) return false;
            generation = row.integer(2);
            batch.ops.push_back({row.integer(0), std::string{row.text(1)}, false});
            return true;
        },
        name);
    if (!done) return done.error();
    if (generation) batch.epoch = epoch_of(*generation);
    return batch;
}

/// The server lacks the name's ops from `next_n` on: they wait again, as far as they are here
/// without a gap.
Result<void> DeviceStore::offer_former(const OwnChain::Former& former, std::int64_t next_n) {
    const std::int64_t first_n = std::max<std::int64_t>(next_n, 1);
    std::int64_t end_n = first_n;
    auto done = database_->each(
        "SELECT n FROM op WHERE device = ?1 AND n BETWEEN ?2 AND ?3 ORDER BY n",
        [&](const Row& row) {
            if (row.integer(0) != end_n) return false;
            ++end_n;
            return true;
        },
        former.device, first_n, former.n_max);
    return done ? let_wait_again(former.device, first_n, end_n - 1, true) : done;
}

Result<ApplyCounts> DeviceStore::apply_former(const OwnChain::Former& former,
                                              const SyncAnswer& answer) {
    ApplyCounts counts;
    // Restored once more: the device's own next request hears of it.
    if (answer.epoch != epoch_) return counts;
    const std::int64_t next_n_before = next_n_;
    const auto abandon = [&](Error error) -> Result<ApplyCounts> {
        next_n_ = next_n_before;
        return error;
    };
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done.error();
    const auto offered = former_outbox(former.device, 1);
    if (!offered) return offered.error();
    bool is_forked = answer.is_forked;
    for (const Verdict& verdict : answer.verdicts) {
        if (!done) break;
        if (verdict.outcome == Outcome::fork) {
            is_forked = true;
        } else {
            done = apply_verdict(former.device, verdict, counts);
        }
    }
    // Where other words have the number by now, these go on under the device's own name.
    if (done && is_forked) done = reissue(former.device);
    const bool was_a_question = offered->ops.empty();
    if (done && !is_forked && was_a_question) done = offer_former(former, answer.next_n);
    if (!done) return abandon(done.error());
    const auto left = former_outbox(former.device, 1);
    if (!left) return abandon(left.error());
    if (left->ops.empty()) done = end_former_turn();
    if (done) done = transaction.commit();
    if (!done) return abandon(done.error());
    ++change_count_;
    return counts;
}

}  // namespace minga::sync
