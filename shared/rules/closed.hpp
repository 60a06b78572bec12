/// What is closed stays closed: the read-only rules of the workflow that hold for one write.
#pragma once

#include "shared/rules/ancestry.hpp"
#include "shared/rules/permit.hpp"

#include <vector>

namespace minga {

/// The machine that moves `field` of the record, by its kind and `when`; nullptr where none does.
const Machine* machine_of(Ancestry& record, std::string_view field, const Catalog& catalog);

/// The state that the machine's record is in; one that has none yet is in the initial one.
std::string state_of(const Machine& machine, const Record& record);

/// Every rule that keeps the record as it stands (`record.self()`) from `action`, whoever asks.
std::vector<const ReadOnlyRule*> closing_rules(Ancestry& record, Action action,
                                               const Catalog& catalog);

/// The rule by which what the record says may not be changed any more, though what it does not say
/// may be added; nullptr where none does.
const ReadOnlyRule* keeping_rule(Ancestry& record, const Catalog& catalog);

}  // namespace minga
