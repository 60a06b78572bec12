/// The improvement plan of a cycle (seed 004): its strategic focus and its horizon.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Plan {
    Id cycle;
    std::optional<std::int64_t> version;
    std::string state;
    std::string focus_what;
    std::string focus_why;
    std::string strategic_objectives;
    std::string pladeco_objectives;
    std::string main_opportunities;
    bool focus_reviewed = false;
    std::optional<Month> start_month;
    std::optional<Month> end_month;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Plan> = record(14, "plan", "Plan de mejoras",
    RecordOptions{.meeting_key = "cycle,version"},
    field(1, "cycle",                &Plan::cycle,                {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "version",              &Plan::version,              {.label = "Versión", .value_min = 1, .value_max = 99}),
    field(3, "state",                &Plan::state,                {.label = "Estado", .merge = Merge::transition, .length_max = 40}),
    field(4, "focus_what",           &Plan::focus_what,           {.label = "Foco: qué", .length_max = 4000}),
    field(5, "focus_why",            &Plan::focus_why,            {.label = "Foco: por qué", .length_max = 4000}),
    field(6, "strategic_objectives", &Plan::strategic_objectives, {.label = "Objetivos estratégicos", .length_max = 4000}),
    field(7, "pladeco_objectives",   &Plan::pladeco_objectives,   {.label = "Objetivos del PLADECO", .length_max = 4000}),
    field(8, "main_opportunities",   &Plan::main_opportunities,   {.label = "Principales oportunidades de mejora", .length_max = 4000}),
    field(9, "focus_reviewed",       &Plan::focus_reviewed,       {.label = "Foco revisado al final del diseño"}),
    field(10, "start_month",          &Plan::start_month,          {.label = "Inicio"}),
    field(11, "end_month",            &Plan::end_month,            {.label = "Término"}));
// clang-format on

static_assert(well_formed<Plan>());

}  // namespace schema
}  // namespace minga
