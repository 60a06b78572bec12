/// The checks of programs/check.hpp, by theme. Internal to precondition.cpp and its parts.
#pragma once

#include "shared/rules/precondition.hpp"

namespace minga::checks {

Finding document(const Check& check, const Move& move);
Finding record(const Check& check, const Move& move);
Finding records(const Check& check, const Move& move);
Finding every(const Check& check, const Move& move);
Finding within_months(const Check& check, const Move& move);

Finding every_element(const Check& check, const Move& move);
Finding every_subcriterion(const Check& check, const Move& move);
Finding matrix(const Check& check, const Move& move);

Finding positions_covered(const Check& check, const Move& move);
Finding is_signed(const Check& check, const Move& move);
Finding signed_by_all(const Check& check, const Move& move);
Finding same_reviewers(const Check& check, const Move& move);
Finding impartial(const Check& check, const Move& move);

}  // namespace minga::checks
