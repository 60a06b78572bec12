#include "tests/simulation/checkers/checkers.hpp"

#include "shared/codec/value_json.hpp"
#include "sync/client/op_state.hpp"

namespace minga::simulation {
namespace {

std::string describe(const std::optional<Record>& record) {
    if (!record) return "none";
    return record->kind + " rev " + std::to_string(record->rev) +
           (record->deleted ? " deleted " : " ") + fields_to_json(record->fields).dump();
}

void check_seat(Cluster& cluster, Seat& seat) {
    std::int64_t expected = 0;
    for (const RoleAssignment& role : seat.actor.roles) {
        auto read = cluster.server().store().changed_since(
            {role.organization}, -1, [&](const sync::StampedRecord& stored) {
                const Record& record = stored.record;
                const auto accepted = seat.store().find_accepted(record.id);
                if (!accepted && record.deleted) return true;
                ++expected;
                const auto view = seat.store().find(record.id);
                if (accepted == record && view == record) return true;
                cluster.break_promise("convergence", seat.actor.login + " differs:\n  server   " +
                                                         describe(record) + "\n  accepted " +
                                                         describe(accepted) + "\n  view     " +
                                                         describe(view));
                return false;
            });
        if (!read) return cluster.break_promise("convergence", "the server cannot be read");
    }
    std::int64_t held = 0;
    auto read = seat.device->database().each(
        "SELECT id, deleted, accepted IS NULL AND "
        "EXISTS (SELECT 1 FROM op WHERE op.record = record.id AND op.state = ?1) FROM record",
        [&](const storage::Row& row) {
            // Work on a record that a restored server lost waits for whoever made that: their
            // device may have been restored too, and a conflict need not open a second time. It is
            // shown to its author alone.
            if (row.integer(2) != 0 && cluster.was_restored()) return;
            // Of a tombstone that was collected a device may still know.
            const sync::ServerStore& store = cluster.server().store();
            const bool is_tombstone = row.integer(1) != 0;
            if (is_tombstone && !store.find(row.id(0)) && store.find_grave(row.id(0))) return;
            ++held;
        },
        std::int64_t{sync::op_ahead});
    if (!read || (!cluster.violation() && held != expected)) {
        cluster.break_promise("convergence", seat.actor.login + " holds " + std::to_string(held) +
                                                 " records instead of " + std::to_string(expected));
    }
}

}  // namespace

void check_convergence(Cluster& cluster) {
    for (Seat& seat : cluster.seats()) {
        if (!cluster.violation()) check_seat(cluster, seat);
    }
}

}  // namespace minga::simulation
