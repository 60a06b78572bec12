/// One look at an action line: how many of the activities programmed for the period were
/// executed. The percentage is derived, never stored.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct FollowUp {
    Id action_line;
    std::optional<Date> date;
    std::optional<std::int64_t> programmed;
    std::optional<std::int64_t> executed;
    std::string observations;
    std::string recommendations;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<FollowUp> = record(25, "follow_up", "Seguimiento",
    RecordOptions{.derived = "percent"},
    field(1, "action_line",     &FollowUp::action_line,     {.label = "Línea de acción", .required = true, .merge = Merge::immutable, .refers_to = "action_line", .parent = true}),
    field(2, "date",            &FollowUp::date,            {.label = "Fecha de seguimiento", .required = true}),
    field(3, "programmed",      &FollowUp::programmed,      {.label = "Actividades programadas para el período", .value_min = 0, .value_max = 999}),
    field(4, "executed",        &FollowUp::executed,        {.label = "Actividades ejecutadas", .value_min = 0, .value_max = 999}),
    field(5, "observations",    &FollowUp::observations,    {.label = "Observaciones", .length_max = 4000}),
    field(6, "recommendations", &FollowUp::recommendations, {.label = "Recomendaciones", .length_max = 4000}));
// clang-format on

static_assert(well_formed<FollowUp>());

}  // namespace schema
}  // namespace minga
