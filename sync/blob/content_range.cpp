#include "sync/blob/content_range.hpp"

namespace minga::sync {
namespace {

/// Twelve digits: a terabyte, far beyond any limit of ours, and no overflow.
constexpr std::size_t digits_max = 12;

std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    std::size_t length = 0;
    while (length < text.size() && text[length] >= '0' && text[length] <= '9') {
        number = number * 10 + (text[length] - '0');
        if (++length > digits_max) return std::nullopt;
    }
    if (length == 0) return std::nullopt;
    text.remove_prefix(length);
    return number;
}

bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

}  // namespace

std::string ContentRange::to_text() const {
    return "bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" +
           std::to_string(total);
}

std::optional<ContentRange> ContentRange::parse(std::string_view text) {
    if (!take(text, "bytes ")) return std::nullopt;
    const auto first = take_number(text);
    if (!first || !take(text, "-")) return std::nullopt;
    const auto last = take_number(text);
    if (!last || !take(text, "/")) return std::nullopt;
    const auto total = take_number(text);
    if (!total || !text.empty() || *first > *last || *last >= *total) return std::nullopt;
    return ContentRange{*first, *last, *total};
}

}  // namespace minga::sync
