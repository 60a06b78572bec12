#include "shared/base/date.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <optional>

namespace minga {
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    if (text.empty()) return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

Error month_error(std::string_view text) {
    return make_error(ErrorCode::bad_month, "No es un mes: escriba año y mes, por ejemplo 2026-03.",
                      {}, std::string{text.substr(0, 40)});
}

Error date_error(std::string_view text) {
    return make_error(ErrorCode::bad_date,
                      "No es una fecha: escriba año, mes y día, por ejemplo 2026-03-15.", {},
                      std::string{text.substr(0, 40)});
}

constexpr int year_min = 1990;
constexpr int year_max = 2200;

struct Years {
    int first;
    int last;
};

std::optional<Date> day_in_years(std::string_view text, Years years) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year < years.first || *year > years.last) return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                          std::chrono::month{static_cast<unsigned>(*month)},
                                          std::chrono::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return Date::of(*year, *month, *day);
}

}  // namespace

std::string Month::to_text() const {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d", year(), month());
    return text.data();
}

Result<Month> Month::parse(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return month_error(text);
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    if (!year || !month || *year < year_min || *year > year_max || *month < 1 || *month > 12) {
        return month_error(text);
    }
    return Month::of(*year, *month);
}

Date Date::of(int year, int month, int day) {
    const std::chrono::year_month_day ymd{std::chrono::year{year},
                                          std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
    return {static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

Date Date::of(Instant instant) {
    constexpr std::int64_t day_ms = 86'400'000;
    std::int64_t days = instant.ms / day_ms;
    if (instant.ms % day_ms < 0) --days;
    return {static_cast<std::int32_t>(days)};
}

Date::Parts Date::parts() const {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
    return {int{ymd.year()}, static_cast<int>(unsigned{ymd.month()}),
            static_cast<int>(unsigned{ymd.day()})};
}

Month Date::month() const {
    const Parts p = parts();
    return Month::of(p.year, p.month);
}

std::string Date::to_text() const {
    const Parts p = parts();
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", p.year, p.month, p.day);
    return text.data();
}

Result<Date> Date::parse(std::string_view text) {
    const auto date = day_in_years(text, {year_min, year_max});
    if (!date) return date_error(text);
    return *date;
}

Date today_in_chile(Instant now) {
    constexpr std::int64_t four_hours_ms = 4 * 3'600'000;
    return Date::of(Instant{now.ms - four_hours_ms});
}

std::string Instant::to_text() const {
    constexpr std::int64_t day_ms = 86'400'000;
    const Date date = Date::of(*this);
    const std::int64_t rest = ms - std::int64_t{date.days} * day_ms;
    const Date::Parts p = date.parts();
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", p.year, p.month,
                  p.day, static_cast<int>(rest / 3'600'000), static_cast<int>(rest / 60'000 % 60),
                  static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
    return text.data();
}

Result<Instant> Instant::parse(std::string_view text) {
    const Error bad = make_error(ErrorCode::bad_date, "No es un momento válido.", {},
                                 std::string{text.substr(0, 40)});
    if (text.size() < 20 || text[10] != 'T' || text.back() != 'Z') return bad;
    // Any year: a moment comes from a clock, and a clock that lost its battery says 1970.
    const auto date = day_in_years(text.substr(0, 10), {1900, 9999});
    const auto hour = digits(text.substr(11, 2));
    const auto minute = digits(text.substr(14, 2));
    const auto second = digits(text.substr(17, 2));
    int millis = 0;
    if (text.size() == 24) {
        const auto parsed = digits(text.substr(20, 3));
        if (!parsed || text[19] != '.') return bad;
        millis = *parsed;
    } else if (text.size() != 20) {
        return bad;
    }
    if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60 ||
        text[13] != ':' || text[16] != ':') {
        return bad;
    }
    return Instant{std::int64_t{date->days} * 86'400'000 +
                   ((*hour * 60LL + *minute) * 60LL + *second) * 1000LL + millis};
}

}  // namespace minga
