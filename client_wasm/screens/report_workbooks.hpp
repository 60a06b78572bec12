/// What is read rather than written, as workbooks: the results of a diagnosis, and the consolidated
/// view of the country.
#pragma once

#include "client_wasm/app/report_model.hpp"
#include "client_wasm/screens/diagnosis_model.hpp"
#include "shared/sheets/workbook.hpp"

#include <cstddef>
#include <vector>

namespace minga::client {

/// By ámbito and by criterion, with totals that the spreadsheet works out, and each answer.
sheets::Workbook results_workbook(const DiagnosisModel& model, const Catalog& catalog);

/// The chosen rows and what they add up to.
sheets::Workbook consolidated_workbook(const std::vector<ReportRow>& rows,
                                       const std::vector<std::size_t>& chosen,
                                       const Territory& territory);

}  // namespace minga::client
