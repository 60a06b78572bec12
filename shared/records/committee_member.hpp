/// A member of the improvement committee (seed 002, phase 2).
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct CommitteeMember {
    Id cycle;
    std::string name;
    std::string position;
    std::string function;
    bool is_counterpart = false;
    bool not_applicable = false;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<CommitteeMember> = record(5, "committee_member", "Integrante del comité",
    field(1, "cycle",          &CommitteeMember::cycle,          {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "name",           &CommitteeMember::name,           {.label = "Nombre"}),
    field(3, "position",       &CommitteeMember::position,       {.label = "Cargo"}),
    field(4, "function",       &CommitteeMember::function,       {.label = "Función que cumple"}),
    field(5, "is_counterpart", &CommitteeMember::is_counterpart, {.label = "Es contraparte técnica"}),
    field(6, "not_applicable", &CommitteeMember::not_applicable, {.label = "No corresponde"}));
// clang-format on

static_assert(well_formed<CommitteeMember>());

}  // namespace schema
}  // namespace minga
