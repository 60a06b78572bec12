/// Whether the committee takes a tool into the plan, and why.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct ToolChoice {
    Id plan;
    std::string tool;
    bool selected = false;
    std::string justification;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<ToolChoice> = record(19, "tool_choice", "Elección de herramienta",
    RecordOptions{.natural_key = "plan,tool"},
    field(1, "plan",          &ToolChoice::plan,          {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "tool",          &ToolChoice::tool,          {.label = "Herramienta", .required = true, .merge = Merge::immutable, .length_max = 60}),
    field(3, "selected",      &ToolChoice::selected,      {.label = "Seleccionada"}),
    field(4, "justification", &ToolChoice::justification, {.label = "Justificación", .length_max = 2000}));
// clang-format on

static_assert(well_formed<ToolChoice>());

}  // namespace schema
}  // namespace minga
