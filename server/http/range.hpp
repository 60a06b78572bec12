/// What a `Range` header asks of a file, before the HTTP library cuts it out.
#pragma once

#include <cstdint>
#include <string_view>

namespace minga::server {

enum class RangeKind : std::uint8_t { none, inside, outside };

/// Whether a `Range` of one piece begins within `bytes`. More pieces, or something else than
/// bytes, are not ranges to us: then the whole is sent.
RangeKind range_kind(std::string_view range, std::int64_t bytes);

}  // namespace minga::server
