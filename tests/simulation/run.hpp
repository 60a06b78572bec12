/// Many histories, shared among processes, and what is printed about them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace minga::simulation {

struct RunOptions {
    std::uint64_t seed = 1;
    std::int64_t schedules = 400;
    std::int64_t steps = 60;
    /// Histories have from two fifths to all of these steps, by their seed: what goes wrong at the
    /// beginning is tried more often, and what needs time still gets it.
    bool varies_length = false;
    std::int64_t jobs = 1;
    std::vector<std::int64_t> kept;
    bool is_verbose = false;
    bool restores_server = false;  ///< An older copy of the server's disk comes back, too.
    /// In each history, not only in some: it keeps snapshots; people attach files.
    bool keeps_snapshots = false;
    bool attaches_files = false;
    bool expects_failure = false;
    std::string expected_invariant;  ///< Where given, another broken promise does not count.
};

/// Whether it went as expected. The last line that it prints begins with "simulation:".
bool run(const RunOptions& options);

}  // namespace minga::simulation
