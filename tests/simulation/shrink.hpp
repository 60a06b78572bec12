/// Takes steps out of a history that breaks a promise, as long as it still breaks the same one.
#pragma once

#include "tests/simulation/history.hpp"

namespace minga::simulation {

struct Shrunk {
    std::vector<std::int64_t> kept;  ///< The steps that it takes.
    std::int64_t runs = 0;
};

/// `options` is of a history that breaks `invariant`.
Shrunk shrink(const Options& options, bool compares_clocks, const std::string& invariant);

}  // namespace minga::simulation
