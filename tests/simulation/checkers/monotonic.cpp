#include "shared/codec/value_json.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>
#include <cstdlib>

namespace minga::simulation {
namespace {

struct Asking {
    Cluster& cluster;
    Seat& seat;
    const Record& view;
    const sync::StampedRecord& stored;
};

/// A field whose accepted value is this device's own, and known to be.
void check_own_field(const Asking& asking, std::string_view key, const sync::FieldStamp& stamp,
                     const std::vector<std::string>& waiting) {
    if (stamp.device != asking.seat.store().device()) return;
    if (std::abs(stamp.n) > asking.seat.store().acked_n()) return;
    if (std::find(waiting.begin(), waiting.end(), key) != waiting.end()) return;
    const bool is_deletion = key == sync::deletion_key;
    const Value shown =
        is_deletion ? Value{asking.view.deleted} : value_of(asking.view.fields, key);
    const Value kept = is_deletion ? Value{asking.stored.record.deleted}
                                   : value_of(asking.stored.record.fields, key);
    if (shown == kept) return;
    asking.cluster.break_promise(
        "monotonic", asking.seat.actor.login + " no longer sees their own " + std::string{key} +
                         " of " + asking.view.id.to_text() + ": " + value_to_json(shown).dump() +
                         " instead of " + value_to_json(kept).dump());
}

bool has_waiting_ops(Seat& seat, const Id& record) {
    bool found = false;
    seat.device->database()
        .each(
            "SELECT 1 FROM op WHERE state = 0 AND (record = ?1 OR target = ?1) LIMIT 1",
            [&](const storage::Row&) { found = true; }, record)
        .ignore();
    return found;
}

}  // namespace

void MonotonicWatch::check(Cluster& cluster, std::size_t index) {
    Seat& seat = cluster.seats()[index];
    std::vector<Id> ids;
    auto read = seat.device->database().each(
        "SELECT id, rev FROM record WHERE accepted IS NOT NULL", [&](const storage::Row& row) {
            ids.push_back(row.id(0));
            std::int64_t& rev = revs_[{index, row.id(0)}];
            if (row.integer(1) < rev) {
                cluster.break_promise("monotonic", seat.actor.login + ": a revision went back");
            }
            rev = row.integer(1);
        });
    if (!read) return cluster.break_promise("monotonic", "the device cannot be read");
    for (const Id& id : ids) {
        const auto view = seat.store().find(id);
        const auto stored = cluster.server().store().find_stamped(id);
        if (!view || !stored) {
            return cluster.break_promise("monotonic", "an accepted record is nowhere");
        }
        auto waiting = seat.store().pending_fields(id);
        if (has_waiting_ops(seat, id)) waiting.emplace_back(sync::deletion_key);
        for (const auto& [key, stamp] : stored->stamps) {
            check_own_field({cluster, seat, *view, *stored}, key, stamp, waiting);
        }
    }
}

}  // namespace minga::simulation
