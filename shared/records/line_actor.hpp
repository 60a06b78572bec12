/// Someone inside the organization who takes part in an action line.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct LineActor {
    Id action_line;
    std::string name;
    std::string position;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<LineActor> = record(21, "line_actor", "Actor interno",
    field(1, "action_line", &LineActor::action_line, {.label = "Línea de acción", .required = true, .merge = Merge::immutable, .refers_to = "action_line", .parent = true}),
    field(2, "name",        &LineActor::name,        {.label = "Nombre", .required = true}),
    field(3, "position",    &LineActor::position,    {.label = "Cargo"}));
// clang-format on

static_assert(well_formed<LineActor>());

}  // namespace schema
}  // namespace minga
