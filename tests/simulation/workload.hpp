/// What people do: they plan, answer, follow up, change their minds and settle conflicts.
#pragma once

#include "tests/simulation/cluster.hpp"

namespace minga::simulation {

/// One thing that the person at `seat` does on their device. What the rules refuse there leaves
/// nothing behind.
void act(Cluster& cluster, std::size_t seat);

}  // namespace minga::simulation
