/// Numbers, money and dates as people in Chile write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minga::client {

/// "1.234"
std::string format_integer(std::int64_t value);
/// "1.234,5" with exactly `decimals` digits after the comma.
std::string format_decimal(double value, int decimals);
/// "M$ 1.234": thousands of pesos.
std::string format_money(std::int64_t thousands);
/// "62 %" of a share between 0 and 1, rounded to the nearest.
std::string format_percent(double share);
/// "mar 2026" of "2026-03"; what is no month comes back unchanged.
std::string format_month(std::string_view month);
/// "marzo de 2026"
std::string format_month_long(std::string_view month);
/// "20-11-2026" of "2026-11-20".
std::string format_date(std::string_view date);
/// "4 horas", "3 horas y 20 minutos"; empty of none.
std::string format_duration(std::int64_t minutes);

/// "Hoy" of "hoy": words that stand alone, as what a cell or a label says.
std::string capitalized(std::string words);

/// Digits with or without dots between thousands; nothing if it is no whole number from 0 up.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Months since year 0 of "YYYY-MM", or -1.
int month_index(std::string_view month);
/// "YYYY-MM" of such an index.
std::string month_text(int index);

}  // namespace minga::client
