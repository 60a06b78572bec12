/// Typed SQL views over the record table, generated from the record tables: `v_activity` has the
/// columns id, organization, rev and one for each field. Reports and operators read these; nobody
/// writes through them. Why records are kept as one JSON body: decisions/one_record_table.md.
#pragma once

#include "shared/schema/record_type.hpp"

#include <string>

namespace minga::storage {

/// "CREATE VIEW v_<kind> AS …" over `record(id, kind, organization, rev, deleted, body)`.
std::string view_sql(const schema::RecordInfo& info);

/// Drops and makes the views of all record types.
std::string all_views_sql();

}  // namespace minga::storage
