/// Something that works well and that others could take up.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct GoodPractice {
    std::string title;
    std::string description;
    std::string subcriterion;
    std::string results;
    bool published = false;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<GoodPractice> = record(28, "good_practice", "Buena práctica",
    field(1, "title",        &GoodPractice::title,        {.label = "Título", .required = true, .length_max = 300}),
    field(2, "description",  &GoodPractice::description,  {.label = "Descripción", .length_max = 4000}),
    field(3, "subcriterion", &GoodPractice::subcriterion, {.label = "Subcriterio", .length_max = 40}),
    field(4, "results",      &GoodPractice::results,      {.label = "Resultados", .length_max = 4000}),
    field(5, "published",    &GoodPractice::published,    {.label = "Publicada"}));
// clang-format on

static_assert(well_formed<GoodPractice>());

}  // namespace schema
}  // namespace minga
