/// Someone who took part in answering an assessment, by position or by function.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Participant {
    Id assessment;
    std::string name;
    std::string position;
    std::string function;
    bool attended = false;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Participant> = record(8, "participant", "Participante",
    field(1, "assessment", &Participant::assessment, {.label = "Evaluación", .required = true, .merge = Merge::immutable, .refers_to = "assessment", .parent = true}),
    field(2, "name",       &Participant::name,       {.label = "Nombre"}),
    field(3, "position",   &Participant::position,   {.label = "Cargo"}),
    field(4, "function",   &Participant::function,   {.label = "Función que cumple"}),
    field(5, "attended",   &Participant::attended,   {.label = "Asistió"}));
// clang-format on

static_assert(well_formed<Participant>());

}  // namespace schema
}  // namespace minga
