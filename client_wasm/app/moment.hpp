/// Moments as people say them.
#pragma once

#include "shared/base/instant.hpp"

#include <cstdint>
#include <string>

namespace minga::client {

/// "10:42" by the person's clock.
std::string clock_text(Instant instant, std::int32_t zone_offset_minutes);

/// "10:42" today, "ayer, 10:42", else "20-11-2026, 10:42".
std::string moment_text(Instant instant, Instant now, std::int32_t zone_offset_minutes);

/// Since when, after "desde": "las 10:42" today, "ayer", "el lunes" within a week, else
/// "el 20-11-2026".
std::string since_text(Instant instant, Instant now, std::int32_t zone_offset_minutes);

/// How long ago in whole days: "hoy", "ayer", "hace 3 días".
std::string days_ago_text(Instant instant, Instant now, std::int32_t zone_offset_minutes);

}  // namespace minga::client
