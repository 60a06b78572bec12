/// One round of the programme: diagnosis, plan, follow-up. Cycles may overlap in time.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Cycle {
    Id enrollment;
    std::optional<std::int64_t> number;
    std::optional<std::int64_t> year;
    std::string state;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Cycle> = record(3, "cycle", "Ciclo",
    RecordOptions{.meeting_key = "enrollment,number"},
    field(1, "enrollment", &Cycle::enrollment, {.label = "Ingreso", .required = true, .merge = Merge::immutable, .refers_to = "enrollment", .parent = true}),
    field(2, "number",     &Cycle::number,     {.label = "Número", .required = true, .value_min = 1, .value_max = 99}),
    field(3, "year",       &Cycle::year,       {.label = "Año", .value_min = 1990, .value_max = 2200}),
    field(4, "state",      &Cycle::state,      {.label = "Estado", .merge = Merge::transition, .length_max = 40}));
// clang-format on

static_assert(well_formed<Cycle>());

}  // namespace schema
}  // namespace minga
