#include "tests/simulation/shrink.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

constexpr std::int64_t runs_max = 600;
// No step at all would mean: every one.
constexpr std::int64_t no_such_step = -1;

}  // namespace

Shrunk shrink(const Options& options, bool compares_clocks, const std::string& invariant) {
    Shrunk shrunk;
    shrunk.kept = options.kept;
    if (shrunk.kept.empty()) {
        for (std::int64_t step = 0; step < options.steps; ++step) shrunk.kept.push_back(step);
    }
    const auto still_breaks = [&](const std::vector<std::int64_t>& kept) {
        Options fewer = options;
        fewer.is_verbose = false;
        fewer.kept = kept;
        if (fewer.kept.empty()) fewer.kept = {no_such_step};
        ++shrunk.runs;
        const Outcome outcome = run_history(fewer, compares_clocks);
        return outcome.violation && outcome.violation->invariant == invariant;
    };
    for (std::size_t share = std::max<std::size_t>(shrunk.kept.size() / 2, 1); share > 0;
         share /= 2) {
        for (std::size_t at = 0; at < shrunk.kept.size() && shrunk.runs < runs_max;) {
            std::vector<std::int64_t> fewer = shrunk.kept;
            const std::size_t end = std::min(at + share, fewer.size());
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at),
                        fewer.begin() + static_cast<std::ptrdiff_t>(end));
            if (still_breaks(fewer)) {
                shrunk.kept = std::move(fewer);
            } else {
                at = end;
            }
        }
    }
    return shrunk;
}

}  // namespace minga::simulation
