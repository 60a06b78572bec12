/// Who validates the self-assessment and the plan of a cycle, by SUBDERE's choice, and whether they
/// declared themselves free of conflicts of interest.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class InterestDeclaration : std::uint8_t {
    none = 1,
    conflict = 2,
};

struct ValidatorAssignment {
    Id cycle;
    std::string validator_user;
    std::string validator;
    std::optional<InterestDeclaration> declaration;
    std::optional<Date> declared_on;
    std::string reason;
};

namespace schema {

template <>
inline constexpr auto choices<InterestDeclaration> = std::array{
    choice(InterestDeclaration::none, "none", "No tiene conflicto de interés"),
    choice(InterestDeclaration::conflict, "conflict", "Tiene un conflicto de interés"),
};

// clang-format off
template <>
inline constexpr auto record_type<ValidatorAssignment> = record(31, "validator_assignment", "Asignación de quien valida",
    RecordOptions{.natural_key = "cycle,validator_user"},
    field(1, "cycle",          &ValidatorAssignment::cycle,          {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "validator_user", &ValidatorAssignment::validator_user, {.label = "Usuario de quien valida", .required = true, .merge = Merge::immutable, .length_max = 80}),
    field(3, "validator",      &ValidatorAssignment::validator,      {.label = "Nombre de quien valida"}),
    field(4, "declaration",    &ValidatorAssignment::declaration,    {.label = "Declaración de intereses"}),
    field(5, "declared_on",    &ValidatorAssignment::declared_on,    {.label = "Fecha de la declaración"}),
    field(6, "reason",         &ValidatorAssignment::reason,         {.label = "En qué consiste el conflicto", .length_max = 2000}));
// clang-format on

static_assert(well_formed<ValidatorAssignment>());

}  // namespace schema
}  // namespace minga
