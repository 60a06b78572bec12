/// Unpacks what deflate packed (RFC 1951). A device has no compression library at hand in the
/// browser, and all it ever unpacks by itself is a snapshot, so this is small rather than fast.
#pragma once

#include "shared/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace minga::sync {

/// The bytes that `packed` stands for. Fails with `too_large` past `bytes_max` and with `malformed`
/// where it is no whole deflate stream. Bytes behind the stream's end are left alone.
Result<std::string> inflate(std::string_view packed, std::size_t bytes_max);

}  // namespace minga::sync
