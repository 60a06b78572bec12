/// A meeting of the committee, with its attendance and minutes.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Meeting {
    Id cycle;
    std::optional<Date> date;
    std::string place;
    std::string agenda;
    std::string minutes;
    TextSet attendees;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Meeting> = record(6, "meeting", "Reunión",
    field(1, "cycle",     &Meeting::cycle,     {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "date",      &Meeting::date,      {.label = "Fecha"}),
    field(3, "place",     &Meeting::place,     {.label = "Lugar"}),
    field(4, "agenda",    &Meeting::agenda,    {.label = "Tabla", .length_max = 4000}),
    field(5, "minutes",   &Meeting::minutes,   {.label = "Acta", .length_max = 20000}),
    field(6, "attendees", &Meeting::attendees, {.label = "Asistentes", .merge = Merge::set}));
// clang-format on

static_assert(well_formed<Meeting>());

}  // namespace schema
}  // namespace minga
