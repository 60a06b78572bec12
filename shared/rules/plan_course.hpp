/// How a plan was to go, month by month, and how it went: the S-curve of its activities.
///
/// Planned is cumulative by end month, executed cumulative by the month of execution (by date;
/// without one, by the end month, as a follow-up counts it). Both are over all activities, and the
/// present month stands as it does today, so that its two points are the plan's own percentages
/// (progress.hpp).
#pragma once

#include "shared/base/date.hpp"
#include "shared/rules/percent.hpp"
#include "shared/rules/progress.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace minga {

struct CoursePoint {
    Month month;                           ///< At its end; the present one as of today.
    std::int64_t planned = 0;              ///< Activities that should be executed by then.
    std::optional<std::int64_t> executed;  ///< None in months that have not come.
};

struct PlanCourse {
    std::int64_t total = 0;           ///< Activities, with months or without.
    std::int64_t undated = 0;         ///< Those without an end month: never planned.
    std::vector<CoursePoint> points;  ///< One a month, without gaps; none without months.

    std::int64_t planned_percent(const CoursePoint& point) const {
        return rounded_percent(point.planned, total);
    }
    std::optional<std::int64_t> executed_percent(const CoursePoint& point) const {
        if (!point.executed) return std::nullopt;
        return rounded_percent(*point.executed, total);
    }
};

inline constexpr std::int32_t course_months_max = 60;

/// `activities` are those of the lines that stand.
PlanCourse plan_course(std::span<const Record> activities, Month now);

/// What the executed activities were to cost: how far the money went as the work did. What was
/// really spent is in the municipality's accounts, not here.
Funds executed_funds(std::span<const Record> activities);

}  // namespace minga
