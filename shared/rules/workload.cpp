#include "shared/rules/workload.hpp"

#include "shared/base/text.hpp"

#include <algorithm>

namespace minga {
namespace {

const std::string& status_of(const Record& action) {
    return text_of(action.fields, "status");
}

bool is_done(const Record& action) {
    return status_of(action) == "implemented" || status_of(action) == "maintained";
}

std::string person_key(std::string_view name) {
    std::string key;
    for (const std::string& word : split(fold_for_search(trim(name)), ' ')) {
        if (word.empty()) continue;
        if (!key.empty()) key += ' ';
        key += word;
    }
    return key;
}

struct People {
    std::vector<std::string> keys;
    std::vector<PersonLoad> loads;

    /// Nobody's where there is no name.
    PersonLoad* of(const Record& action, std::string_view name_field,
                   std::string_view position_field) {
        const std::string& name = text_of(action.fields, name_field);
        const std::string key = person_key(name);
        if (key.empty()) return nullptr;
        const auto found = std::find(keys.begin(), keys.end(), key);
        const auto index = static_cast<std::size_t>(found - keys.begin());
        if (found == keys.end()) {
            keys.push_back(key);
            loads.emplace_back();
            loads.back().name = trim(name);
        }
        PersonLoad& load = loads[index];
        if (load.position.empty()) load.position = text_of(action.fields, position_field);
        return &load;
    }
};

}  // namespace

bool is_open_action(const Record& action) {
    const std::string& status = status_of(action);
    return status.empty() || status == "open" || status == "in_progress";
}

bool is_overdue_action(const Record& action, Date today) {
    const auto due = Date::parse(text_of(action.fields, "due_date"));
    return is_open_action(action) && due && *due < today;
}

ActionCounts count_actions(std::span<const Record> actions, Date today) {
    ActionCounts counts;
    for (const Record& action : actions) {
        if (action.deleted) continue;
        ++counts.total;
        if (is_open_action(action)) ++counts.open;
        if (is_overdue_action(action, today)) ++counts.overdue;
        if (is_done(action)) ++counts.done;
        if (status_of(action) == "lapsed") ++counts.lapsed;
    }
    return counts;
}

const PersonLoad* Workload::heaviest() const {
    std::int64_t all = without_owner;
    const PersonLoad* most = nullptr;
    for (const PersonLoad& person : people) {
        all += person.to_implement;
        if (most == nullptr || person.to_implement > most->to_implement) most = &person;
    }
    if (most == nullptr || most->to_implement < heavy_load_min) return nullptr;
    return 2 * most->to_implement > all ? most : nullptr;
}

Workload action_workload(std::span<const Record> actions, Date today) {
    Workload workload;
    People people;
    for (const Record& action : actions) {
        if (action.deleted) continue;
        PersonLoad* owner = people.of(action, "implementation_owner", "implementation_position");
        if (owner != nullptr) {
            if (is_open_action(action)) ++owner->to_implement;
            if (is_overdue_action(action, today)) ++owner->overdue;
            if (!is_open_action(action)) ++owner->implemented;
        } else if (is_open_action(action)) {
            ++workload.without_owner;
        }
        if (status_of(action) == "lapsed") continue;
        PersonLoad* keeper = people.of(action, "maintenance_owner", "maintenance_position");
        if (keeper != nullptr) ++keeper->to_maintain;
    }
    workload.people = std::move(people.loads);
    std::stable_sort(workload.people.begin(), workload.people.end(),
                     [](const PersonLoad& a, const PersonLoad& b) {
                         if (a.to_implement != b.to_implement) {
                             return a.to_implement > b.to_implement;
                         }
                         return a.to_maintain > b.to_maintain;
                     });
    return workload;
}

}  // namespace minga
