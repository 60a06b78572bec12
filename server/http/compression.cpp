#include "server/http/compression.hpp"

#include <memory>

#include <libdeflate.h>

namespace minga::server {
namespace {

constexpr int level = 6;
constexpr std::size_t bytes_min = 200;  // Below it the header costs more than is won.

struct FreeCompressor {
    void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
};

}  // namespace

std::optional<std::string> gzip(std::string_view text) {
    if (text.size() < bytes_min) return std::nullopt;
    const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor{
        libdeflate_alloc_compressor(level)};
    if (compressor == nullptr) return std::nullopt;
    // Room for what is smaller than the text: where it does not get smaller, it stays as it is.
    std::string packed(text.size() - 1, '\0');
    const std::size_t size = libdeflate_gzip_compress(compressor.get(), text.data(), text.size(),
                                                      packed.data(), packed.size());
    if (size == 0) return std::nullopt;
    packed.resize(size);
    return packed;
}

}  // namespace minga::server
