#include "tests/simulation/run.hpp"

#include "tests/simulation/history.hpp"
#include "tests/simulation/shrink.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

#include <sys/wait.h>
#include <unistd.h>

namespace minga::simulation {
namespace {

constexpr std::size_t trace_lines_max = 60;
/// Each history under other clocks as well takes twice the time: one in so many does.
constexpr std::uint64_t clocks_compared_one_in = 16;

/// What costs more, or would be seldom all at once, befalls one history in so many.
constexpr std::uint64_t snapshots_one_in = 16;
constexpr std::uint64_t files_one_in = 16;
constexpr std::uint64_t server_restores_one_in = 8;

/// What one process did. Plain, as it travels through a pipe.
struct Tally {
    std::int64_t schedules = 0;
    std::int64_t ops = 0;
    std::int64_t requests = 0;
    std::int64_t conflicts = 0;
    std::int64_t refusals = 0;
    std::int64_t device_days = 0;
    /// Histories in which the server's older copy came back, a device's did, a device was copied,
    /// and in which the first met one of the others.
    std::int64_t server_restored = 0;
    std::int64_t device_restored = 0;
    std::int64_t copied = 0;
    std::int64_t both = 0;
    std::int64_t failures = 0;
    double slowest_shrink_s = 0;
    double slowest_schedule_s = 0;
    std::uint64_t slowest_seed = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

long long printable(std::int64_t number) {
    return static_cast<long long>(number);
}

/// The length of a seed's history; what else befalls it goes by the seed's remainders, this does
/// not.
std::int64_t varied_length(std::uint64_t seed, std::int64_t steps_max) {
    const std::int64_t shortest = steps_max * 2 / 5;
    const std::uint64_t mixed = (seed * 0x9E3779B97F4A7C15U) >> 33U;
    const auto lengths = static_cast<std::uint64_t>(steps_max - shortest + 1);
    return shortest + static_cast<std::int64_t>(mixed % lengths);
}

std::string listed(const std::vector<std::int64_t>& numbers) {
    std::string text;
    for (const std::int64_t number : numbers) {
        if (!text.empty()) text += ',';
        text += std::to_string(number);
    }
    return text;
}

void print_failure(const Options& options, const Outcome& outcome) {
    const std::size_t shown = std::min(outcome.trace.size(), trace_lines_max);
    std::printf("... the last %zu of %zu events\n", shown, outcome.trace.size());
    for (std::size_t i = outcome.trace.size() - shown; i < outcome.trace.size(); ++i) {
        std::printf("%s\n", outcome.trace[i].c_str());
    }
    std::printf("BROKEN  %s: %s\n", outcome.violation->invariant.c_str(),
                outcome.violation->detail.c_str());
    std::printf("        replay: --seed %llu --schedules 1 --steps %lld%s%s%s%s%s --verbose\n",
                static_cast<unsigned long long>(options.seed), printable(options.steps),
                options.has_server_restores ? " --server-restores" : "",
                options.has_snapshots ? " --snapshots" : "", options.has_files ? " --files" : "",
                options.kept.empty() ? "" : " --keep ", listed(options.kept).c_str());
}

class Worker {
public:
    Worker(const RunOptions& options, std::int64_t index) : options_(options), index_(index) {}

    Tally work() {
        for (std::int64_t i = index_; i < options_.schedules; i += options_.jobs) {
            const bool is_enough = options_.expects_failure && tally_.failures > 0;
            if (is_enough) break;
            run_one(options_.seed + static_cast<std::uint64_t>(i));
        }
        return tally_;
    }

private:
    void run_one(std::uint64_t seed) {
        Options options;
        options.seed = seed;
        options.steps =
            options_.varies_length ? varied_length(seed, options_.steps) : options_.steps;
        options.kept = options_.kept;
        options.is_verbose = options_.is_verbose;
        const bool compares_clocks = seed % clocks_compared_one_in == 0;
        options.has_server_restores =
            options_.restores_server || seed % server_restores_one_in == 3 ||
            seed % (2 * snapshots_one_in) == 18 || seed % (2 * files_one_in) == 21;
        // How files and snapshots are cut depends on clocks, by way of ids and of their order.
        if (!compares_clocks) {
            options.has_snapshots = options_.keeps_snapshots || seed % snapshots_one_in == 2;
            options.has_files = options_.attaches_files || seed % files_one_in == 5 ||
                                seed % (2 * files_one_in) == 2;
        }
        const auto start = std::chrono::steady_clock::now();
        const Outcome outcome = run_history(options, compares_clocks);
        const double taken = seconds_since(start);
        if (taken > tally_.slowest_schedule_s) {
            tally_.slowest_schedule_s = taken;
            tally_.slowest_seed = seed;
        }
        ++tally_.schedules;
        tally_.ops += outcome.ops;
        tally_.requests += outcome.requests;
        tally_.conflicts += outcome.conflicts;
        tally_.refusals += outcome.refusals;
        tally_.device_days += outcome.device_days;
        tally_.server_restored += outcome.was_server_restored ? 1 : 0;
        tally_.device_restored += outcome.was_device_restored ? 1 : 0;
        tally_.copied += outcome.was_device_copied ? 1 : 0;
        const bool has_twin = outcome.was_device_restored || outcome.was_device_copied;
        tally_.both += outcome.was_server_restored && has_twin ? 1 : 0;
        if (outcome.violation) take_failure(options, compares_clocks, outcome);
    }

