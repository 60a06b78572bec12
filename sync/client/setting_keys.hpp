/// Keys under which the device's store keeps numbers of its own that more than one part of it
/// reads.
#pragma once

#include <string_view>

namespace minga::sync {

/// By how much the server's clock is ahead of this device's, in ms.
inline constexpr std::string_view skew_setting = "clock_skew_ms";
/// When the last op was made, in ms.
inline constexpr std::string_view made_at_setting = "made_at_ms";
/// Every op of this device up to here is in a backup of the server.
inline constexpr std::string_view backed_setting = "backed_n";

}  // namespace minga::sync
