/// A table of records as a workbook (XLSX) for people: headings and choices in words, months and
/// dates that a spreadsheet can count with, totals under money. The CSV of the same records
/// (shared/codec/csv.hpp) is the one for programs: keys, plain values, and a way back.
#pragma once

#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <string>
#include <vector>

namespace minga::server {

/// The file's bytes: one sheet, its heading fixed and with a filter, a row for each living record
/// of `records`. `lookup` gives the names of organizations and of the records that references name.
/// A text that is longer than a cell may be is cut and says so. Fails with `too_large` where a
/// sheet cannot hold the rows, and with `storage_failed` where the machine has no room for the
/// file.
Result<std::string> records_to_workbook(const schema::RecordInfo& info,
                                        const std::vector<Record>& records, const Lookup& lookup);

}  // namespace minga::server
