#include "client_wasm/app/moment.hpp"

#include "client_wasm/widgets/format.hpp"
#include "shared/base/date.hpp"

#include <array>
#include <string_view>

namespace minga::client {
namespace {

constexpr std::int64_t minute_ms = 60'000;

Instant shifted(Instant instant, std::int32_t zone_offset_minutes) {
    return {instant.ms + zone_offset_minutes * minute_ms};
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::int32_t days_between(Instant instant, Instant now, std::int32_t zone_offset_minutes) {
    return Date::of(shifted(now, zone_offset_minutes)).days -
           Date::of(shifted(instant, zone_offset_minutes)).days;
}

std::string date_text(Instant instant, std::int32_t zone_offset_minutes) {
    return format_date(Date::of(shifted(instant, zone_offset_minutes)).to_text());
}

}  // namespace

std::string clock_text(Instant instant, std::int32_t zone_offset_minutes) {
    const std::int64_t minutes = shifted(instant, zone_offset_minutes).ms / minute_ms;
    return two_digits(minutes / 60 % 24) + ":" + two_digits(minutes % 60);
}

std::string moment_text(Instant instant, Instant now, std::int32_t zone_offset_minutes) {
    if (instant.ms == 0) return "nunca";
    const std::string clock = clock_text(instant, zone_offset_minutes);
    const std::int32_t days = days_between(instant, now, zone_offset_minutes);
    if (days == 0) return clock;
    if (days == 1) return "ayer, " + clock;
    return date_text(instant, zone_offset_minutes) + ", " + clock;
}

std::string since_text(Instant instant, Instant now, std::int32_t zone_offset_minutes) {
    constexpr std::array<std::string_view, 7> names{"el jueves",   "el viernes", "el sábado",
                                                    "el domingo",  "el lunes",   "el martes",
                                                    "el miércoles"};  // 1970-01-01 was a Thursday
    const std::int32_t days = days_between(instant, now, zone_offset_minutes);
    if (days <= 0) return "las " + clock_text(instant, zone_offset_minutes);
    if (days == 1) return "ayer";
    if (days < 7) {
        const auto day = Date::of(shifted(instant, zone_offset_minutes)).days;
        return std::string{names[static_cast<std::size_t>(day % 7)]};
    }
    return "el " + date_text(instant, zone_offset_minutes);
}

std::string days_ago_text(Instant instant, Instant now, std::int32_t zone_offset_minutes) {
    if (instant.ms == 0) return "nunca";
    const std::int32_t days = days_between(instant, now, zone_offset_minutes);
    if (days <= 0) return "hoy";
    if (days == 1) return "ayer";
    return "hace " + std::to_string(days) + " días";
}

}  // namespace minga::client
