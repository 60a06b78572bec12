#include "tests/simulation/schedule.hpp"

#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/workload.hpp"

namespace minga::simulation {
namespace {

constexpr int requests_in_peace_max = 400;
constexpr int rounds_of_peace = 3;

class History {
public:
    explicit History(const Options& options) : options_(options), cluster_(options) {}

    Cluster& cluster() { return cluster_; }

    void run() {
        for (std::int64_t i = 0; i < options_.steps && !cluster_.violation(); ++i) step();
        make_peace();
        if (!cluster_.violation()) check_convergence(cluster_);
        if (!cluster_.violation()) check_no_lost_word(cluster_);
        if (!cluster_.violation()) check_audit(cluster_);
        if (!cluster_.violation()) check_idempotence(cluster_);
    }

private:
    void step() {
        Dice& dice = cluster_.dice();
        const auto seat = static_cast<std::size_t>(
            dice.below(static_cast<std::int64_t>(cluster_.seats().size())));
        const std::int64_t roll = dice.below(100);
        if (roll < 55) {
            act(cluster_, seat);
        } else if (roll < 88) {
            network_.exchange(seat);
            watch_.check(cluster_, seat);
        } else if (roll < 92) {
            network_.deliver_late();
        } else if (roll < 96) {
            cluster_.note(cluster_.seats()[seat].actor.login + ": device killed");
            cluster_.kill_device(cluster_.seats()[seat]);
        } else if (roll < 98) {
            cluster_.note("server killed");
            cluster_.kill_server();
        } else if (roll < 99 && !has_copy_ && dice.one_in(2)) {
            cluster_.note(cluster_.seats()[seat].actor.login + ": device copied");
            cluster_.copy_device(seat);
            has_copy_ = true;
        } else {
            cluster_.seats()[seat].device->clock().advance(dice.below(7'200'000) - 3'600'000);
        }
    }

    /// Everything arrives from now on, and all devices read until there is nothing new.
    void make_peace() {
        cluster_.note("peace");
        network_.heal();
        network_.deliver_all_late();
        for (int round = 0; round < rounds_of_peace; ++round) {
            for (std::size_t seat = 0; seat < cluster_.seats().size(); ++seat) calm(seat);
        }
    }

    void calm(std::size_t seat) {
        for (int i = 0; i < requests_in_peace_max && !cluster_.violation(); ++i) {
            network_.exchange(seat);
            watch_.check(cluster_, seat);
            if (cluster_.seats()[seat].session->is_done()) return;
        }
        if (!cluster_.violation()) {
            cluster_.break_promise("liveness",
                                   cluster_.seats()[seat].actor.login + " never comes to an end");
        }
    }

    Options options_;
    Cluster cluster_;
    Network network_{cluster_};
    MonotonicWatch watch_;
    bool has_copy_ = false;
};

Outcome outcome_of(Cluster& cluster) {
    Outcome outcome;
    outcome.violation = cluster.violation();
    outcome.trace = cluster.trace();
    outcome.dump = timeless_dump(cluster);
    outcome.requests = static_cast<std::int64_t>(cluster.sent().size());
    for (Seat& seat : cluster.seats()) {
        outcome.ops += static_cast<std::int64_t>(seat.typed.size());
        outcome.refusals += seat.store().status().refused;
    }
    auto read = cluster.server().store().each_of_kind({}, "conflict",
                                                      [&](const Record&) { ++outcome.conflicts; });
    if (!read) cluster.break_promise("set-up", "the server cannot be read");
    return outcome;
}

}  // namespace

Outcome run_history(const Options& options) {
    History history{options};
    history.run();
    return outcome_of(history.cluster());
}

Outcome run_schedule(const Options& options) {
    History history{options};
    history.run();
    Cluster& cluster = history.cluster();
    if (!cluster.violation()) check_no_clock(options, timeless_dump(cluster), cluster);
    return outcome_of(cluster);
}

}  // namespace minga::simulation
