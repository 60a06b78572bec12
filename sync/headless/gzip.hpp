/// gzip, as bodies and the pieces of bundles travel in both directions.
#pragma once

#include "shared/base/result.hpp"

#include <string>
#include <string_view>

namespace minga::sync {

std::string gzip(std::string_view bytes);

/// Fails with `too_large` where the result would pass `bytes_max`, `malformed` where it is no gzip.
Result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max);

/// As much as there is of what was cut, at most `bytes_max`.
std::string gunzip_part(std::string_view bytes, std::size_t bytes_max);

/// A bundle's contents (wire/contents.hpp) with each piece packed where that is smaller.
Result<std::string> packed_contents(std::string_view contents);

}  // namespace minga::sync
