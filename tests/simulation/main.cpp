/// Runs histories and looks at every promise of synchronization.
///
///     minga_simulation [--seed N] [--schedules N] [--steps N] [--verbose] [--expect-failure]
///
/// A history that breaks a promise prints its seed, the promise and its last events; `--seed` with
/// that number and `--schedules 1` replays it. With `--expect-failure` a run in which no promise
/// breaks is the failure: that is how the canary is kept.
#include "tests/simulation/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace minga::simulation;

namespace {

constexpr std::size_t trace_lines_max = 60;

struct Arguments {
    std::uint64_t seed = 1;
    std::int64_t schedules = 400;
    std::int64_t steps = 60;
    bool is_verbose = false;
    bool expects_failure = false;
};

Arguments read_arguments(int argc, char** argv) {
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : "0";
        if (name == "--seed") arguments.seed = std::strtoull(value, nullptr, 10);
        if (name == "--schedules") arguments.schedules = std::strtoll(value, nullptr, 10);
        if (name == "--steps") arguments.steps = std::strtoll(value, nullptr, 10);
        if (name == "--verbose") arguments.is_verbose = true;
        if (name == "--expect-failure") arguments.expects_failure = true;
    }
    return arguments;
}

void print_failure(const Arguments& arguments, std::uint64_t seed, const Outcome& outcome) {
    const std::size_t shown = std::min(outcome.trace.size(), trace_lines_max);
    std::printf("... the last %zu of %zu events\n", shown, outcome.trace.size());
    for (std::size_t i = outcome.trace.size() - shown; i < outcome.trace.size(); ++i) {
        std::printf("%s\n", outcome.trace[i].c_str());
    }
    std::printf("BROKEN  %s: %s\n", outcome.violation->invariant.c_str(),
                outcome.violation->detail.c_str());
    std::printf("        replay: --seed %llu --schedules 1 --steps %lld --verbose\n",
                static_cast<unsigned long long>(seed), static_cast<long long>(arguments.steps));
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments = read_arguments(argc, argv);
    const auto start = std::chrono::steady_clock::now();
    Outcome total;
    for (std::int64_t i = 0; i < arguments.schedules; ++i) {
        const std::uint64_t seed = arguments.seed + static_cast<std::uint64_t>(i);
        const Options options{
            .seed = seed, .steps = arguments.steps, .is_verbose = arguments.is_verbose};
        // Each history under other clocks as well takes twice the time: some of them do.
        const bool compares_clocks = seed % 4 == 0;
        const Outcome outcome = compares_clocks ? run_schedule(options) : run_history(options);
        total.ops += outcome.ops;
        total.requests += outcome.requests;
        total.conflicts += outcome.conflicts;
        total.refusals += outcome.refusals;
        if (!outcome.violation) continue;
        if (arguments.expects_failure) {
            std::printf("as it should be, seed %llu breaks %s\n",
                        static_cast<unsigned long long>(seed),
                        outcome.violation->invariant.c_str());
            return 0;
        }
        print_failure(arguments, seed, outcome);
        return 1;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::printf(
        "%lld histories from seed %llu: %lld ops, %lld requests, %lld conflicts, "
        "%lld refusals; all promises kept (%.1f s)\n",
        static_cast<long long>(arguments.schedules),
        static_cast<unsigned long long>(arguments.seed), static_cast<long long>(total.ops),
        static_cast<long long>(total.requests), static_cast<long long>(total.conflicts),
        static_cast<long long>(total.refusals), taken.count());
    return arguments.expects_failure ? 1 : 0;
}
