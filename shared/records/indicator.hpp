/// How the success of a line or of the plan is measured.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Indicator {
    Id action_line;
    Id plan;
    std::string name;
    std::string formula;
    std::string verification_means;
    std::string collection;
    std::string systematization;
    std::optional<Decimal> target;
    std::string unit;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Indicator> = record(23, "indicator", "Indicador",
    field(1, "action_line",        &Indicator::action_line,        {.label = "Línea de acción", .merge = Merge::immutable, .refers_to = "action_line", .parent = true}),
    field(2, "plan",               &Indicator::plan,               {.label = "Plan", .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(3, "name",               &Indicator::name,               {.label = "Nombre", .required = true}),
    field(4, "formula",            &Indicator::formula,            {.label = "Fórmula de cálculo", .length_max = 2000}),
    field(5, "verification_means", &Indicator::verification_means, {.label = "Medio de verificación", .length_max = 2000}),
    field(6, "collection",         &Indicator::collection,         {.label = "Recolección", .length_max = 2000}),
    field(7, "systematization",    &Indicator::systematization,    {.label = "Sistematización", .length_max = 2000}),
    field(8, "target",             &Indicator::target,             {.label = "Meta"}),
    field(9, "unit",               &Indicator::unit,               {.label = "Unidad", .length_max = 40}));
// clang-format on

static_assert(well_formed<Indicator>());

}  // namespace schema
}  // namespace minga
