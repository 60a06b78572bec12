/// What waits for the person who is signed in: to decide, to answer, to follow up, to catch up
/// with.
#pragma once

#include "client_wasm/widgets/ui.hpp"
#include "shared/base/date.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace minga::client {

struct Task {
    std::string key;
    std::string title;
    std::string detail;
    std::string route;
    Icon icon = Icon::circle;
    Tone tone = Tone::neutral;
    std::string trailing{};
    std::optional<float> progress{};
};

struct TaskSources {
    const Lookup& lookup;
    const Catalog& catalog;
    Date today;
    const Record* diagnosis = nullptr;  ///< The one under way, if any.
    const Record* plan = nullptr;
    const Record* cycle = nullptr;  ///< Whose self-assessment is looked at.
    const Actor* actor = nullptr;
    std::int64_t conflicts = 0;
    std::int64_t refused = 0;
    std::int64_t lost = 0;         ///< Records of which the server lost something.
    std::int64_t quarantined = 0;  ///< Changes in quarantine that this person reviews.
    /// Whether the person may write under a record: its tasks are theirs.
    std::function<bool(const Record&)> may_edit;
};

struct TaskLists {
    std::vector<Task> mine;    ///< The most urgent first.
    std::vector<Task> others;  ///< Late or missing in what others are responsible for.
};

TaskLists build_tasks(const TaskSources& sources);

/// "abril de 2026", "abril y mayo de 2026", "entre abril y junio de 2026".
std::string months_in_words(const std::vector<Month>& months);

}  // namespace minga::client
