#include "shared/rules/plan_course.hpp"

#include <algorithm>

namespace minga {
namespace {

std::optional<Month> month_of(const Record& record, std::string_view key) {
    const auto month = Month::parse(text_of(record.fields, key));
    return month ? std::optional{*month} : std::nullopt;
}

bool is_executed(const Record& activity) {
    return text_of(activity.fields, "status") == "executed";
}

/// The month it counts as executed in. Nothing is executed in a month that has not come.
std::optional<Month> executed_in(const Record& activity, Month now) {
    if (!is_executed(activity)) return std::nullopt;
    const auto date = Date::parse(text_of(activity.fields, "executed_on"));
    if (date) return std::min((*date).month(), now);
    return std::min(month_of(activity, "end_month").value_or(now), now);
}

struct Span {
    std::optional<Month> first;
    std::optional<Month> last;

    void take(std::optional<Month> month) {
        if (!month) return;
        first = first ? std::min(*first, *month) : *month;
        last = last ? std::max(*last, *month) : *month;
    }
};

}  // namespace

PlanCourse plan_course(std::span<const Record> activities, Month now) {
    PlanCourse course;
    Span span;
    for (const Record& activity : activities) {
        if (activity.deleted) continue;
        const auto end = month_of(activity, "end_month");
        ++course.total;
        if (!end) ++course.undated;
        span.take(month_of(activity, "start_month"));
        span.take(end);
        span.take(executed_in(activity, now));
    }
    if (!span.first) return course;
    // What is left to do after the last month is done in those that follow.
    const bool is_late = std::any_of(activities.begin(), activities.end(), [](const Record& one) {
        return !one.deleted && !is_executed(one);
    });
    if (is_late) span.take(std::max(now, *span.first));
    span.last = std::min(*span.last, Month{span.first->index + course_months_max - 1});
    for (Month month = *span.first; month <= *span.last; ++month.index) {
        CoursePoint point{month, 0, std::nullopt};
        // What ends in the present month has until its last day: it is not expected yet.
        const Month ended = month == now ? Month{month.index - 1} : month;
        std::int64_t executed = 0;
        for (const Record& activity : activities) {
            if (activity.deleted) continue;
            const auto end = month_of(activity, "end_month");
            const auto done = executed_in(activity, now);
            if (end && *end <= ended) ++point.planned;
            if (done && *done <= month) ++executed;
        }
        if (month <= now) point.executed = executed;
        course.points.push_back(point);
    }
    return course;
}

Funds executed_funds(std::span<const Record> activities) {
    Funds funds;
    for (const Record& activity : activities) {
        if (activity.deleted || !is_executed(activity)) continue;
        funds = funds + Funds{{integer_of(activity.fields, "own_kclp")},
                              {integer_of(activity.fields, "subdere_kclp")}};
    }
    return funds;
}

}  // namespace minga
