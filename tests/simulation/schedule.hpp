/// One history, from a seed: what people do and what befalls them, and then peace.
#pragma once

#include "tests/simulation/cluster.hpp"

namespace minga::simulation {

struct Outcome {
    std::optional<Violation> violation;
    std::vector<std::string> trace;
    std::string dump;  ///< timeless_dump of the server at the end.
    std::int64_t ops = 0;
    std::int64_t requests = 0;
    std::int64_t conflicts = 0;
    std::int64_t refusals = 0;
};

/// Runs a history and looks at every promise but the one about clocks.
Outcome run_history(const Options& options);

/// The same, and then once more under other clocks.
Outcome run_schedule(const Options& options);

}  // namespace minga::simulation
