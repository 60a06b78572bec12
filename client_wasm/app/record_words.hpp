/// Records and their values in the words of the people who wrote them.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <string>
#include <string_view>

namespace minga::client {

/// "Actividad «Levantar el catastro»", "Pregunta 14", "Seguimiento del 30-04-2026".
std::string record_title(const Record& record, const Catalog& catalog);

/// From the top down: "Plan · Línea «Gestión de compras» · Actividad «Levantar el catastro»".
std::string record_path(const Record& record, const Lookup& lookup, const Catalog& catalog);

/// The field as people read it: "Término". The empty key is the record as a whole.
std::string field_title(std::string_view kind, std::string_view field);

/// The value as people read it: "mar 2026", "M$ 1.200", "Ejecutada", "vacío".
std::string value_words(std::string_view kind, std::string_view field, const Value& value,
                        const Catalog& catalog);

/// "Nombre: Levantar · Término: mar 2026 y más": at most `parts_max` of a change's fields, without
/// references; 0 shows all.
std::string change_words(std::string_view kind, const FieldMap& fields, const Catalog& catalog,
                         int parts_max);

/// Where the record is edited: "plan/linea/<id>", "diagnostico/14"; "" where no screen shows it.
std::string record_route(const Record& record, const Lookup& lookup);

}  // namespace minga::client
