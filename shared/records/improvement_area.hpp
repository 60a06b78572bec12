/// A subcriterion held to be weak or critical (seed 004).
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct ImprovementArea {
    Id plan;
    std::string subcriterion;
    std::string owner;
    std::string owner_position;
    bool selected = false;
    std::string relevance;
    std::string pertinence;
    std::string feasibility;
    std::string reason;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<ImprovementArea> = record(16, "improvement_area", "Área de mejora",
    field(1, "plan",           &ImprovementArea::plan,           {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "subcriterion",   &ImprovementArea::subcriterion,   {.label = "Subcriterio", .required = true, .length_max = 40}),
    field(3, "owner",          &ImprovementArea::owner,          {.label = "Responsable"}),
    field(4, "owner_position", &ImprovementArea::owner_position, {.label = "Cargo"}),
    field(5, "selected",       &ImprovementArea::selected,       {.label = "Seleccionada"}),
    field(6, "relevance",      &ImprovementArea::relevance,      {.label = "Relevancia", .length_max = 2000}),
    field(7, "pertinence",     &ImprovementArea::pertinence,     {.label = "Pertinencia", .length_max = 2000}),
    field(8, "feasibility",    &ImprovementArea::feasibility,    {.label = "Factibilidad", .length_max = 2000}),
    field(9, "reason",         &ImprovementArea::reason,         {.label = "Motivo", .length_max = 2000}));
// clang-format on

static_assert(well_formed<ImprovementArea>());

}  // namespace schema
}  // namespace minga
