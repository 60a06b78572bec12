/// A column of the priority matrix, chosen beforehand.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct PriorityCriterion {
    Id plan;
    std::string name;
    std::optional<std::int64_t> position;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<PriorityCriterion> = record(17, "priority_criterion", "Criterio de priorización",
    field(1, "plan",     &PriorityCriterion::plan,     {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "name",     &PriorityCriterion::name,     {.label = "Nombre", .required = true}),
    field(3, "position", &PriorityCriterion::position, {.label = "Orden", .value_min = 1, .value_max = 99}));
// clang-format on

static_assert(well_formed<PriorityCriterion>());

}  // namespace schema
}  // namespace minga
