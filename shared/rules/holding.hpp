/// Which roles a person holds where, and what they are responsible for.
#pragma once

#include "shared/rules/actor.hpp"
#include "shared/rules/ancestry.hpp"
#include "shared/rules/permit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// Whether `actor` holds `role` for records of `organization`.
bool holds_role(const Actor& actor, std::string_view role, const Id& organization,
                const Catalog& catalog);

/// Whether `actor` holds a role there that is of that organization alone: they are one of its
/// people.
bool belongs_to(const Actor& actor, const Id& organization, const Catalog& catalog);

/// Whether the record, or what it lies under, names the actor as responsible (roles.json,
/// `ownership`). A field `<name>_user` holds a login; where it is empty, `<name>` holds their name,
/// which says who it is only where nobody else there has it.
bool owns(const Actor& actor, Ancestry& record, const Catalog& catalog);

/// The same, asking only what the record lies under: for one that is being made, whose own fields
/// are the actor's word.
bool owns_parent(const Actor& actor, Ancestry& record, const Catalog& catalog);

/// Whether the actor is written down, among the participants of the assessment or the members of
/// the committee that the record lies under, as holding one of `positions` or its function.
bool holds_position(const Actor& actor, const std::vector<std::string>& positions, Ancestry& record,
                    const Lookup& lookup, const Catalog& catalog);

/// The names of the roles, for a sentence: "Alcalde o Alcaldesa y SUBDERE".
std::string role_names(const std::vector<std::string>& roles, const Catalog& catalog);

}  // namespace minga
