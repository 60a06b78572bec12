/// What a character means as a hexadecimal digit, by a table: ids are read some hundred thousand
/// times when much is synchronized.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace minga {

inline constexpr std::uint8_t no_hex_digit = 0xFF;

inline constexpr std::array<std::uint8_t, 256> hex_digits = [] {
    std::array<std::uint8_t, 256> digits{};
    digits.fill(no_hex_digit);
    for (std::uint8_t i = 0; i < 10; ++i) digits[std::size_t{'0'} + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i) {
        digits[std::size_t{'a'} + i] = static_cast<std::uint8_t>(10 + i);
        digits[std::size_t{'A'} + i] = static_cast<std::uint8_t>(10 + i);
    }
    return digits;
}();

/// 0 to 15, of a letter in either case; `no_hex_digit` for anything else.
constexpr std::uint8_t hex_digit(char c) {
    return hex_digits[static_cast<unsigned char>(c)];
}

}  // namespace minga
