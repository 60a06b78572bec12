/// The promises of synchronization, one a file. Each looks at the whole cluster from outside and
/// reports what is broken through `Cluster::break_promise`.
#pragma once

#include "tests/simulation/cluster.hpp"

#include <functional>
#include <string>

namespace minga::simulation {

/// All devices of a scope hold what the server holds, views and revisions. At quiescence.
void check_convergence(Cluster& cluster);

/// Every op is in exactly one state, and every word typed was accepted, waits in a conflict, or is
/// kept in a refused op; an accepted word was only replaced by somebody who had it before their
/// eyes, by its own author, or by a decision on a conflict that showed it. At quiescence.
void check_no_lost_word(Cluster& cluster);

/// All that was ever sent, sent again, changes nothing. At quiescence.
void check_idempotence(Cluster& cluster);

/// No byte of another organization's records is in an answer. After each answer.
void check_scope(Cluster& cluster, const Seat& seat, const std::string& answer);

/// The chain verifies and holds each head that was handed out. At quiescence.
void check_audit(Cluster& cluster);

/// What a device was told is accepted stays in its view until somebody else changes it, and
/// revisions never go back. After each answer.
class MonotonicWatch {
public:
    void check(Cluster& cluster, std::size_t seat);

private:
    std::map<std::pair<std::size_t, Id>, std::int64_t> revs_;
};

/// The records of the server without what clocks and names of ids say.
std::string timeless_dump(Cluster& cluster);

/// The same schedule under other clocks gives the same records.
void check_no_clock(const Options& options, const std::string& dump, Cluster& cluster);

}  // namespace minga::simulation
