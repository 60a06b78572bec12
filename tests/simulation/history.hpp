/// One history: what people do and what befalls them, and then peace, in which all must agree.
#pragma once

#include "tests/simulation/cluster.hpp"
#include "tests/simulation/courier.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/porter.hpp"

namespace minga::simulation {

struct Outcome {
    std::optional<Violation> violation;
    std::vector<std::string> trace;
    std::int64_t ops = 0;
    std::int64_t requests = 0;
    std::int64_t conflicts = 0;
    std::int64_t refusals = 0;
    std::int64_t device_days = 0;
    bool was_server_restored = false;
    bool was_device_restored = false;
    bool was_device_copied = false;
};

class History {
public:
    explicit History(const Options& options) : cluster_(options) {}

    Cluster& cluster() { return cluster_; }
    Network& network() { return network_; }

    /// All steps that the options ask for.
    void run_steps();
    /// Everything arrives from now on, all devices read until there is nothing new, and every
    /// promise but the one about clocks is looked at.
    void make_peace();

    Outcome outcome();

private:
    void step();
    void befall(std::size_t seat, std::int64_t roll);
    void exchange(std::size_t seat);
    void carry_bundles(std::size_t seat);
    void renew_snapshots();
    void collect_tombstones();
    void bring_back_older();
    void bring_back_older_server();
    void calm(std::size_t seat);
    void calm_files();

    Cluster cluster_;
    Network network_{cluster_};
    Courier courier_{cluster_};
    Porter porter_{cluster_};
    bool has_copy_ = false;
    bool was_device_restored_ = false;
    bool has_added_ = false;
};

/// A whole history. `compares_clocks`: and once more under other clocks.
Outcome run_history(const Options& options, bool compares_clocks = false);

}  // namespace minga::simulation
