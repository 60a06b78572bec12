/// Runs histories and looks at every promise of synchronization.
///
///     minga_simulation [--schedules N] [--seed N] [--steps N] [--varied] [--jobs N]
///     minga_simulation --seed N --keep 3,9,14 --verbose      one history, only these of its steps
///     minga_simulation --scenario NAME | --scenarios         histories that once went wrong
///
/// A history that breaks a promise is made shorter for as long as it still does, and prints its
/// seed, its steps, the promise and its last events. With `--expect-failure` a run in which no
/// promise breaks is the failure: that is how the canary and the mutations are kept.
#include "tests/simulation/run.hpp"
#include "tests/simulation/scenarios.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace minga::simulation;

namespace {

struct Arguments {
    RunOptions run;
    std::string scenario;
    bool runs_scenarios = false;
};

std::vector<std::int64_t> numbers_of(const char* text) {
    std::vector<std::int64_t> numbers;
    while (*text != '\0') {
        char* end = nullptr;
        numbers.push_back(std::strtoll(text, &end, 10));
        text = *end == ',' ? end + 1 : end;
        if (end == text) break;
    }
    return numbers;
}

Arguments read_arguments(int argc, char** argv) {
    Arguments arguments;
    RunOptions& run = arguments.run;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : "";
        if (name == "--seed") run.seed = std::strtoull(value, nullptr, 10);
        if (name == "--schedules") run.schedules = std::strtoll(value, nullptr, 10);
        if (name == "--steps") run.steps = std::strtoll(value, nullptr, 10);
        if (name == "--varied") run.varies_length = true;
        if (name == "--jobs") run.jobs = std::strtoll(value, nullptr, 10);
        if (name == "--keep") run.kept = numbers_of(value);
        if (name == "--server-restores") run.restores_server = true;
        if (name == "--snapshots") run.keeps_snapshots = true;
        if (name == "--files") run.attaches_files = true;
        if (name == "--verbose") run.is_verbose = true;
        if (name == "--expect-failure") run.expects_failure = true;
        if (name == "--expect") run.expected_invariant = value;
        if (name == "--scenario") arguments.scenario = value;
        if (name == "--scenarios") arguments.runs_scenarios = true;
    }
    if (!run.kept.empty()) run.schedules = 1;
    if (!run.expected_invariant.empty()) run.expects_failure = true;
    return arguments;
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments = read_arguments(argc, argv);
    if (arguments.runs_scenarios || !arguments.scenario.empty()) {
        return play_scenarios(arguments.scenario, arguments.run.is_verbose) ? 0 : 1;
    }
    return run(arguments.run) ? 0 : 1;
}
