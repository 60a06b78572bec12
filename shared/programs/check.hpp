/// What a precondition looks at: one of the checks below, with the parameters that the programme
/// gives it under `with`. The checks know records, and nothing of any one programme; which
/// document, which position or which state is meant is data.
#pragma once

#include "shared/programs/condition.hpp"
#include "shared/programs/roles.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

enum class CheckKind : std::uint8_t {
    document,            ///< A document of that type is there.
    record,              ///< The record is as it must be.
    records,             ///< At least (or at most) so many records are as they must be.
    every,               ///< Every record is as it must be; none is fine.
    every_element,       ///< Every element that the assessment asks about has a value.
    every_subcriterion,  ///< Every subcriterion has a record.
    positions_covered,   ///< The positions called to a body are held by somebody.
    is_signed,           ///< One of the records is signed, in one capacity or in any.
    signed_by_all,       ///< A document is signed by all who must (positions.json).
    same_reviewers,  ///< Who reviewed some stages (of it, the plan or the cycle) reviewed others.
    impartial,       ///< Who was assigned declared to have no interest, and takes no part.
    within_months,   ///< Months lie inside those of the record above.
    matrix,          ///< The priority matrix lacks no score.
};

/// A record to look at, or to look from: the one that moves (`self`), what the state to come is
/// about (`about`), or the one of that kind at or above the one that moves, else in its cycle.
struct RecordSource {
    std::string kind = "cycle";
    std::vector<Condition> when{};
};

struct Check {
    CheckKind kind = CheckKind::record;
    RecordSource of;

    // Which records below it; without a kind, it itself.
    std::string through;  ///< A kind between, or "".
    std::string records;  ///< Their kind.
    std::vector<Condition> when;
    std::vector<Condition> except;  ///< Those that meet these are left out.
    std::string position;           ///< Only those held by that position, or "".

    // What they must be.
    std::vector<std::string> all;  ///< Filled fields, or kinds of records that hang from it.
    std::vector<std::string> any;
    std::vector<std::string> positive;  ///< Numbers above zero.
    std::vector<Condition> is;
    std::string below;  ///< The same must be true of the records of that kind below each.

    std::int64_t at_least = 1;
    std::int64_t at_most = -1;  ///< -1: no limit.
    std::string distinct;       ///< Counts the values of that field, not the records.

    std::string document;       ///< A document type.
    bool in_any_cycle = false;  ///< A document of a cycle before counts on.
    /// What a cycle after the first rests on instead, where it has all of these.
    RecordSource later_on{.kind = ""};
    std::vector<std::string> later_all;
    std::string by;            ///< A capacity to sign in: a position or a role.
    std::string field;         ///< Of an answer, or of what hangs from it.
    std::string series;        ///< A kind below an answer: one for each year that is asked for.
    std::string element_type;  ///< Only elements of that type, or "".
    std::string called_to;     ///< "diagnosis" or "committee" (positions.json).
    std::string excused;       ///< A flag that says that there is no such position.
    std::string apart_from;    ///< A kind whose people may not be among those assigned.
    std::vector<std::string> stages;
    std::vector<std::string> among;

    // What is said beside the text of the precondition; {count} and {name} are filled in.
    std::string detail;
    std::string of_member;
    std::string of_undeclared;
    std::string of_conflict;
};

namespace programs {

/// A source as `key` and `<key>_when` name it.
RecordSource read_source(const ObjectReader& row, std::string_view key);

/// Reads `check` and `with` of a precondition. What is unknown there is a fault: a condition that
/// nobody checks would pass unseen. Document types and states are looked at by the workflow, which
/// knows them.
Check read_check(const ObjectReader& precondition, const Positions& positions, const Roles& roles);

/// Whether a record of that kind can be asked for `entry`: a field of its own, or a kind of record.
bool can_be_asked(std::string_view kind, std::string_view entry);

}  // namespace programs
}  // namespace minga
