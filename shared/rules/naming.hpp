/// Roles that act only where a record of the cycle names the person: those who validate from
/// outside (seed 002, phase 4: "da fe pública").
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "shared/rules/ancestry.hpp"

#include <string_view>

namespace minga {

/// Whether `actor` may act by `role` in the cycle of the record: they are named there
/// (`Role::named_by`), they declared that they have no conflict of interest, and they belong to the
/// organization in no other role. Fails with `forbidden`, in words for the person. A role that is
/// not named by anything always may, and so does everybody who holds one in a cycle without such
/// records.
Result<void> check_named(const Actor& actor, std::string_view role, Ancestry& record,
                         const Lookup& lookup, const Catalog& catalog);

}  // namespace minga
