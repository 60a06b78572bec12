#include "shared/codec/value_json.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>
#include <cstdlib>

namespace minga::simulation {
namespace {

struct Asking {
    Cluster& cluster;
    Seat& seat;
    std::int64_t acked_n = 0;
    const Record& view;
    const sync::StampedRecord& stored;
};

bool has_waiting_ops(Seat& seat, const Id& record) {
    bool found = false;
    seat.device->database()
        .each(
            "SELECT 1 FROM op WHERE state = 0 AND (record = ?1 OR target = ?1) LIMIT 1",
            [&](const storage::Row&) { found = true; }, record)
        .ignore();
    return found;
}

/// Whether something that waits may say otherwise of the field than what was accepted.
bool is_waiting(Seat& seat, const Id& record, std::string_view key) {
    if (key == sync::deletion_key && has_waiting_ops(seat, record)) return true;
    const auto waiting = seat.store().pending_fields(record);
    return std::find(waiting.begin(), waiting.end(), key) != waiting.end();
}

/// A field whose accepted value is this device's own, and known to be.
void check_own_field(const Asking& asking, std::string_view key, const sync::FieldStamp& stamp) {
    if (stamp.device != asking.seat.store().device()) return;
    if (std::abs(stamp.n) > asking.acked_n) return;
    const bool is_deletion = key == sync::deletion_key;
    const Value shown =
        is_deletion ? Value{asking.view.deleted} : value_of(asking.view.fields, key);
    const Value kept = is_deletion ? Value{asking.stored.record.deleted}
                                   : value_of(asking.stored.record.fields, key);
    if (shown == kept || is_waiting(asking.seat, asking.view.id, key)) return;
    asking.cluster.break_promise(
        "monotonic", asking.seat.actor.login + " no longer sees their own " + std::string{key} +
                         " of " + asking.view.id.to_text() + ": " + value_to_json(shown).dump() +
                         " instead of " + value_to_json(kept).dump());
}

}  // namespace

/// What may have changed on the device since it was last looked at: revisions that moved, and what
/// its owner wrote last. At times everything, in case something else did.
void MonotonicWatch::check(Cluster& cluster, std::size_t index) {
    constexpr std::int64_t typed_looked_at = 8;
    Seat& seat = cluster.seats()[index];
    const bool looks_at_all = cluster.dice().one_in(10);
    std::set<Id> ids;
    std::set<Id> held;
    auto read = seat.device->database().each(
        "SELECT id, rev, generation FROM record WHERE accepted IS NOT NULL",
        [&](const storage::Row& row) {
            const Id id = row.id(0);
            held.insert(id);
            Seen& seen = revs_[{index, id}];
            // Each epoch counts its revisions anew, and a restored server may be read over many
            // answers: until a record has come again, it is at the revision of the epoch before.
            const bool is_of_one_epoch = row.integer(2) == seen.generation;
            if (row.integer(2) < seen.generation ||
                (is_of_one_epoch && row.integer(1) < seen.rev)) {
                cluster.break_promise("monotonic", seat.actor.login + ": the revision of " +
                                                       id.to_text() + " went back from " +
                                                       std::to_string(seen.rev) + " to " +
                                                       std::to_string(row.integer(1)));
            }
            if (!is_of_one_epoch || row.integer(1) != seen.rev || looks_at_all) ids.insert(id);
            seen = {row.integer(1), row.integer(2)};
        });
    if (!read) return cluster.break_promise("monotonic", "the device cannot be read");
    // What the device dropped because it is in its grave is new to it when somebody makes it again.
    std::erase_if(revs_, [&](const auto& entry) {
        const auto& [seat_index, id] = entry.first;
        return seat_index == index && !held.contains(id) &&
               cluster.server().store().find_grave(id).has_value();
    });
    std::int64_t looked_at = 0;
    for (auto typed = seat.typed.rbegin(); typed != seat.typed.rend(); ++typed) {
        if (++looked_at > typed_looked_at) break;
        if (held.contains(typed->second.record)) ids.insert(typed->second.record);
    }
    const std::int64_t acked_n = seat.store().acked_n();
    // A device that has not heard yet of a restored server knows more than it.
    const bool is_same_epoch = seat.store().epoch() == cluster.server().store().epoch();
    for (const Id& id : ids) {
        const auto view = seat.store().find(id);
        const auto stored = cluster.server().store().find_stamped(id);
        const bool may_come_back = view && !stored && cluster.was_restored();
        const bool is_collected = !stored && cluster.server().store().find_grave(id).has_value();
        if (may_come_back || is_collected) continue;
        if (!view || !stored) {
            return cluster.break_promise("monotonic", "an accepted record is nowhere");
        }
        if (!is_same_epoch) continue;
        for (const auto& [key, stamp] : stored->stamps) {
            check_own_field({cluster, seat, acked_n, *view, *stored}, key, stamp);
        }
    }
}

}  // namespace minga::simulation
