/// Telling the results to those concerned.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Dissemination {
    Id cycle;
    std::string subject;
    std::string audience;
    std::string channel;
    std::optional<Date> date;
    std::string responsible;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Dissemination> = record(27, "dissemination", "Difusión",
    field(1, "cycle",       &Dissemination::cycle,       {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "subject",     &Dissemination::subject,     {.label = "Materia", .length_max = 300}),
    field(3, "audience",    &Dissemination::audience,    {.label = "Público"}),
    field(4, "channel",     &Dissemination::channel,     {.label = "Canal"}),
    field(5, "date",        &Dissemination::date,        {.label = "Fecha"}),
    field(6, "responsible", &Dissemination::responsible, {.label = "Responsable"}));
// clang-format on

static_assert(well_formed<Dissemination>());

}  // namespace schema
}  // namespace minga
