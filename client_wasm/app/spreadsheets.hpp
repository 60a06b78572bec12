/// Spreadsheets that come in and go out. Their files are opened and packed by a tool of its own,
/// which the worker fetches when it is first asked: answers come later.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "shared/sheets/workbook.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

inline constexpr std::string_view workbook_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The sheets of an .xlsx file, or why there are none, in words for people.
using SheetsRead = std::function<void(Result<std::vector<sheets::SheetTable>>)>;
void read_workbook(AppState& app, std::string file, SheetsRead done);

/// Makes an .xlsx file and offers it to the person; says so, or why it could not be.
void save_workbook(AppState& app, const sheets::Workbook& workbook, std::string name);

/// "minga-plan-puerto-varas-2026-11-20.xlsx"
std::string workbook_name(AppState& app, std::string_view what);

}  // namespace minga::client
