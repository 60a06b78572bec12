/// One figure of the series that an element of result shows: what was reached in a year or period,
/// and what had been aimed at. There is one per (answer, period), so that two people who fill in
/// different years without a network never meet.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Figure {
    Id answer;
    std::string period;
    std::optional<Decimal> value;
    std::optional<Decimal> target;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Figure> = record(30, "figure", "Cifra",
    RecordOptions{.natural_key = "answer,period"},
    field(1, "answer", &Figure::answer, {.label = "Respuesta", .required = true, .merge = Merge::immutable, .refers_to = "answer", .parent = true}),
    field(2, "period", &Figure::period, {.label = "Año o período", .required = true, .merge = Merge::immutable, .length_max = 20}),
    field(3, "value",  &Figure::value,  {.label = "Valor"}),
    field(4, "target", &Figure::target, {.label = "Meta"}));
// clang-format on

static_assert(well_formed<Figure>());

}  // namespace schema
}  // namespace minga
