#include "server/http/range.hpp"

#include <charconv>
#include <system_error>

namespace minga::server {

RangeKind range_kind(std::string_view range, std::int64_t bytes) {
    constexpr std::string_view unit = "bytes=";
    if (!range.starts_with(unit) || range.find(',') != std::string_view::npos) {
        return RangeKind::none;
    }
    const std::string_view first = range.substr(unit.size(), range.find('-') - unit.size());
    if (first.empty()) return RangeKind::inside;  // the last so many
    std::int64_t begin = 0;
    const auto read = std::from_chars(first.data(), first.data() + first.size(), begin);
    if (read.ec != std::errc{} || read.ptr != first.data() + first.size()) return RangeKind::none;
    return begin < bytes ? RangeKind::inside : RangeKind::outside;
}

}  // namespace minga::server
