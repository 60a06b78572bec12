/// The first sheet of an .xlsx file as a table: the cells as they are stored, nothing computed. No
/// entities, links or macros are followed.
#pragma once

#include "shared/base/result.hpp"
#include "shared/sheets/sheet_table.hpp"

#include <string_view>

namespace minga::server {

/// Fails where it is no workbook, is damaged, or larger than `sheets::table_rows_max` ×
/// `sheets::table_columns_max`.
Result<sheets::SheetTable> table_from_xlsx(std::string_view bytes);

}  // namespace minga::server
