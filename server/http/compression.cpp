#include "server/http/compression.hpp"

#include "sync/headless/gzip.hpp"

namespace minga::server {
namespace {

constexpr std::size_t bytes_min = 200;  // Below it the header costs more than is won.

}  // namespace

std::optional<std::string> gzip(std::string_view text) {
    if (text.size() < bytes_min) return std::nullopt;
    std::string packed = sync::gzip(text);
    if (packed.size() >= text.size()) return std::nullopt;
    return packed;
}

}  // namespace minga::server
