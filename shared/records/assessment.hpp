/// A diagnosis or a self-assessment: one instrument answered in one cycle.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

enum class AssessmentType : std::uint8_t {
    diagnostic = 1,
    self_assessment = 2,
};

struct Assessment {
    Id cycle;
    AssessmentType type = AssessmentType::diagnostic;
    std::string instrument;
    std::optional<Date> date;
    std::optional<std::int64_t> duration_minutes;
    std::string description;
    std::string observations;
    std::string state;
};

namespace schema {

template <>
inline constexpr auto choices<AssessmentType> = std::array{
    choice(AssessmentType::diagnostic, "diagnostic", "Diagnóstico"),
    choice(AssessmentType::self_assessment, "self_assessment", "Autoevaluación"),
};

// clang-format off
template <>
inline constexpr auto record_type<Assessment> = record(7, "assessment", "Evaluación",
    RecordOptions{.meeting_key = "cycle,type"},
    field(1, "cycle",            &Assessment::cycle,            {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "type",             &Assessment::type,             {.label = "Tipo", .required = true, .merge = Merge::immutable}),
    field(3, "instrument",       &Assessment::instrument,       {.label = "Instrumento", .required = true, .merge = Merge::immutable, .length_max = 60}),
    field(4, "date",             &Assessment::date,             {.label = "Fecha de aplicación"}),
    field(5, "duration_minutes", &Assessment::duration_minutes, {.label = "Duración (minutos)", .value_min = 0, .value_max = 10'000}),
    field(6, "description",      &Assessment::description,      {.label = "Descripción de la reunión", .length_max = 4000}),
    field(7, "observations",     &Assessment::observations,     {.label = "Principales observaciones del proceso", .length_max = 4000}),
    field(8, "state",            &Assessment::state,            {.label = "Estado", .merge = Merge::transition, .length_max = 40}));
// clang-format on

static_assert(well_formed<Assessment>());

}  // namespace schema
}  // namespace minga
