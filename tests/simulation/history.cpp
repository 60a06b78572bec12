#include "tests/simulation/history.hpp"

#include "sync/server/collection.hpp"
#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/workload.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

constexpr int requests_in_peace_max = 400;
constexpr int rounds_of_peace = 3;
constexpr std::int64_t step_ms_max = 6 * 3'600'000;
constexpr std::int64_t drift_ms_max = 3'600'000;
constexpr std::int64_t peace_step = 1'000'000;

}  // namespace

void History::run_steps() {
    const Options& options = cluster_.options();
    for (std::int64_t i = 0; i < options.steps && !cluster_.violation(); ++i) {
        const auto& kept = options.kept;
        if (!kept.empty() && std::find(kept.begin(), kept.end(), i) == kept.end()) continue;
        cluster_.dice().begin_step(i);
        cluster_.note("step " + std::to_string(i));
        step();
    }
}

void History::step() {
    Dice& dice = cluster_.dice();
    cluster_.pass(dice.below(step_ms_max));
    const auto seat =
        static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(cluster_.seats().size())));
    const std::int64_t roll = dice.below(100);
    if (roll < 52) {
        act(cluster_, seat);
    } else if (roll < 84) {
        exchange(seat);
    } else if (roll < 88) {
        carry_bundles(seat);
    } else {
        befall(seat, roll);
    }
}

/// Records first, files behind them.
void History::exchange(std::size_t seat) {
    network_.exchange(seat);
    Dice& dice = cluster_.dice();
    if (cluster_.options().has_snapshots && dice.one_in(4)) renew_snapshots();
    if (!cluster_.options().has_files || cluster_.violation()) return;
    if (dice.one_in(4)) porter_.want_one(seat);
    if (dice.one_in(2)) porter_.carry(seat);
}

/// As the server's own thread does, behind its back.
void History::renew_snapshots() {
    ServerMachine& server = cluster_.server();
    for (const Id& organization : {cluster_.world().municipality, cluster_.world().neighbour}) {
        const auto made = server.snapshots()->renew(server.store(), sync::Scope{organization});
        if (!made) return cluster_.break_promise("set-up", "no snapshot can be made");
        if (*made) cluster_.note("a new snapshot");
    }
}

void History::befall(std::size_t seat, std::int64_t roll) {
    Dice& dice = cluster_.dice();
    const Options& options = cluster_.options();
    if (options.has_server_restores && dice.one_in(4)) return bring_back_older_server();
    if (options.has_server_restores && dice.one_in(6)) return bring_back_older();
    if (options.has_snapshots && !has_added_ && dice.one_in(3)) {
        has_added_ = true;
        return cluster_.add_device(seat);
    }
    if (roll < 91) {
        network_.deliver_late();
    } else if (roll < 94) {
        cluster_.restart_device(seat, cluster_.draw_death());
    } else if (roll < 96) {
        cluster_.restart_server(cluster_.draw_death());
    } else if (roll < 97 && !has_copy_) {
        cluster_.copy_device(seat);
        has_copy_ = true;
    } else if (roll < 98) {
        cluster_.change_roles(seat);
    } else if (roll < 99) {
        bring_back_older();
    } else if (dice.one_in(2)) {
        collect_tombstones();
    } else {
        cluster_.seats()[seat].device->clock().advance(dice.below(2 * drift_ms_max) - drift_ms_max);
    }
}

/// As if all tombstones were old and all devices had been away for long: the harshest collection.
void History::collect_tombstones() {
    sync::ServerStore& store = cluster_.server().store();
    const auto count =
        sync::collect_tombstones(store, cluster_.server().clock().now(), {.life_ms = -1});
    cluster_.note("collected " + std::to_string(count.value_or(-1)));
    if (!count) cluster_.break_promise("set-up", "the server cannot collect");
}

void History::carry_bundles(std::size_t seat) {
    if (cluster_.dice().one_in(2)) return courier_.collect(seat);
    const auto receiver = courier_.deliver();
    if (receiver && !cluster_.violation()) network_.look_at(*receiver);
}

