#include "shared/base/rut.hpp"

#include "shared/base/text.hpp"

#include <array>

namespace minga {
namespace {

constexpr std::size_t digits_max = 8;
constexpr std::int32_t modulus = 11;
constexpr std::int32_t weight_max = 7;  ///< Weights are 2 to 7 from the right, over and over.

/// What people put between and before the digits.
constexpr std::array<std::string_view, 10> separators{"-", "‐", "‑", "–",  "−",
                                                      ".", ",", " ", "\t", "\u00A0"};

Error rut_error(std::string message, std::string_view text) {
    return make_error(ErrorCode::bad_rut, std::move(message), {}, std::string{text.substr(0, 40)});
}

/// How many bytes of a separator `text` begins with; 0: none.
std::size_t separator_length(std::string_view text) {
    for (const std::string_view separator : separators) {
        if (text.starts_with(separator)) return separator.size();
    }
    return 0;
}

/// The code point that `text` begins with.
std::string_view first_point(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
        ++length;
    }
    return text.substr(0, length);
}

/// "RUT 1-9", "R.U.T.: 1-9" → " 1-9".
std::string_view without_name(std::string_view text) {
    constexpr std::string_view name_characters = "RUTNrutn.:";
    const std::size_t start = text.find_first_not_of(name_characters);
    return start == std::string_view::npos ? text : text.substr(start);
}

/// Digits and a K at the end, and nothing else.
Result<std::string> characters_of(std::string_view text) {
    std::string found;
    for (std::string_view rest = without_name(trim(text)); !rest.empty();) {
        if (const std::size_t length = separator_length(rest); length > 0) {
            rest.remove_prefix(length);
            continue;
        }
        const char character = rest.front() == 'k' ? 'K' : rest.front();
        const bool has_ended = !found.empty() && found.back() == 'K';
        const bool is_known = (character >= '0' && character <= '9') || character == 'K';
        if (!is_known || has_ended) {
            return rut_error("No es un RUT: no se entiende «" + std::string{first_point(rest)} +
                                 "». Escríbalo como 12.345.678-5.",
                             text);
        }
        found += character;
        rest.remove_prefix(1);
    }
    const std::size_t zeros = found.find_first_not_of('0');
    return zeros == std::string::npos ? std::string{} : found.substr(zeros);
}

}  // namespace

char Rut::check_digit() const {
    std::int32_t sum = 0;
    std::int32_t weight = 2;
    for (std::int32_t rest = number; rest > 0; rest /= 10) {
        sum += rest % 10 * weight;
        weight = weight == weight_max ? 2 : weight + 1;
    }
    const std::int32_t left = (modulus - sum % modulus) % modulus;
    return left == 10 ? 'K' : static_cast<char>('0' + left);
}

std::string Rut::to_text() const {
    return std::to_string(number) + '-' + check_digit();
}

std::string Rut::shown() const {
    return with_thousands(number) + '-' + check_digit();
}

Result<Rut> Rut::parse(std::string_view text) {
    const auto characters = characters_of(text);
    if (!characters) return characters.error();
    if (characters->size() < 2) {
        return rut_error("El RUT está incompleto. Escríbalo como 12.345.678-5.", text);
    }
    const std::string digits = characters->substr(0, characters->size() - 1);
    if (digits.size() > digits_max) {
        return rut_error("El RUT tiene más de ocho cifras antes del dígito verificador. Revíselo.",
                         text);
    }
    Rut rut;
    for (const char digit : digits) rut.number = rut.number * 10 + (digit - '0');
    if (rut.check_digit() == characters->back()) return rut;
    return rut_error("El dígito verificador no corresponde: " + with_thousands(rut.number) +
                         " lleva " + rut.check_digit() + " y no " + characters->back() +
                         ". Revise todas las cifras.",
                     text);
}

std::string shown_rut(std::string_view text) {
    const auto rut = Rut::parse(text);
    return rut ? rut->shown() : std::string{text};
}

}  // namespace minga
