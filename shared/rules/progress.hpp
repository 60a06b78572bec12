/// How a plan is going: its money, what was executed, what should have been by now, and what is
/// late.
///
/// Money and progress count the lines that stand: a cancelled line keeps its own figures and adds
/// nothing to those of the plan.
#pragma once

#include "shared/base/date.hpp"
#include "shared/base/money.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/rules/percent.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace minga {

struct Funds {
    Money own;
    Money subdere;

    Money total() const { return own + subdere; }
    friend bool operator==(const Funds&, const Funds&) = default;
};

Funds operator+(const Funds& a, const Funds& b);

/// % ejecución of a follow-up: executed over programmed for the period.
///
/// Activities may be executed before their time, so that more are executed than were programmed:
/// the result is then above 100 and is shown as it is, because cutting it would hide the advance.
struct Execution {
    std::int64_t programmed = 0;
    std::int64_t executed = 0;

    /// Nothing where nothing was programmed.
    std::optional<std::int64_t> percent() const;
    /// "75 %", or "sin actividades programadas".
    std::string in_words() const;
    friend bool operator==(const Execution&, const Execution&) = default;
};

/// What a follow-up wrote down.
Execution execution_of(const Record& follow_up);

/// What a follow-up over those months would write down: programmed are the activities that end in
/// them, executed are those executed in them (by date; without one, by their end month).
Execution execution_between(std::span<const Record> activities, Month first, Month last);

struct ActivityCounts {
    std::int64_t total = 0;
    std::int64_t programmed = 0;  ///< Those that have no status yet count here.
    std::int64_t in_progress = 0;
    std::int64_t executed = 0;
    std::int64_t expected = 0;  ///< Their end month has passed.
    std::int64_t late = 0;      ///< Their end month has passed and they are not executed.

    /// Executed over all.
    std::int64_t percent() const { return rounded_percent(executed, total); }
    /// What should have been executed by now, over all.
    std::int64_t expected_percent() const { return rounded_percent(expected, total); }
    friend bool operator==(const ActivityCounts&, const ActivityCounts&) = default;
};

ActivityCounts operator+(const ActivityCounts& a, const ActivityCounts& b);

/// Whether the activity's end month has passed at `now` and it is not executed.
bool is_late(const Record& activity, Month now);

/// Counts living activities at the month `now`, which has not passed yet.
ActivityCounts count_activities(std::span<const Record> activities, Month now);

Funds funds_of(std::span<const Record> activities);

struct LineProgress {
    Id line;
    std::string name;
    bool is_cancelled = false;
    bool is_late = false;  ///< Its end month has passed and something is not executed.
    Funds funds;
    ActivityCounts activities;
    std::vector<Id> late_activities;
    /// Months of the line that have passed without a follow-up dated in them, once the plan is
    /// being carried out.
    std::vector<Month> missing_follow_ups;
    /// Activities whose months fall outside those of the line, after the line was shortened.
    std::vector<Id> outside_activities;
    std::optional<Date> last_follow_up;
    std::optional<Execution> last_execution;  ///< Of the last follow-up.
};

/// Whether the plan is what is carried out, and follow-ups are owed: it is at the last of its
/// states (seed 004, 4: once its financing is agreed). That of a line is often left as it was.
bool is_carried_out(const Record& plan, const Lookup& lookup, const Catalog& catalog);

/// `is_owed`: whether the line's plan is carried out.
LineProgress line_progress(const Record& line, std::span<const Record> activities,
                           std::span<const Record> follow_ups, bool is_owed, Date today);
LineProgress line_progress(const Record& line, const Lookup& lookup, const Catalog& catalog,
                           Date today);

struct PlanProgress {
    Funds funds;
    ActivityCounts activities;
    std::vector<LineProgress> lines;
    std::int64_t late_lines = 0;
    std::int64_t missing_follow_ups = 0;
};

/// The sums over lines.
PlanProgress plan_progress(std::vector<LineProgress> lines);
PlanProgress plan_progress(const Record& plan, const Lookup& lookup, const Catalog& catalog,
                           Date today);

/// The share of activities that should have been executed when `month` begins; for the expected
/// curve of a plan.
std::int64_t expected_percent_at(std::span<const Record> activities, Month month);

}  // namespace minga
