/// Form 3 of seed 004: a tool put to work.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class ActionLineStatus : std::uint8_t {
    draft = 1,
    programmed = 2,
    in_progress = 3,
    completed = 4,
    delayed = 5,
    cancelled = 6,
};

struct ActionLine {
    Id plan;
    std::string name;
    std::string tool;
    TextSet areas;
    std::string main_area;
    std::optional<Month> start_month;
    std::optional<Month> end_month;
    std::string owner;
    std::string owner_position;
    std::string description;
    std::string diagnosis;
    std::optional<std::int64_t> validated_score;
    std::optional<std::int64_t> expected_score;
    std::optional<ActionLineStatus> status;
    std::string owner_user;
};

namespace schema {

template <>
inline constexpr auto choices<ActionLineStatus> = std::array{
    choice(ActionLineStatus::draft, "draft", "Borrador"),
    choice(ActionLineStatus::programmed, "programmed", "Programada"),
    choice(ActionLineStatus::in_progress, "in_progress", "En curso"),
    choice(ActionLineStatus::completed, "completed", "Terminada"),
    choice(ActionLineStatus::delayed, "delayed", "Atrasada"),
    choice(ActionLineStatus::cancelled, "cancelled", "Anulada"),
};

// clang-format off
template <>
inline constexpr auto record_type<ActionLine> = record(20, "action_line", "Línea de acción",
    field(1, "plan",            &ActionLine::plan,            {.label = "Plan", .required = true, .merge = Merge::immutable, .refers_to = "plan", .parent = true}),
    field(2, "name",            &ActionLine::name,            {.label = "Línea de acción", .required = true}),
    field(3, "tool",            &ActionLine::tool,            {.label = "Herramienta de gestión", .length_max = 60}),
    field(4, "areas",           &ActionLine::areas,           {.label = "Áreas de mejora", .merge = Merge::set, .length_max = 40}),
    field(5, "main_area",       &ActionLine::main_area,       {.label = "Área principal", .length_max = 40}),
    field(6, "start_month",     &ActionLine::start_month,     {.label = "Inicio"}),
    field(7, "end_month",       &ActionLine::end_month,       {.label = "Término"}),
    field(8, "owner",           &ActionLine::owner,           {.label = "Responsable de la línea"}),
    field(9, "owner_position",  &ActionLine::owner_position,  {.label = "Cargo"}),
    field(10, "description",     &ActionLine::description,     {.label = "Descripción", .length_max = 4000}),
    field(11, "diagnosis",       &ActionLine::diagnosis,       {.label = "Breve diagnóstico", .length_max = 4000}),
    field(12, "validated_score", &ActionLine::validated_score, {.label = "Evaluación validada", .value_min = 0, .value_max = 1000}),
    field(13, "expected_score",  &ActionLine::expected_score,  {.label = "Puntaje esperado", .value_min = 0, .value_max = 1000}),
    field(14, "status",          &ActionLine::status,          {.label = "Estado"}),
    field(15, "owner_user",      &ActionLine::owner_user,      {.label = "Usuario del responsable", .length_max = 80}));
// clang-format on

static_assert(well_formed<ActionLine>());

}  // namespace schema
}  // namespace minga
