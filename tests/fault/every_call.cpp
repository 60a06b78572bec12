#include "tests/fault/every_call.hpp"

#include "tests/support/sanitized.hpp"

#include <algorithm>
#include <cstdio>

namespace minga::fault {
namespace {

// With sanitizers a life takes many times as long: then only one call of so many is made to fail.
constexpr std::int64_t stride = test::is_sanitized ? 17 : 1;
constexpr int attempts_max = 3;

bool names_the_disk(const Error& error) {
    return (error.code == ErrorCode::storage_failed || error.code == ErrorCode::storage_full) &&
           !error.message.empty();
}

class Trial {
public:
    Trial(const FaultOptions& options, std::int64_t call) : options_(options), call_(call) {}

    /// What went wrong; empty: nothing.
    std::string run(const std::string& expected) {
        life_.disk(options_.side).fail_at(call_, options_.fault);
        for (int step = 0; step < DeviceLife::step_count; ++step) {
            const bool is_taken = take(step);
            has_fired_ = life_.disk(options_.side).has_failed() || has_recovered_;
            if (!is_taken) return finding_;
        }
        life_.disk(options_.side).heal();
        if (!is_whole("at the end")) return finding_;
        if (life_.dump() != expected) return found("another result:\n" + life_.dump());
        return {};
    }
    bool has_fired() const { return has_fired_; }

private:
    std::string found(const std::string& what) {
        finding_ = "call " + std::to_string(call_) + ": " + what;
        return finding_;
    }

    bool take(int step) {
        const std::string at = "step " + std::to_string(step) + ": ";
        for (int attempt = 0; attempt < attempts_max; ++attempt) {
            const auto done = life_.take(step);
            if (done) {
                acknowledged_ = life_.ops();
                return true;
            }
            if (!names_the_disk(done.error())) {
                found(at + "an error that does not name the disk: " + done.error().message + " " +
                      done.error().detail);
                return false;
            }
            if (!recover(at)) return false;
        }
        found(at + "could not be done again");
        return false;
    }

    bool recover(const std::string& at) {
        has_recovered_ = true;
        if (options_.restarts) {
            const auto restarted = life_.restart(options_.side);
            if (!restarted) {
                found(at + "the store does not open any more: " + restarted.error().detail);
                return false;
            }
        }
        return is_whole(at);
    }

    bool is_whole(const std::string& at) {
        const auto ops = life_.ops();
        const bool is_there = ops.size() >= acknowledged_.size() &&
                              std::equal(acknowledged_.begin(), acknowledged_.end(), ops.begin());
        if (!is_there) found(at + " an op that was acknowledged is gone");
        const bool is_open = options_.side == Side::server || !acknowledged_.empty();
        if (!is_open) return finding_.empty();
        const std::string damage = life_.damage(options_.side);
        if (!damage.empty()) found(at + "the store is damaged: " + damage);
        return finding_.empty();
    }

    FaultOptions options_;
    std::int64_t call_;
    DeviceLife life_;
    std::vector<std::string> acknowledged_;
    std::string finding_;
    bool has_recovered_ = false;
    bool has_fired_ = false;
};

}  // namespace

std::string fail_every_call(const FaultOptions& options) {
    constexpr std::int64_t never = 1'000'000'000;
    DeviceLife undisturbed;
    for (int step = 0; step < DeviceLife::step_count; ++step) {
        const auto done = undisturbed.take(step);
        if (!done) return "without a fault: " + done.error().message;
    }
    const std::string expected = undisturbed.dump();
    std::string findings;
    std::int64_t call = 1;
    for (; call < never; call += stride) {
        Trial trial{options, call};
        const std::string finding = trial.run(expected);
        if (!finding.empty()) findings += finding + "\n";
        if (!trial.has_fired()) break;
    }
    std::printf("%lld calls of the disk failed once each\n", static_cast<long long>(call - 1));
    constexpr std::int64_t calls_expected_min = 40;
    if (call < calls_expected_min) findings += "the disk was hardly called";
    return findings;
}

}  // namespace minga::fault
