#include "client_wasm/widgets/format.hpp"

#include "shared/base/date.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace minga::client {
namespace {

constexpr std::array<std::string_view, 12> months_short{"ene", "feb", "mar", "abr", "may", "jun",
                                                        "jul", "ago", "sep", "oct", "nov", "dic"};

int digits_value(std::string_view text) {
    int value = 0;
    for (const char character : text) {
        if (character < '0' || character > '9') return -1;
        value = value * 10 + (character - '0');
    }
    return value;
}

}  // namespace

std::string format_integer(std::int64_t value) {
    const bool is_negative = value < 0;
    std::string digits = std::to_string(value);
    if (is_negative) digits.erase(0, 1);
    for (std::size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, 1, '.');
    }
    return is_negative ? "−" + digits : digits;
}

std::string format_decimal(double value, int decimals) {
    std::int64_t scale = 1;
    for (int index = 0; index < decimals; ++index) scale *= 10;
    const auto scaled =
        static_cast<std::int64_t>(std::llround(std::fabs(value) * static_cast<double>(scale)));
    std::string text = format_integer(scaled / scale);
    if (decimals > 0) {
        const std::string fraction = std::to_string(scaled % scale);
        text += ',';
        text.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
        text += fraction;
    }
    return value < 0 && scaled != 0 ? "−" + text : text;
}

std::string format_money(std::int64_t thousands) {
    return "M$\u00A0" + format_integer(thousands);
}

std::string format_percent(double share) {
    return format_integer(std::llround(share * 100)) + "\u00A0%";
}

int month_index(std::string_view month) {
    if (month.size() != 7 || month[4] != '-') return -1;
    const int year = digits_value(month.substr(0, 4));
    const int number = digits_value(month.substr(5, 2));
    if (year < 0 || number < 1 || number > 12) return -1;
    return year * 12 + number - 1;
}

std::string month_text(int index) {
    const std::string year = std::to_string(index / 12);
    const std::string number = std::to_string(index % 12 + 1);
    return std::string(4 - year.size(), '0') + year + (number.size() < 2 ? "-0" : "-") + number;
}

std::string format_month(std::string_view month) {
    const int index = month_index(month);
    if (index < 0) return std::string(month);
    return std::string(months_short[static_cast<std::size_t>(index % 12)]) + " " +
           std::to_string(index / 12);
}

std::string format_month_long(std::string_view month) {
    const int index = month_index(month);
    if (index < 0) return std::string(month);
    return std::string(month_names[static_cast<std::size_t>(index % 12)]) + " de " +
           std::to_string(index / 12);
}

std::string format_date(std::string_view date) {
    if (date.size() != 10 || month_index(date.substr(0, 7)) < 0) return std::string(date);
    std::string text(date.substr(8, 2));
    text += '-';
    text += date.substr(5, 2);
    text += '-';
    text += date.substr(0, 4);
    return text;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    constexpr std::size_t digits_max = 15;
    std::int64_t value = 0;
    std::size_t digits = 0;
    for (const char character : text) {
        if (character == '.' || character == ' ') continue;
        if (character < '0' || character > '9' || ++digits > digits_max) return std::nullopt;
        value = value * 10 + (character - '0');
    }
    if (digits == 0) return std::nullopt;
    return value;
}

std::string capitalized(std::string words) {
    // What begins with another letter than these begins with a capital already, or with a number.
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') words.front() -= 'a' - 'A';
    return words;
}

std::string format_duration(std::int64_t minutes) {
    const std::int64_t hours = minutes / 60;
    const std::int64_t rest = minutes % 60;
    std::string text;
    if (hours > 0) text = std::to_string(hours) + (hours == 1 ? " hora" : " horas");
    if (rest > 0) {
        if (!text.empty()) text += " y ";
        text += std::to_string(rest) + (rest == 1 ? " minuto" : " minutos");
    }
    return text;
}

}  // namespace minga::client
