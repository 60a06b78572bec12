/// Calendar days (`YYYY-MM-DD`) and months (`YYYY-MM`), the two ways plans speak of time.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/base/result.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace minga {

/// From January on, as people write them.
inline constexpr std::array<std::string_view, 12> month_names{
    "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

/// A month of a year, ordered in time.
struct Month {
    std::int32_t index = 0;  ///< year * 12 + (month - 1)

    static Month of(int year, int month) { return {year * 12 + month - 1}; }
    int year() const { return index / 12; }
    int month() const { return index % 12 + 1; }

    std::string to_text() const;
    static Result<Month> parse(std::string_view text);

    friend bool operator==(const Month&, const Month&) = default;
    friend auto operator<=>(const Month&, const Month&) = default;
};

/// A day, ordered in time.
struct Date {
    std::int32_t days = 0;  ///< Days since 1970-01-01.

    static Date of(int year, int month, int day);
    static Date of(Instant instant);  ///< The UTC day; callers pass an instant already shifted.

    struct Parts {
        int year;
        int month;
        int day;
    };
    Parts parts() const;
    Month month() const;

    std::string to_text() const;
    static Result<Date> parse(std::string_view text);

    friend bool operator==(const Date&, const Date&) = default;
    friend auto operator<=>(const Date&, const Date&) = default;
};

/// Chile's continental civil offset is not modelled: plans count in months and days, and the four
/// hours between UTC and Santiago are applied here so that "today" changes at night, not at eight.
Date today_in_chile(Instant now);

}  // namespace minga
