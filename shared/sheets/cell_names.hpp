/// What people call the things of a programme, found again in its definitions.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/schema/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace minga::sheets {

/// Lower case, without accents, one blank between words, without what is neither letter nor digit
/// but "$" and "%": "Recursos Propios (M$)" → "recursos propios m$".
std::string plain_words(std::string_view text);

/// The key of the tool of that name or number.
std::optional<std::string> tool_named(std::string_view text, const Catalog& catalog);

struct NamedSubcriteria {
    TextSet keys;
    std::string unknown;  ///< The first part that names none.
};
/// "10. Comunicación", "3; 4", "Capacitación, Liderazgo". The name of a criterion beside them is
/// passed over.
NamedSubcriteria subcriteria_named(std::string_view text, const Catalog& catalog);

}  // namespace minga::sheets