    void take_failure(Options options, bool compares_clocks, const Outcome& outcome) {
        const std::string& wanted = options_.expected_invariant;
        const bool counts = wanted.empty() || outcome.violation->invariant == wanted;
        if (!counts) return;
        ++tally_.failures;
        if (options_.is_verbose) return print_failure(options, outcome);
        const auto start = std::chrono::steady_clock::now();
        const Shrunk shrunk = shrink(options, compares_clocks, outcome.violation->invariant);
        const double taken = seconds_since(start);
        tally_.slowest_shrink_s = std::max(tally_.slowest_shrink_s, taken);
        if (!shrunk.kept.empty()) options.kept = shrunk.kept;
        if (options_.expects_failure) {
            std::printf("found out: seed %llu breaks %s, with steps %s alone\n",
                        static_cast<unsigned long long>(options.seed),
                        outcome.violation->invariant.c_str(), listed(options.kept).c_str());
        } else {
            const Outcome least = run_history(options, compares_clocks);
            print_failure(options, least.violation ? least : outcome);
        }
        std::printf("        %zu of %lld steps are left after %lld runs and %.1f s\n",
                    options.kept.size(), printable(options.steps), printable(shrunk.runs), taken);
    }

    RunOptions options_;
    std::int64_t index_;
    Tally tally_;
};

/// The work of one process beside this one; its tally comes through a pipe.
class Helper {
public:
    Helper(const RunOptions& options, std::int64_t index) {
        std::fflush(stdout);
        if (pipe(ends_) != 0) return;
        process_ = fork();
        if (process_ != 0) return;
        const Tally tally = Worker{options, index}.work();
        std::fflush(stdout);
        const bool is_told = write(ends_[1], &tally, sizeof tally) == sizeof tally;
        _exit(is_told ? 0 : 1);
    }

    std::optional<Tally> join() {
        if (process_ <= 0) return std::nullopt;
        close(ends_[1]);
        Tally tally;
        const bool is_whole = read(ends_[0], &tally, sizeof tally) == sizeof tally;
        close(ends_[0]);
        int status = 0;
        waitpid(process_, &status, 0);
        if (!is_whole || status != 0) return std::nullopt;
        return tally;
    }

private:
    int ends_[2] = {-1, -1};
    pid_t process_ = -1;
};

void add(Tally& sum, const Tally& part) {
    sum.schedules += part.schedules;
    sum.ops += part.ops;
    sum.requests += part.requests;
    sum.conflicts += part.conflicts;
    sum.refusals += part.refusals;
    sum.device_days += part.device_days;
    sum.server_restored += part.server_restored;
    sum.device_restored += part.device_restored;
    sum.copied += part.copied;
    sum.both += part.both;
    sum.failures += part.failures;
    sum.slowest_shrink_s = std::max(sum.slowest_shrink_s, part.slowest_shrink_s);
    if (part.slowest_schedule_s > sum.slowest_schedule_s) {
        sum.slowest_schedule_s = part.slowest_schedule_s;
        sum.slowest_seed = part.slowest_seed;
    }
}

void print_summary(const RunOptions& options, const Tally& sum, double taken) {
    const std::string fate =
        sum.failures == 0 ? "all promises kept" : std::to_string(sum.failures) + " broke a promise";
    std::printf(
        "simulation: %lld schedules from seed %llu, %s: %lld ops, %lld requests, %lld conflicts, "
        "%lld refusals, %lld device-days; server restored in %lld, a device in %lld, a device "
        "copied "
        "in %lld, the first with one of the others in %lld; %.1f s by %lld processes; slowest "
        "schedule %.0f ms "
        "(seed %llu), slowest shrink %.1f s\n",
        printable(sum.schedules), static_cast<unsigned long long>(options.seed), fate.c_str(),
        printable(sum.ops), printable(sum.requests), printable(sum.conflicts),
        printable(sum.refusals), printable(sum.device_days), printable(sum.server_restored),
        printable(sum.device_restored), printable(sum.copied), printable(sum.both), taken,
        printable(options.jobs), sum.slowest_schedule_s * 1000,
        static_cast<unsigned long long>(sum.slowest_seed), sum.slowest_shrink_s);
}

}  // namespace

bool run(const RunOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Helper> helpers;
    for (std::int64_t i = 1; i < options.jobs; ++i) helpers.emplace_back(options, i);
    Tally sum = Worker{options, 0}.work();
    bool is_whole = true;
    for (Helper& helper : helpers) {
        const auto part = helper.join();
        if (part) {
            add(sum, *part);
        } else {
            is_whole = false;
            std::printf("a process ended before its time\n");
        }
    }
    print_summary(options, sum, seconds_since(start));
    return is_whole && (sum.failures > 0) == options.expects_failure;
}

}  // namespace minga::simulation
