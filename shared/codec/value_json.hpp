/// Field values as JSON and back, guided by the record table.
#pragma once

#include "shared/codec/json.hpp"
#include "shared/schema/record.hpp"

namespace minga {

Json value_to_json(const Value& value);

/// Any JSON scalar or list of texts as the value it would be without a table: how the fields of
/// kinds and versions that are not known here are kept. Objects and mixed lists are `wrong_type`.
Result<Value> value_from_json(const Json& json);

Json fields_to_json(const FieldMap& fields);
/// The same as text, without a tree between: what every record that is stored goes through.
void append_fields_text(std::string& out, const FieldMap& fields);
std::string fields_to_text(const FieldMap& fields);
Result<FieldMap> fields_from_json(const Json& json);

/// One flat object: `id`, `kind`, `organization`, `rev`, `deleted` and every field of its table at
/// the top level, those without a value as null.
Json record_to_flat_json(const Record& record);

/// Reads what a person typed for a field: "12.5", "sí", "2026-03", "a,b". Empty text is "no value".
/// In a set, a backslash before a comma keeps it inside its member.
Result<Value> value_from_text(const schema::FieldInfo& info, std::string_view text);

/// The value as a person reads it in a table or a file, by the field's table: choices by their
/// label, sets joined by ", ", money with thousands. `plain` leaves keys and numbers as they are.
struct TextStyle {
    bool plain = false;
};
std::string value_to_text(const schema::FieldInfo& info, const Value& value, TextStyle style = {});

}  // namespace minga
