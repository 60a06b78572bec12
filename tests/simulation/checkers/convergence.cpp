#include "tests/simulation/checkers/checkers.hpp"

#include "shared/codec/value_json.hpp"

namespace minga::simulation {
namespace {

std::string describe(const std::optional<Record>& record) {
    if (!record) return "none";
    return record->kind + " rev " + std::to_string(record->rev) +
           (record->deleted ? " deleted " : " ") + fields_to_json(record->fields).dump();
}

}  // namespace

void check_convergence(Cluster& cluster) {
    for (Seat& seat : cluster.seats()) {
        const Id home = seat.actor.roles.front().organization;
        std::int64_t expected = 0;
        auto read = cluster.server().store().changed_since(
            {home}, -1, [&](const sync::StampedRecord& stored) {
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
        std::int64_t held = 0;
        read = seat.device->database().each(
            "SELECT count(*) FROM record", [&](const storage::Row& row) { held = row.integer(0); });
        if (!read || (!cluster.violation() && held != expected)) {
            return cluster.break_promise("convergence",
                                         seat.actor.login + " holds " + std::to_string(held) +
                                             " records instead of " + std::to_string(expected));
        }
    }
}

}  // namespace minga::simulation
