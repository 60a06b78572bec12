#include "server/http/compression.hpp"

#include <zlib.h>
#include <limits>

namespace minga::server {
namespace {

constexpr int level = 6;
constexpr int window_bits_gzip = 15 + 16;
constexpr int memory_level = 8;
constexpr std::size_t bytes_min = 200;  // Below it the header costs more than is won.

}  // namespace

std::optional<std::string> gzip(std::string_view text) {
    if (text.size() < bytes_min || text.size() > std::numeric_limits<uInt>::max()) {
        return std::nullopt;
    }
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, window_bits_gzip, memory_level,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return std::nullopt;
    }
    std::string packed(text.size(), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int result = deflate(&stream, Z_FINISH);
    const std::size_t size = stream.total_out;
    deflateEnd(&stream);
    if (result != Z_STREAM_END || size >= text.size()) return std::nullopt;
    packed.resize(size);
    return packed;
}

}  // namespace minga::server
