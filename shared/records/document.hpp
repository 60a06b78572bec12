/// An administrative document of a cycle: convenio, decreto, oficio, acta, informe.
#pragma once

#include "shared/schema/record.hpp"

namespace minga {

struct Document {
    Id cycle;
    std::string type;
    std::string number;
    std::optional<Date> date;
    std::string title;
    std::string blob;
};

namespace schema {

// clang-format off
template <>
inline constexpr auto record_type<Document> = record(4, "document", "Documento",
    field(1, "cycle",  &Document::cycle,  {.label = "Ciclo", .required = true, .merge = Merge::immutable, .refers_to = "cycle", .parent = true}),
    field(2, "type",   &Document::type,   {.label = "Tipo", .required = true, .length_max = 60}),
    field(3, "number", &Document::number, {.label = "Número", .length_max = 40}),
    field(4, "date",   &Document::date,   {.label = "Fecha"}),
    field(5, "title",  &Document::title,  {.label = "Título", .length_max = 300}),
    field(6, "blob",   &Document::blob,   {.label = "Archivo", .length_max = 64, .names_blob = true}));
// clang-format on

static_assert(well_formed<Document>());

}  // namespace schema
}  // namespace minga
