/// Whether a person may do what they ask: the permission matrix of the programme (roles.json,
/// from seeds 002 and 004) applied to one change.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/rules/reading.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <string_view>

namespace minga {

enum class Action : std::uint8_t { create, edit, remove };

/// Fails with `forbidden` (a Spanish sentence that says who may) where no role of `actor` allows
/// `action` on `record`, whose `organization` decides. For `create`, `record` is the new record.
/// "Own" means that the action line the record lies under (or is) is owned by the actor: its
/// `owner_user` is their login or, where that is empty, its `owner` is their name.
Result<void> permit(const Actor& actor, Action action, const Record& record, const Lookup& lookup,
                    const Catalog& catalog);

/// Whether `actor` may take `record` from state `from` to state `to` (fields with
/// Merge::transition), by the programme's workflow: the transition exists, the role may, and the
/// preconditions hold. `after` is the record with the other changes applied.
Result<void> permit_transition(const Actor& actor, const Record& after, std::string_view field,
                               std::string_view from, std::string_view to, const Lookup& lookup,
                               const Catalog& catalog);

/// Whether `actor` may take a step of a state that is a field like others (an action line's): out
/// of where `before` stands and into where `after` does, some steps are for some roles only.
Result<void> permit_step(const Actor& actor, const Record& after, const Record& before,
                         std::string_view field, const Lookup& lookup, const Catalog& catalog);

/// Whether `actor` may settle a conflict on `field` so that `before` becomes `after`: a decision is
/// held to what a change of that field would be held to, a removal to what a removal would. Whether
/// they may settle conflicts of that record at all is for `permit` to say.
Result<void> permit_decision(const Actor& actor, const Record& before, const Record& after,
                             std::string_view field, const Lookup& lookup, const Catalog& catalog);

}  // namespace minga
