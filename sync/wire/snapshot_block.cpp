#include "sync/wire/snapshot_block.hpp"

#include "sync/wire/inflate.hpp"

#include <cstdint>

namespace minga::sync {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::string_view fixed_head{"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x08\0MB\x04\0",
                                      block_head_bytes - length_bytes};

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        number |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    }
    return number;
}

Error no_block(std::string detail) {
    return make_error(ErrorCode::malformed,
                      "Los datos llegaron dañados. Se pedirán otra vez; nada se perdió.", {},
                      std::move(detail));
}

}  // namespace

std::string block_head(std::size_t length) {
    std::string head{fixed_head};
    for (std::size_t i = 0; i < length_bytes; ++i) {
        head += static_cast<char>(static_cast<unsigned char>(length >> (8 * i)));
    }
    return head;
}

Result<std::optional<std::size_t>> block_length(std::string_view bytes) {
    const std::string_view begun = bytes.substr(0, fixed_head.size());
    if (begun != fixed_head.substr(0, begun.size())) return no_block("block head");
    if (bytes.size() < block_head_bytes) return std::optional<std::size_t>{};
    const std::size_t length = number_at(bytes, fixed_head.size());
    if (length < block_head_bytes + block_tail_bytes || length > block_bytes_max) {
        return no_block("block length");
    }
    return std::optional{length};
}

Result<std::string> unpack_block(std::string_view block) {
    auto length = block_length(block);
    if (!length) return length.error();
    if (!*length || **length != block.size()) return no_block("block cut");
    const std::string_view packed =
        block.substr(block_head_bytes, block.size() - block_head_bytes - block_tail_bytes);
    auto frames = inflate(packed, block_bytes_max);
    if (!frames) return frames.error();
    if (frames->size() != number_at(block, block.size() - length_bytes)) {
        return no_block("unpacked length");
    }
    return frames;
}

}  // namespace minga::sync
