#include "shared/base/hash.hpp"

#include <array>
#include <cstring>

namespace minga {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1u) != 0 ? (value >> 1) ^ 0x82F63B78u : value >> 1;
        }
        table[i] = value;
    }
    return table;
}

constexpr auto table = make_table();

std::uint32_t by_table(std::uint32_t crc, std::string_view text) {
    for (const char c : text) {
        crc = table[(crc ^ static_cast<std::uint8_t>(c)) & 0xFFu] ^ (crc >> 8);
    }
    return crc;
}

#ifdef __x86_64__

/// By the processor's own instruction, eight bytes at a time.
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::uint32_t crc,
                                                               std::string_view text) {
    std::uint64_t state = crc;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, sizeof(eight));
        state = __builtin_ia32_crc32di(state, eight);
    }
    return by_table(static_cast<std::uint32_t>(state), text.substr(at));
}

std::uint32_t advance(std::uint32_t crc, std::string_view text) {
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    return has_instruction ? by_instruction(crc, text) : by_table(crc, text);
}

#else

std::uint32_t advance(std::uint32_t crc, std::string_view text) {
    return by_table(crc, text);
}

#endif

}  // namespace

std::uint32_t crc32c(std::string_view text) {
    return advance(0xFFFFFFFFu, text) ^ 0xFFFFFFFFu;
}

}  // namespace minga
