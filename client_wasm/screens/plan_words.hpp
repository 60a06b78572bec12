/// How plans are spoken of: periods, states and calendars, from records to words.
#pragma once

#include "client_wasm/widgets/icon.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/base/date.hpp"
#include "shared/rules/progress.hpp"
#include "shared/schema/record.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// "mar – jun 2026", "nov 2026 – feb 2027", "mar 2026", "Desde mar 2026", "Sin fechas".
std::string period_text(std::string_view start, std::string_view end);
/// The same as a part of a sentence or line: "desde mar 2026", "sin fechas".
std::string period_within(std::string_view start, std::string_view end);

/// "octubre y noviembre de 2026"; several years name each.
std::string months_text(std::span<const Month> months);

/// A word with the look that goes with it.
struct StateWord {
    std::string_view text;
    Tone tone = Tone::neutral;
    Icon icon = Icon::circle;
};

/// An activity at the month `now`: late counts before what its status says.
StateWord activity_word(const Record& activity, Month now);
/// An action line; late counts before what its status says.
StateWord line_word(const Record& line, const LineProgress& progress);

/// The months that a calendar of these records shows.
struct MonthWindow {
    std::string first;  ///< YYYY-MM
    int count = 12;
};
/// From the earliest start to the latest end among `records`, at least half a year and at most
/// three; around `now` where there are no months at all.
MonthWindow month_window(std::span<const Record* const> records, Month now);

/// Living records by their months, those without months last; equal ones as they came.
std::vector<const Record*> by_start(std::span<const Record> records);

/// "María Soto, Jefa de Compras", or either, or "".
std::string person_text(std::string_view name, std::string_view position);

/// At most `length_max` characters on one line, cut between words with "…".
std::string shortened(std::string_view text, std::size_t length_max);

}  // namespace minga::client
