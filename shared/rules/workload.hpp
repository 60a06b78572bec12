/// How the immediate actions of a plan (AMI) stand, and how they are shared out among people.
///
/// The guide asks for "un sano equilibrio en la asignación de responsabilidades": whoever puts an
/// action to work carries it until it is implemented, whoever maintains it from then on.
#pragma once

#include "shared/base/date.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace minga {

/// Whether the action is still to be implemented.
bool is_open_action(const Record& action);
/// Whether it is open and its day has passed.
bool is_overdue_action(const Record& action, Date today);

struct ActionCounts {
    std::int64_t total = 0;
    std::int64_t open = 0;  ///< Not begun or under way.
    std::int64_t overdue = 0;
    std::int64_t done = 0;    ///< Implemented or maintained.
    std::int64_t lapsed = 0;  ///< Implemented once and given up since.

    friend bool operator==(const ActionCounts&, const ActionCounts&) = default;
};

ActionCounts count_actions(std::span<const Record> actions, Date today);

struct PersonLoad {
    std::string name;
    std::string position;
    std::int64_t to_implement = 0;  ///< Open ones.
    std::int64_t overdue = 0;       ///< Among those.
    std::int64_t implemented = 0;
    std::int64_t to_maintain = 0;  ///< All whose maintenance is theirs and that were not given up.

    std::int64_t total() const { return to_implement + to_maintain; }
};

struct Workload {
    std::vector<PersonLoad> people;  ///< Who carries most comes first.
    std::int64_t without_owner = 0;  ///< Open actions that nobody is to implement.

    /// Who carries at least `heavy_load_min` of the actions to implement and more than half of
    /// them, while others could; nullptr where the load is in balance.
    const PersonLoad* heaviest() const;
};

inline constexpr std::int64_t heavy_load_min = 3;

/// Names that differ only in case, accents or blanks are one person's.
Workload action_workload(std::span<const Record> actions, Date today);

}  // namespace minga
