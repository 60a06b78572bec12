/// gzip for answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace minga::server {

/// The text as one gzip member, or nothing where that would not be smaller.
std::optional<std::string> gzip(std::string_view text);

}  // namespace minga::server
