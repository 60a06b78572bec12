/// Form 1 of seed 004 (AMI): no money, no detailed schedule.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class ImmediateActionStatus : std::uint8_t {
    open = 1,
    in_progress = 2,
    implemented = 3,
    maintained = 4,
    lapsed = 5,
};

struct ImmediateAction {
    Id plan;
    std::string name;
    std::string implementation_owner;
    std::string implementation_position;
    std::string maintenance_owner;
    std::string maintenance_position;
    std::string characterization;
    TextSet subcriteria;
    std::string verification_means;
    std::optional<Date> due_date;
    std::optional<ImmediateActionStatus> status;
};

namespace schema {

template <>
inline constexpr auto choices<ImmediateActionStatus> = std::array{
    choice(ImmediateActionStatus::open, "open", "Abierta"),
    choice(ImmediateActionStatus::in_progress, "in_progress", "En curso"),
    choice(ImmediateActionStatus::implemented, "implemented", "Implementada"),
    choice(ImmediateActionStatus::maintained, "maintained", "Mantenida"),
    choice(ImmediateActionStatus::lapsed, "lapsed", "Abandonada"),
};

// clang-format off
template <>
inline constexpr auto record_type<ImmediateAction> = record(15, "immediate_action", "Acción de mejora inmediata",
    field(1, "plan",                    &ImmediateAction::plan,             {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "name",                    &ImmediateAction::name,                    {.label = "Nombre de la AMI", .required = true}),
    field(3, "implementation_owner",    &ImmediateAction::implementation_owner,    {.label = "Responsable de la implementación"}),
    field(4, "implementation_position", &ImmediateAction::implementation_position, {.label = "Cargo"}),
    field(5, "maintenance_owner",       &ImmediateAction::maintenance_owner,       {.label = "Responsable de la mantención"}),
    field(6, "maintenance_position",    &ImmediateAction::maintenance_position,    {.label = "Cargo"}),
    field(7, "characterization",        &ImmediateAction::characterization,        {.label = "Caracterización (qué se hará)", .length_max = 4000}),
    field(8, "subcriteria",             &ImmediateAction::subcriteria,             {.label = "Subcriterios", .merge = Merge::set, .length_max = 40}),
    field(9, "verification_means",      &ImmediateAction::verification_means,      {.label = "Medio de verificación", .length_max = 2000}),
    field(10, "due_date",                &ImmediateAction::due_date,                {.label = "Plazo de ejecución"}),
    field(11, "status",                  &ImmediateAction::status,                  {.label = "Estado"}));
// clang-format on

static_assert(well_formed<ImmediateAction>());

}  // namespace schema
}  // namespace minga
