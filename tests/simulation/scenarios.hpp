/// Histories with a name: each once broke a promise, or is the shortest that would if a rule were
/// missing. They are written as scripts, so that they say the same when the dice change.
#pragma once

#include "tests/simulation/history.hpp"

#include <string_view>
#include <vector>

namespace minga::simulation {

struct Scenario {
    std::string_view name;
    std::string_view reason;  ///< What goes wrong where the rule it is about is missing.
    std::vector<Role> cast;
    void (*play)(History& history);
};

const std::vector<Scenario>& all_scenarios();

/// Plays the one of that name, or all where `name` is empty, and prints how each went. Whether all
/// kept every promise; a name that does not exist is a failure.
bool play_scenarios(std::string_view name, bool is_verbose);

}  // namespace minga::simulation
