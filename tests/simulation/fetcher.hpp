/// Snapshots on their way: ranges that are lost, cut after any byte, damaged, or of a file that the
/// server keeps no more.
#pragma once

#include "tests/simulation/checkers/checkers.hpp"
#include "tests/simulation/cluster.hpp"

namespace minga::simulation {

class Fetcher {
public:
    explicit Fetcher(Cluster& cluster) : cluster_(cluster) {}

    /// One range, where the device's session wants one. Whether it did.
    bool fetch(std::size_t seat);

    /// From now on every range arrives whole.
    void heal() { is_healed_ = true; }
    /// An older copy of the device's disk, or of the server's, came back.
    void forget(std::size_t seat) { watch_.forget(seat); }

private:
    void take(std::size_t seat, const sync::RangeAnswer& answer);

    Cluster& cluster_;
    SnapshotWatch watch_;
    bool is_healed_ = false;
};

}  // namespace minga::simulation
