/// One value of an indicator on a day.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Measurement {
    Id indicator;
    std::optional<Date> date;
    std::optional<Decimal> value;
    std::string note;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Measurement> = record(24, "measurement", "Medición",
    field(1, "indicator", &Measurement::indicator, {.label = "Indicador", .required = true, .merge = Merge::immutable, .refers_to = "indicator", .parent = true}),
    field(2, "date",      &Measurement::date,      {.label = "Fecha", .required = true}),
    field(3, "value",     &Measurement::value,     {.label = "Valor"}),
    field(4, "note",      &Measurement::note,      {.label = "Nota", .length_max = 2000}));
// clang-format on

static_assert(well_formed<Measurement>());

}  // namespace schema
}  // namespace minga
