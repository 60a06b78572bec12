/// What a cell says, as the value of a field: numbers as Chile writes them, months and days in the
/// many ways people write those, choices and things of the programme by their names.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/schema/record.hpp"
#include "shared/sheets/sheet_table.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace minga::sheets {

/// The field's value, not yet held against its limits (`checked_value` does that); "no value" for
/// an empty cell. The error says what a cell of this field looks like.
Result<Value> value_from_cell(const schema::FieldInfo& field, const Cell& cell,
                              const Catalog& catalog);

/// "1.234,5", "$ 1.234", "1,234,567", "(12)": a point or a comma before exactly three digits stands
/// between thousands where it can, a single comma before decimals.
std::optional<Decimal> number_from_text(std::string_view text);

/// What a written or counted day names; a month alone has no day.
struct NamedDay {
    int year = 0;
    int month = 0;
    int day = 0;
};
/// "15-03-2026", "15/3/26", "2026-03-15", "15 de marzo de 2026", "mar-26", "03/2026", "46096".
std::optional<NamedDay> day_from_text(std::string_view text);

/// "María Soto (Jefa de Finanzas)", "María Soto, Jefa de Finanzas", "María Soto - Jefa": a name and
/// what follows it; the second is empty where nothing divides them.
std::pair<std::string, std::string> name_and_position(std::string_view text);

}  // namespace minga::sheets
