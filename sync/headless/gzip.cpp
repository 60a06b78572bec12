#include "sync/headless/gzip.hpp"

#include "sync/wire/contents.hpp"

#include <array>
#include <memory>

#include <libdeflate.h>
#include <zlib.h>

namespace minga::sync {
namespace {

constexpr int level = 6;
constexpr int gzip_window = 15 + 16;
constexpr std::size_t piece_bytes = 64 * 1024;

/// What is there whole is packed by libdeflate, in half the time that zlib takes; what arrives in
/// pieces is unpacked by zlib.
struct FreeCompressor {
    void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
};

}  // namespace

std::string gzip(std::string_view bytes) {
    const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor{
        libdeflate_alloc_compressor(level)};
    MINGA_ASSERT(compressor != nullptr);
    std::string packed(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
    const std::size_t size = libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(),
                                                      packed.data(), packed.size());
    MINGA_ASSERT(size != 0);
    packed.resize(size);
    return packed;
}

namespace {

struct Unpacked {
    std::string bytes;
    bool is_whole = false;
};

Unpacked unpack(std::string_view bytes, std::size_t bytes_max) {
    z_stream stream{};
    const int started = inflateInit2(&stream, gzip_window);
    MINGA_ASSERT(started == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string unpacked;
    std::array<char, piece_bytes> piece{};
    int state = Z_OK;
    while (state == Z_OK && unpacked.size() <= bytes_max) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        unpacked.append(piece.data(), piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    return {std::move(unpacked), state == Z_STREAM_END};
}

}  // namespace

Result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max) {
    Unpacked unpacked = unpack(bytes, bytes_max);
    if (unpacked.bytes.size() > bytes_max) {
        return make_error(ErrorCode::too_large, "La respuesta es demasiado grande.");
    }
    if (!unpacked.is_whole) {
        return make_error(ErrorCode::malformed, "La respuesta llegó incompleta.");
    }
    return std::move(unpacked.bytes);
}

std::string gunzip_part(std::string_view bytes, std::size_t bytes_max) {
    Unpacked unpacked = unpack(bytes, bytes_max);
    if (unpacked.bytes.size() > bytes_max) unpacked.bytes.resize(bytes_max);
    return std::move(unpacked.bytes);
}

Result<std::string> packed_contents(std::string_view contents) {
    std::string packed;
    PieceReader pieces{contents};
    while (true) {
        auto next = pieces.next();
        if (!next) return next.error();
        if (!*next) return packed;
        Piece piece = **next;
        std::string smaller;
        if (piece.coding == static_cast<std::uint8_t>(PieceCoding::plain)) {
            smaller = gzip(piece.bytes);
            if (smaller.size() < piece.bytes.size()) {
                piece.coding = static_cast<std::uint8_t>(PieceCoding::gzip);
                piece.bytes = smaller;
            }
        }
        append_piece(packed, piece);
    }
}

}  // namespace minga::sync
