#include "shared/rules/progress.hpp"

#include "shared/rules/closed.hpp"

#include <algorithm>

namespace minga {
namespace {

std::optional<Month> month_of(const Record& record, std::string_view key) {
    const auto month = Month::parse(text_of(record.fields, key));
    return month ? std::optional{*month} : std::nullopt;
}

std::optional<Date> date_of(const Record& record, std::string_view key) {
    const auto date = Date::parse(text_of(record.fields, key));
    return date ? std::optional{*date} : std::nullopt;
}

bool is_executed(const Record& activity) {
    return text_of(activity.fields, "status") == "executed";
}

bool has_ended(const Record& activity, Month now) {
    const auto end = month_of(activity, "end_month");
    return end && *end < now;
}

bool is_outside(const Record& activity, std::optional<Month> start, std::optional<Month> end) {
    for (const std::string_view key : {"start_month", "end_month"}) {
        const auto month = month_of(activity, key);
        if (month && ((start && *month < *start) || (end && *month > *end))) return true;
    }
    return false;
}

/// Not of those that ended by decision.
bool wants_follow_ups(const Record& line) {
    const std::string& status = text_of(line.fields, "status");
    return status != "cancelled" && status != "completed";
}

std::vector<Month> months_without_follow_up(const Record& line, std::span<const Record> follow_ups,
                                            Month now) {
    std::vector<Month> missing;
    const auto start = month_of(line, "start_month");
    const auto end = month_of(line, "end_month");
    if (!start || !end || !wants_follow_ups(line)) return missing;
    for (Month month = *start; month <= *end && month < now; ++month.index) {
        const bool done =
            std::any_of(follow_ups.begin(), follow_ups.end(), [&](const Record& follow_up) {
                const auto date = date_of(follow_up, "date");
                return !follow_up.deleted && date && date->month() == month;
            });
        if (!done) missing.push_back(month);
    }
    return missing;
}

}  // namespace

Funds operator+(const Funds& a, const Funds& b) {
    return {a.own + b.own, a.subdere + b.subdere};
}

std::optional<std::int64_t> Execution::percent() const {
    if (programmed <= 0) return std::nullopt;
    return rounded_percent(executed, programmed);
}

std::string Execution::in_words() const {
    const auto value = percent();
    return value ? std::to_string(*value) + " %" : "sin actividades programadas";
}

Execution execution_of(const Record& follow_up) {
    return {integer_of(follow_up.fields, "programmed"), integer_of(follow_up.fields, "executed")};
}

Execution execution_between(std::span<const Record> activities, Month first, Month last) {
    const auto within = [&](Month month) { return month >= first && month <= last; };
    Execution execution;
    for (const Record& activity : activities) {
        if (activity.deleted) continue;
        const auto end = month_of(activity, "end_month");
        if (end && within(*end)) ++execution.programmed;
        if (!is_executed(activity)) continue;
        const auto executed_on = date_of(activity, "executed_on");
        if (executed_on ? within(executed_on->month()) : end && within(*end)) {
            ++execution.executed;
        }
    }
    return execution;
}

ActivityCounts operator+(const ActivityCounts& a, const ActivityCounts& b) {
    return {a.total + b.total,       a.programmed + b.programmed, a.in_progress + b.in_progress,
            a.executed + b.executed, a.expected + b.expected,     a.late + b.late};
}

bool is_late(const Record& activity, Month now) {
    return has_ended(activity, now) && !is_executed(activity);
}

ActivityCounts count_activities(std::span<const Record> activities, Month now) {
    ActivityCounts counts;
    for (const Record& activity : activities) {
        if (activity.deleted) continue;
        const std::string& status = text_of(activity.fields, "status");
        ++counts.total;
        if (status == "executed") {
            ++counts.executed;
        } else if (status == "in_progress") {
            ++counts.in_progress;
        } else {
            ++counts.programmed;
        }
        if (has_ended(activity, now)) ++counts.expected;
        if (is_late(activity, now)) ++counts.late;
    }
    return counts;
}

Funds funds_of(std::span<const Record> activities) {
    Funds funds;
    for (const Record& activity : activities) {
        if (activity.deleted) continue;
        funds = funds + Funds{{integer_of(activity.fields, "own_kclp")},
                              {integer_of(activity.fields, "subdere_kclp")}};
    }
    return funds;
}

bool is_carried_out(const Record& plan, const Lookup& lookup, const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(plan, lookup);
    const Machine* machine = machine_of(ancestry, "state", catalog);
    const State* state =
        machine != nullptr ? machine->find_state(state_of(*machine, plan)) : nullptr;
    return state != nullptr && state->is_final;
}

LineProgress line_progress(const Record& line, std::span<const Record> activities,
                           std::span<const Record> follow_ups, bool is_owed, Date today) {
    const Month now = today.month();
    const auto start = month_of(line, "start_month");
    const auto end = month_of(line, "end_month");

    LineProgress progress;
    progress.line = line.id;
    progress.name = text_of(line.fields, "name");
    progress.is_cancelled = text_of(line.fields, "status") == "cancelled";
    progress.funds = funds_of(activities);
    progress.activities = count_activities(activities, now);
    if (is_owed) progress.missing_follow_ups = months_without_follow_up(line, follow_ups, now);
    const bool is_done = text_of(line.fields, "status") == "completed" ||
                         (progress.activities.total > 0 &&
                          progress.activities.executed == progress.activities.total);
    progress.is_late = end && *end < now && !is_done && !progress.is_cancelled;
    for (const Record& activity : activities) {
        if (activity.deleted) continue;
        if (is_late(activity, now)) progress.late_activities.push_back(activity.id);
        if (is_outside(activity, start, end)) progress.outside_activities.push_back(activity.id);
    }
    for (const Record& follow_up : follow_ups) {
        const auto date = date_of(follow_up, "date");
        if (follow_up.deleted || !date) continue;
        if (progress.last_follow_up && *date < *progress.last_follow_up) continue;
        progress.last_follow_up = date;
        progress.last_execution = execution_of(follow_up);
    }
    return progress;
}

LineProgress line_progress(const Record& line, const Lookup& lookup, const Catalog& catalog,
                           Date today) {
    const auto activities = lookup.children(line.id, "activity");
    const auto follow_ups = lookup.children(line.id, "follow_up");
    Ancestry ancestry = Ancestry::of(line, lookup);
    const Record* plan = ancestry.find("plan");
    const bool is_owed = plan != nullptr && is_carried_out(*plan, lookup, catalog);
    return line_progress(line, activities, follow_ups, is_owed, today);
}

PlanProgress plan_progress(std::vector<LineProgress> lines) {
    PlanProgress progress;
    for (const LineProgress& line : lines) {
        if (line.is_cancelled) continue;
        progress.funds = progress.funds + line.funds;
        progress.activities = progress.activities + line.activities;
        progress.late_lines += line.is_late ? 1 : 0;
        progress.missing_follow_ups += static_cast<std::int64_t>(line.missing_follow_ups.size());
    }
    progress.lines = std::move(lines);
    return progress;
}

PlanProgress plan_progress(const Record& plan, const Lookup& lookup, const Catalog& catalog,
                           Date today) {
    std::vector<LineProgress> lines;
    for (const Record& line : lookup.children(plan.id, "action_line")) {
        lines.push_back(line_progress(line, lookup, catalog, today));
    }
    return plan_progress(std::move(lines));
}

std::int64_t expected_percent_at(std::span<const Record> activities, Month month) {
    return count_activities(activities, month).expected_percent();
}

}  // namespace minga
