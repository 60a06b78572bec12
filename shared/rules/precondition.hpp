/// What must hold before a transition, evaluated from the records. Each precondition of a workflow
/// names one of the checks of programs/check.hpp and what it is to look at.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// A transition that somebody wants to make.
struct Move {
    const Record& record;  ///< As it will be, the state aside.
    std::string_view to;   ///< The state it moves to.
    const Lookup& lookup;
    const Catalog& catalog;
};

/// Whether a precondition holds and, where it does not, what exactly is missing (a sentence, or
/// empty where the precondition's own text says it all).
struct Finding {
    bool holds = true;
    std::string detail{};
};

Finding find_out(const Check& check, const Move& move);

/// `key` is that of a precondition of the workflow.
Finding find_precondition(std::string_view key, const Move& move);

struct Unmet {
    const Precondition* precondition = nullptr;
    std::string detail;

    /// What the person reads.
    std::string in_words() const;
};

/// What is missing for a transition, required and recommended, in the order of the workflow.
std::vector<Unmet> unmet_preconditions(const Transition& transition, const Move& move);

}  // namespace minga
