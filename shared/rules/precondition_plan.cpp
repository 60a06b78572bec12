#include "shared/rules/improvement_areas.hpp"
#include "shared/rules/precondition_parts.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace minga::preconditions {
namespace {

bool is_cancelled(const Record& line) {
    return text_of(line.fields, "status") == "cancelled";
}

/// The lines that the move is about: the record itself, or those of the plan that stand.
std::vector<Record> lines_of(const Move& move) {
    if (move.record.kind == "action_line") return {move.record};
    auto lines = children_of(plan_of(move), "action_line", move);
    lines.erase(std::remove_if(lines.begin(), lines.end(), is_cancelled), lines.end());
    return lines;
}

std::vector<Record> activities_of(const Record& line, const Move& move) {
    return move.lookup.children(line.id, "activity");
}

bool has_owner_and_months(const Record& record) {
    for (const std::string_view field : {"owner", "owner_position", "start_month", "end_month"}) {
        if (text_of(record.fields, field).empty()) return false;
    }
    return true;
}

/// Canonical months compare as text. What is not set is not outside.
bool is_inside(const Record& inner, const Record& outer) {
    const auto month = [](const Record& record, std::string_view key) -> const std::string& {
        return text_of(record.fields, key);
    };
    for (const std::string_view key : {"start_month", "end_month"}) {
        const std::string& value = month(inner, key);
        if (value.empty()) continue;
        const std::string& start = month(outer, "start_month");
        const std::string& end = month(outer, "end_month");
        if (!start.empty() && value < start) return false;
        if (!end.empty() && value > end) return false;
    }
    return true;
}

std::int64_t count_selected_areas(const Move& move) {
    return selected_areas(children_of(plan_of(move), "improvement_area", move));
}

std::vector<Record> funding_requests(const Move& move) {
    if (move.record.kind == "funding_request") return {move.record};
    return children_of(plan_of(move), "funding_request", move);
}

Finding names_missing(const std::vector<std::string>& missing) {
    if (missing.empty()) return {};
    return {false, missing_list(missing)};
}

}  // namespace

Finding focus_written(const Move& move) {
    const auto plan = plan_of(move);
    return {plan && !text_of(plan->fields, "focus_what").empty() &&
            !text_of(plan->fields, "focus_why").empty()};
}

Finding focus_reviewed(const Move& move) {
    const auto plan = plan_of(move);
    return {plan && boolean_of(plan->fields, "focus_reviewed")};
}

Finding areas_selected(const Move& move) {
    return {count_selected_areas(move) > 0};
}

Finding areas_suggested_count(const Move& move) {
    const std::int64_t count = count_selected_areas(move);
    if (is_suggested_count(count)) return {};
    return {false, "Hay " + std::to_string(count) + "."};
}

/// Every tool that has some score has one under each criterion. A plan may do without the matrix.
Finding matrix_complete(const Move& move) {
    const auto plan = plan_of(move);
    const auto criteria = children_of(plan, "priority_criterion", move);
    std::map<std::string, std::set<std::string>> scored;  // criteria by tool
    for (const Record& score : children_of(plan, "priority_score", move)) {
        auto& of_tool = scored[text_of(score.fields, "tool")];
        if (!is_empty(value_of(score.fields, "score"))) {
            of_tool.insert(text_of(score.fields, "criterion"));
        }
    }
    std::vector<std::string> missing;
    for (const auto& [tool, of_tool] : scored) {
        for (const Record& criterion : criteria) {
            if (of_tool.count(criterion.id.to_text()) > 0) continue;
            const Tool* info = move.catalog.find_tool(tool);
            missing.push_back(info == nullptr ? tool : info->name);
            break;
        }
    }
    if (!criteria.empty() && scored.empty()) return {false};
    return names_missing(missing);
}

Finding one_action_line(const Move& move) {
    return {!lines_of(move).empty()};
}

Finding lines_with_owner_and_dates(const Move& move) {
    std::vector<std::string> missing;
    for (const Record& line : lines_of(move)) {
        const auto activities = activities_of(line, move);
        if (!has_owner_and_months(line) ||
            !std::all_of(activities.begin(), activities.end(), has_owner_and_months)) {
            missing.push_back(text_of(line.fields, "name"));
        }
    }
    return names_missing(missing);
}

Finding dates_consistent(const Move& move) {
    const auto plan = plan_of(move);
    for (const Record& line : lines_of(move)) {
        if (plan && !is_inside(line, *plan)) return {false, text_of(line.fields, "name") + "."};
        for (const Record& activity : activities_of(line, move)) {
            if (!is_inside(activity, line)) {
                return {false, text_of(line.fields, "name") + ": " +
                                   text_of(activity.fields, "name") + "."};
            }
        }
    }
    return {};
}

Finding monitoring_defined(const Move& move) {
    std::vector<std::string> missing;
    for (const Record& line : lines_of(move)) {
        if (move.lookup.children(line.id, "indicator").empty()) {
            missing.push_back(text_of(line.fields, "name"));
        }
    }
    return names_missing(missing);
}

Finding funding_request_signed(const Move& move) {
    const auto requests = funding_requests(move);
    return {std::any_of(requests.begin(), requests.end(), [&](const Record& request) {
        return is_signed_by(move, request, "mayor");
    })};
}

Finding project_evaluated(const Move& move) {
    const auto requests = funding_requests(move);
    return {std::any_of(requests.begin(), requests.end(), [&](const Record& request) {
        return !text_of(request.fields, "resolution").empty() ||
               !move.lookup.children(request.id, "review").empty();
    })};
}

Finding lines_closed(const Move& move) {
    std::vector<std::string> open;
    for (const Record& line : lines_of(move)) {
        if (text_of(line.fields, "status") != "completed") {
            open.push_back(text_of(line.fields, "name"));
        }
    }
    return names_missing(open);
}

Finding verification_attached(const Move& move) {
    return {!text_of(move.record.fields, "verification_means").empty()};
}

Finding maintenance_owner_named(const Move& move) {
    return {!text_of(move.record.fields, "maintenance_owner").empty()};
}

Finding line_has_activities(const Move& move) {
    return {!activities_of(move.record, move).empty()};
}

Finding all_activities_executed(const Move& move) {
    const auto activities = activities_of(move.record, move);
    const auto open = std::count_if(activities.begin(), activities.end(), [](const Record& a) {
        return text_of(a.fields, "status") != "executed";
    });
    if (open == 0) return {};
    return {false, "Sin ejecutar: " + std::to_string(open) + "."};
}

Finding execution_date_recorded(const Move& move) {
    return {!text_of(move.record.fields, "executed_on").empty()};
}

}  // namespace minga::preconditions
