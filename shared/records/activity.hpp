/// One activity of an action line, with its months, its money and who answers for it.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class ActivityStatus : std::uint8_t {
    programmed = 1,
    in_progress = 2,
    executed = 3,
};

struct Activity {
    Id action_line;
    std::string name;
    std::optional<Month> start_month;
    std::optional<Month> end_month;
    std::optional<Money> own_kclp;
    std::optional<Money> subdere_kclp;
    std::string owner;
    std::string owner_position;
    std::optional<ActivityStatus> status;
    std::optional<Date> executed_on;
};

namespace schema {

template <>
inline constexpr auto choices<ActivityStatus> = std::array{
    choice(ActivityStatus::programmed, "programmed", "Programada"),
    choice(ActivityStatus::in_progress, "in_progress", "En curso"),
    choice(ActivityStatus::executed, "executed", "Ejecutada"),
};

// clang-format off
template <>
inline constexpr auto record_type<Activity> = record(22, "activity", "Actividad",
    field(1, "action_line",    &Activity::action_line,    {.label = "Línea de acción", .required = true, .merge = Merge::immutable, .refers_to = "action_line", .parent = true}),
    field(2, "name",           &Activity::name,           {.label = "Actividad", .required = true, .length_max = 300}),
    field(3, "start_month",    &Activity::start_month,    {.label = "Inicio"}),
    field(4, "end_month",      &Activity::end_month,      {.label = "Término"}),
    field(5, "own_kclp",       &Activity::own_kclp,       {.label = "Recursos propios (M$)"}),
    field(6, "subdere_kclp",   &Activity::subdere_kclp,   {.label = "Recursos SUBDERE (M$)"}),
    field(7, "owner",          &Activity::owner,          {.label = "Responsable"}),
    field(8, "owner_position", &Activity::owner_position, {.label = "Cargo"}),
    field(9, "status",         &Activity::status,         {.label = "Estado"}),
    field(10, "executed_on",    &Activity::executed_on,    {.label = "Fecha de ejecución"}));
// clang-format on

static_assert(well_formed<Activity>());

}  // namespace schema
}  // namespace minga
