#include "sync/headless/gzip.hpp"

#include <array>

#include <zlib.h>

namespace minga::sync {
namespace {

constexpr int gzip_window = 15 + 16;
constexpr std::size_t piece_bytes = 64 * 1024;

}  // namespace

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    const int started = deflateInit2(&stream, 6, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY);
    MINGA_ASSERT(started == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string packed;
    std::array<char, piece_bytes> piece{};
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = deflate(&stream, Z_FINISH);
        MINGA_ASSERT(state != Z_STREAM_ERROR);
        packed.append(piece.data(), piece.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    return packed;
}

Result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max) {
    z_stream stream{};
    const int started = inflateInit2(&stream, gzip_window);
    MINGA_ASSERT(started == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string unpacked;
    std::array<char, piece_bytes> piece{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        unpacked.append(piece.data(), piece.size() - stream.avail_out);
        if (unpacked.size() > bytes_max) break;
    }
    inflateEnd(&stream);
    if (unpacked.size() > bytes_max) {
        return make_error(ErrorCode::too_large, "La respuesta es demasiado grande.");
    }
    if (state != Z_STREAM_END) {
        return make_error(ErrorCode::malformed, "La respuesta llegó incompleta.");
    }
    return unpacked;
}

}  // namespace minga::sync
