#include "shared/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace minga {
namespace {

/// The length of the well-formed sequence at `text[i]`, or 0.
std::size_t sequence_length(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(text[k]); };
    const auto is_tail = [&](std::size_t k) {
        return k < text.size() && (byte(k) & 0xC0u) == 0x80u;
    };
    const std::uint8_t first = byte(i);
    if (first < 0x80) return first == 0 ? 0 : 1;
    if (first >= 0xC2 && first <= 0xDF) return is_tail(i + 1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!is_tail(i + 1) || !is_tail(i + 2)) return 0;
        if (first == 0xE0 && byte(i + 1) < 0xA0) return 0;
        if (first == 0xED && byte(i + 1) > 0x9F) return 0;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!is_tail(i + 1) || !is_tail(i + 2) || !is_tail(i + 3)) return 0;
        if (first == 0xF0 && byte(i + 1) < 0x90) return 0;
        if (first == 0xF4 && byte(i + 1) > 0x8F) return 0;
        return 4;
    }
    return 0;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    constexpr std::uint64_t lowest_bits = 0x0101010101010101u;
    constexpr std::uint64_t highest_bits = 0x8080808080808080u;
    for (std::size_t i = 0; i < text.size();) {
        std::uint64_t eight = 0;
        if (i + sizeof(eight) <= text.size()) {
            // Most of it is ASCII: eight bytes of which none is above it, and none 0.
            std::memcpy(&eight, text.data() + i, sizeof(eight));
            const bool is_plain = ((eight | (eight - lowest_bits)) & highest_bits) == 0;
            if (is_plain) {
                i += sizeof(eight);
                continue;
            }
        }
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte != 0 && byte < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = sequence_length(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

std::size_t code_point_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<std::uint8_t>(c) & 0xC0u) != 0x80u;
    }));
}

std::string fold_for_search(std::string_view text) {
    struct Fold {
        std::string_view from;
        char to;
    };
    static constexpr std::array folds{
        Fold{"á", 'a'}, Fold{"é", 'e'}, Fold{"í", 'i'}, Fold{"ó", 'o'}, Fold{"ú", 'u'},
        Fold{"ü", 'u'}, Fold{"ñ", 'n'}, Fold{"Á", 'a'}, Fold{"É", 'e'}, Fold{"Í", 'i'},
        Fold{"Ó", 'o'}, Fold{"Ú", 'u'}, Fold{"Ü", 'u'}, Fold{"Ñ", 'n'},
    };
    std::string folded;
    folded.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto fold = std::find_if(folds.begin(), folds.end(), [&](const Fold& f) {
            return text.substr(i).starts_with(f.from);
        });
        if (fold != folds.end()) {
            folded.push_back(fold->to);
            i += fold->from.size();
            continue;
        }
        const char c = text[i++];
        folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return folded;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    while (true) {
        const std::size_t end = text.find(separator, start);
        if (end == std::string_view::npos) break;
        parts.emplace_back(text.substr(start, end - start));
        start = end + 1;
    }
    parts.emplace_back(text.substr(start));
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
        if (&part != parts.data()) text += separator;
        text += part;
    }
    return text;
}

std::string with_thousands(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ".");
    return number < 0 ? "-" + digits : digits;
}

}  // namespace minga
