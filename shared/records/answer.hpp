/// The answer to one element of an assessment; there is one per (assessment, element).
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Answer {
    Id assessment;
    std::string element;
    std::optional<std::int64_t> level;
    std::string evidence;
    std::optional<std::int64_t> score;
    std::optional<std::int64_t> validated_score;
    std::string justification;
    bool doubtful = false;
    std::string owner;       ///< Who writes it, by name.
    std::string owner_user;  ///< The same by login: they may then write it.
    std::string measure;     ///< What the figures of an element of result count, and its unit.
    std::string source;      ///< Where its figures come from.
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Answer> = record(9, "answer", "Respuesta",
    RecordOptions{.natural_key = "assessment,element"},
    field(1, "assessment",      &Answer::assessment,      {.label = "Evaluación", .required = true, .merge = Merge::immutable, .refers_to = "assessment", .parent = true}),
    field(2, "element",         &Answer::element,         {.label = "Elemento de gestión", .required = true, .merge = Merge::immutable, .length_max = 20}),
    field(3, "level",           &Answer::level,           {.label = "Nivel", .value_min = 0, .value_max = 3}),
    field(4, "evidence",        &Answer::evidence,        {.label = "Evidencia", .length_max = 8000}),
    field(5, "score",           &Answer::score,           {.label = "Puntaje", .value_min = 0, .value_max = 1000}),
    field(6, "validated_score", &Answer::validated_score, {.label = "Puntaje validado", .value_min = 0, .value_max = 1000}),
    field(7, "justification",   &Answer::justification,   {.label = "Justificación", .length_max = 4000}),
    field(8, "doubtful",        &Answer::doubtful,        {.label = "Para volver a mirar"}),
    field(9, "owner",           &Answer::owner,           {.label = "Responsable"}),
    field(10, "owner_user",      &Answer::owner_user,      {.label = "Usuario del responsable", .length_max = 80}),
    field(11, "measure",         &Answer::measure,         {.label = "Qué se mide y en qué unidad", .length_max = 300}),
    field(12, "source",          &Answer::source,          {.label = "Fuente de las cifras", .length_max = 300}));
// clang-format on

static_assert(well_formed<Answer>());

}  // namespace schema
}  // namespace minga
