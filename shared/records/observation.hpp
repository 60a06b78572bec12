/// One remark of a review, and the answer to it.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Observation {
    Id review;
    std::string target;
    std::string text;
    std::string response;
    bool resolved = false;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Observation> = record(13, "observation", "Observación",
    field(1, "review",   &Observation::review,   {.label = "Revisión", .required = true, .merge = Merge::immutable, .refers_to = "review", .parent = true}),
    field(2, "target",   &Observation::target,   {.label = "Sobre qué"}),
    field(3, "text",     &Observation::text,     {.label = "Observación", .length_max = 4000}),
    field(4, "response", &Observation::response, {.label = "Respuesta", .length_max = 4000}),
    field(5, "resolved", &Observation::resolved, {.label = "Resuelta"}));
// clang-format on

static_assert(well_formed<Observation>());

}  // namespace schema
}  // namespace minga
