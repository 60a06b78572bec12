#include "client_wasm/screens/plan_activities_model.hpp"

#include "client_wasm/screens/plan_view.hpp"
#include "shared/base/text.hpp"
#include "shared/rules/progress.hpp"

#include <algorithm>

namespace minga::client {
namespace {

constexpr int month_unknown = 12 * 10'000;  // after every month that can be written

/// The month as a number; one that is not known comes after all others.
int month_of(const Record& activity, std::string_view key) {
    const int month = month_index(text_of(activity.fields, key));
    return month < 0 ? month_unknown : month;
}

std::int64_t order_of(const Record& activity) {
    const bool is_done = text_of(activity.fields, "status") == "executed";
    return ((is_done ? 1 : 0) * (month_unknown + 1LL) + month_of(activity, "end_month")) *
               (month_unknown + 1LL) +
           month_of(activity, "start_month");
}

bool is_in(const Record& activity, ActivityState state, Month now) {
    const std::string& status = text_of(activity.fields, "status");
    switch (state) {
        case ActivityState::any:
            return true;
        case ActivityState::late:
            return is_late(activity, now);
        case ActivityState::executed:
            return status == "executed";
        case ActivityState::in_progress:
            return status == "in_progress" && !is_late(activity, now);
        case ActivityState::programmed:
            return status != "executed" && status != "in_progress" && !is_late(activity, now);
    }
    return true;
}

bool holds(const Record& activity, Month month) {
    return month_of(activity, "start_month") <= month.index &&
           month.index <= month_of(activity, "end_month");
}

template <class Choice>
Choice choice_of(const FieldMap& fields, std::string_view key, Choice last) {
    const std::int64_t number = integer_of(fields, key);
    const bool is_known = number > 0 && number <= static_cast<std::int64_t>(last);
    return is_known ? static_cast<Choice>(number) : Choice{};
}

}  // namespace

FieldMap fields_of(const ActivityFilter& filter) {
    FieldMap fields;
    const auto add_choice = [&](std::string_view key, auto choice) {
        const auto number = static_cast<std::int64_t>(choice);
        if (number != 0) fields.emplace(key, number);
    };
    add_choice("state", filter.state);
    add_choice("month", filter.month);
    if (!filter.owner.empty()) fields.emplace("owner", filter.owner);
    if (!filter.line.is_nil()) fields.emplace("line", filter.line.to_text());
    if (!filter.words.empty()) fields.emplace("words", filter.words);
    return fields;
}

ActivityFilter activity_filter_from(const FieldMap& fields) {
    ActivityFilter filter;
    filter.state = choice_of(fields, "state", ActivityState::executed);
    filter.month = choice_of(fields, "month", ActivityMonth::next);
    filter.owner = text_of(fields, "owner");
    if (auto line = Id::parse(text_of(fields, "line"))) filter.line = *line;
    filter.words = text_of(fields, "words");
    return filter;
}

std::vector<const Record*> plan_activities(AppState& app, const Record& plan) {
    std::vector<const Record*> found;
    for (const Record* line : lines_of(app, plan)) {
        if (text_of(line->fields, "status") == "cancelled") continue;
        const auto& activities = activities_of(app, *line);
        found.insert(found.end(), activities.begin(), activities.end());
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Record* a, const Record* b) { return order_of(*a) < order_of(*b); });
    return found;
}

const Record& line_of(AppState& app, const Record& activity) {
    const auto line = Id::parse(text_of(activity.fields, "action_line"));
    const Record* record = line ? app.find(*line) : nullptr;
    return record == nullptr ? activity : *record;
}

bool passes(AppState& app, const Record& activity, const ActivityFilter& filter) {
    const Month now = app.this_month();
    if (!is_in(activity, filter.state, now)) return false;
    if (filter.month == ActivityMonth::present && !holds(activity, now)) return false;
    if (filter.month == ActivityMonth::next && !holds(activity, Month{now.index + 1})) return false;
    const std::string& owner = text_of(activity.fields, "owner");
    if (!filter.owner.empty() && owner != filter.owner) return false;
    const Record& line = line_of(app, activity);
    if (!filter.line.is_nil() && line.id != filter.line) return false;
    const std::string words = fold_for_search(trim(filter.words));
    if (words.empty()) return true;
    const std::string searched =
        text_of(activity.fields, "name") + '\n' + text_of(line.fields, "name") + '\n' + owner;
    return fold_for_search(searched).find(words) != std::string::npos;
}

std::vector<std::string> activity_owners(std::span<const Record* const> activities) {
    std::vector<std::string> owners;
    for (const Record* activity : activities) {
        const std::string& owner = text_of(activity->fields, "owner");
        if (!owner.empty()) owners.push_back(owner);
    }
    std::sort(owners.begin(), owners.end(), [](const std::string& a, const std::string& b) {
        const std::string plain_a = fold_for_search(a);
        const std::string plain_b = fold_for_search(b);
        return plain_a == plain_b ? a < b : plain_a < plain_b;
    });
    owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
    return owners;
}

}  // namespace minga::client