void History::bring_back_older_server() {
    if (!cluster_.has_server_backup() || cluster_.dice().one_in(4)) {
        return cluster_.back_up_server();
    }
    cluster_.restore_server();
    for (std::size_t i = 0; i < cluster_.seats().size(); ++i) network_.forget(i);
}

void History::bring_back_older() {
    const auto seat_count = static_cast<std::int64_t>(cluster_.seats().size());
    const auto seat = static_cast<std::size_t>(cluster_.dice().below(seat_count));
    was_device_restored_ = was_device_restored_ || cluster_.seats()[seat].backup.has_value();
    cluster_.restore_device(seat);
    network_.forget(seat);
}

void History::make_peace() {
    cluster_.note("peace");
    cluster_.dice().begin_step(peace_step);
    network_.heal();
    courier_.heal();
    network_.deliver_all_late();
    courier_.deliver_all();
    for (int round = 0; round < rounds_of_peace; ++round) {
        for (std::size_t seat = 0; seat < cluster_.seats().size(); ++seat) calm(seat);
    }
    for (Seat& seat : cluster_.seats()) cluster_.note_reissued(seat);
    if (cluster_.options().has_files) calm_files();
    for (const auto check : {check_convergence, check_no_lost_word, check_audit, check_prediction,
                             check_resurrection, check_lifting, check_snapshots, check_files}) {
        if (!cluster_.violation()) check(cluster_);
    }
    // These two cost as much as all others together: each history looks at one of them.
    const bool takes_turns = cluster_.options().steps > 0;
    const bool is_even = cluster_.options().seed % 2 == 0;
    if (!cluster_.violation() && (is_even || !takes_turns)) check_idempotence(cluster_);
    if (!cluster_.violation() && (!is_even || !takes_turns)) check_disjoint_fields(cluster_);
}

void History::calm(std::size_t seat) {
    for (int i = 0; i < requests_in_peace_max && !cluster_.violation(); ++i) {
        network_.exchange(seat);
        if (cluster_.seats()[seat].session->is_done()) return;
    }
    if (cluster_.violation()) return;
    cluster_.break_promise("liveness",
                           cluster_.seats()[seat].actor.login + " never comes to an end");
}

/// All that is left goes up, and then everybody looks at everything.
void History::calm_files() {
    porter_.heal();
    const std::size_t seat_count = cluster_.seats().size();
    for (std::size_t i = 0; i < seat_count && !cluster_.violation(); ++i) porter_.carry(i);
    for (std::size_t i = 0; i < seat_count && !cluster_.violation(); ++i) {
        porter_.want_all(i);
        porter_.carry(i);
    }
}

Outcome History::outcome() {
    Outcome outcome;
    outcome.requests = static_cast<std::int64_t>(cluster_.sent().size());
    outcome.device_days = cluster_.device_days();
    outcome.was_server_restored = cluster_.was_restored();
    outcome.was_device_restored = was_device_restored_;
    outcome.was_device_copied = has_copy_;
    for (Seat& seat : cluster_.seats()) {
        outcome.ops += static_cast<std::int64_t>(seat.typed.size());
        outcome.refusals += seat.store().status().refused;
    }
    auto read = cluster_.server().store().each_of_kind({}, "conflict",
                                                       [&](const Record&) { ++outcome.conflicts; });
    if (!read) cluster_.break_promise("set-up", "the server cannot be read");
    outcome.violation = cluster_.violation();
    outcome.trace = cluster_.trace();
    return outcome;
}

Outcome run_history(const Options& options, bool compares_clocks) {
    Options own = options;
    own.has_any_crash = options.has_any_crash && !compares_clocks;
    History history{own};
    history.run_steps();
    history.make_peace();
    Cluster& cluster = history.cluster();
    if (compares_clocks && !cluster.violation()) {
        check_no_clock(own, timeless_dump(cluster.server().store()), cluster);
    }
    return history.outcome();
}

}  // namespace minga::simulation
