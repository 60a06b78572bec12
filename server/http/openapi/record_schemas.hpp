/// The record tables as JSON Schema (2020-12), for the API's description: of each kind, a record as
/// a whole, and some fields of one as ops and answers carry them.
#pragma once

#include "shared/codec/json.hpp"
#include "shared/schema/record_type.hpp"

namespace minga::server {

/// What one field may hold: its type, limits, choices and labels. What JSON Schema has no word for
/// (how two people's edits meet, what an id names) stands under `x-minga-…` keys.
Json field_schema(const schema::FieldInfo& field);

/// Adds to `schemas` what is generated: `<kind>` and `<kind>_changes` for every kind of record,
/// and the closed lists `RecordKind`, `ErrorCode` and `OutcomeKind`.
void add_generated_schemas(Json& schemas);

}  // namespace minga::server
