/// gzip, as bodies travel in both directions.
#pragma once

#include "shared/base/result.hpp"

#include <string>
#include <string_view>

namespace minga::sync {

std::string gzip(std::string_view bytes);

/// Fails with `too_large` where the result would pass `bytes_max`, `malformed` where it is no gzip.
Result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max);

}  // namespace minga::sync
