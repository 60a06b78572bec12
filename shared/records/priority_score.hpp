/// One cell of the priority matrix: 1 is least, 7 most favourable.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct PriorityScore {
    Id plan;
    std::string tool;
    Id criterion;
    std::optional<std::int64_t> score;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<PriorityScore> = record(18, "priority_score", "Puntaje de priorización",
    RecordOptions{.natural_key = "plan,tool,criterion"},
    field(1, "plan",      &PriorityScore::plan,      {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "tool",      &PriorityScore::tool,      {.label = "Herramienta", .required = true, .merge = Merge::immutable, .length_max = 60}),
    field(3, "criterion", &PriorityScore::criterion, {.label = "Criterio", .required = true, .merge = Merge::immutable, .refers_to = "priority_criterion"}),
    field(4, "score",     &PriorityScore::score,     {.label = "Puntaje", .value_min = 1, .value_max = 7}));
// clang-format on

static_assert(well_formed<PriorityScore>());

}  // namespace schema
}  // namespace minga
