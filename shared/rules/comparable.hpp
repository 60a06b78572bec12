/// Two assessments beside each other that may have been answered with different instruments: what
/// both ask about is compared, and what only one of them asks about is told and left out.
#pragma once

#include "shared/rules/scoring.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// An instrument and the answers that were given to it.
struct Answered {
    const Instrument& instrument;
    std::span<const Record> answers;
};

/// A criterion or subcriterion of the later instrument, by the questions that both have.
struct ComparableGroup {
    std::string key;
    std::int64_t number = 0;
    std::string name;
    Score before;
    Score after;
    std::int64_t shared = 0;    ///< Questions that both have.
    std::int64_t left_out = 0;  ///< Those that only the later has.
};

struct Comparable {
    std::vector<ComparableGroup> criteria;  ///< Those that share something, in order.
    std::vector<ComparableGroup> subcriteria;
    Score before;
    Score after;
    std::int64_t shared = 0;
    std::int64_t only_before = 0;
    std::int64_t only_after = 0;
    std::vector<std::string> gone;  ///< Subcriteria of the earlier that share nothing.
    std::vector<std::string> added;

    bool is_whole() const { return only_before == 0 && only_after == 0; }
};

/// Questions are the same where their instruments say so (`Instrument::common_element`).
/// `programme` is the model of the programme.
Comparable compare_answers(const Answered& before, const Answered& after, const Model& programme);

/// What cannot be compared, one sentence each; none where everything can. `before` and `after` are
/// what the two are called: "el ciclo 1".
std::vector<std::string> comparison_words(const Comparable& comparable, std::string_view before,
                                          std::string_view after);

}  // namespace minga
