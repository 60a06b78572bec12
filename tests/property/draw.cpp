#include "tests/property/law.hpp"

#include <array>

namespace minga::property {

std::string Draw::word() {
    static constexpr std::array<std::string_view, 5> words{"a", "b", "c", "d", "e"};
    return std::string{words[static_cast<std::size_t>(below(words.size()))]};
}

std::string Draw::hostile_text() {
    static constexpr std::array<std::string_view, 22> pieces{
        "\"",   "\\",   "\n",          "\r",     "\t",     "{\"n\":1}", "]}",   " ",
        "ñ",    "Á",    "\u2028",      "\u2029", "😀",      "\x01",      "\x7f", "%s%n",
        "null", "-0.0", "12 aabbccdd", "\u0301", "\ufeff", "</script>"};
    std::string text;
    const std::int64_t count = one_in(20) ? between(200, 2000) : between(0, 12);
    for (std::int64_t i = 0; i < count; ++i) {
        text += pieces[static_cast<std::size_t>(below(pieces.size()))];
    }
    return text;
}

TextSet Draw::small_set() {
    TextSet members;
    for (std::int64_t i = between(0, 4); i > 0; --i) members.push_back(word());
    return normalized_set(std::move(members));
}

Value Draw::value() {
    switch (below(8)) {
        case 0:
            return Value{};
        case 1:
            return Value{one_in(2)};
        case 2:
            return Value{between(-1'000'000'000'000, 1'000'000'000'000)};
        case 3:
            return Value{Decimal{between(-1'000'000, 1'000'000) * 1000 + between(1, 999)}};
        case 4:
            return Value{word()};
        case 5:
            return Value{small_set()};
        case 6:
            return Value{normalized_set({hostile_text(), hostile_text()})};
        default:
            return Value{hostile_text()};
    }
}

}  // namespace minga::property
