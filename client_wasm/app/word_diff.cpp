#include "client_wasm/app/word_diff.hpp"

#include "client_wasm/app/sequence_match.hpp"

#include <algorithm>

namespace minga::client {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Words with the blanks that follow them, so that joining them gives the text back.
Units words_of(std::string_view text) {
    Units words;
    std::size_t start = 0;
    while (start < text.size()) {
        std::size_t end = start;
        while (end < text.size() && !is_blank(text[end])) ++end;
        while (end < text.size() && is_blank(text[end])) ++end;
        words.push_back(text.substr(start, end - start));
        start = end;
    }
    return words;
}

std::size_t common_length(std::string_view a, std::string_view b) {
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t length = 0;
    while (length < shorter && a[length] == b[length]) ++length;
    return length;
}

void append(std::vector<DiffPart>& parts, DiffKind kind, std::string_view word) {
    if (word.empty()) return;
    if (parts.empty() || parts.back().kind != kind) parts.push_back({kind, {}});
    parts.back().text += word;
}

}  // namespace

std::vector<DiffPart> word_diff(std::string_view before, std::string_view after) {
    const Units old_words = words_of(before);
    const Units new_words = words_of(after);
    std::vector<DiffPart> parts;
    std::size_t i = 0;
    std::size_t j = 0;
    const auto differ_up_to = [&](std::size_t old_end, std::size_t new_end) {
        while (i < old_end) append(parts, DiffKind::removed, old_words[i++]);
        while (j < new_end) append(parts, DiffKind::added, new_words[j++]);
    };
    for (const auto& [old_index, new_index] : common_units(old_words, new_words)) {
        differ_up_to(old_index, new_index);
        const std::string_view old_word = old_words[i++];
        const std::string_view new_word = new_words[j++];
        // Where one text ends, the blank behind the word goes with what only the other has.
        const bool ends_one = (i == old_words.size()) != (j == new_words.size());
        const std::size_t kept = ends_one ? common_length(old_word, new_word) : new_word.size();
        append(parts, DiffKind::same, new_word.substr(0, kept));
        if (!ends_one) continue;
        append(parts, DiffKind::removed, old_word.substr(kept));
        append(parts, DiffKind::added, new_word.substr(kept));
    }
    differ_up_to(old_words.size(), new_words.size());
    return parts;
}

bool is_worth_showing(const std::vector<DiffPart>& parts) {
    std::size_t same = 0;
    std::size_t all = 0;
    for (const DiffPart& part : parts) {
        all += part.text.size();
        if (part.kind == DiffKind::same) same += part.text.size();
    }
    return all > 0 && same * 3 >= all;
}

}  // namespace minga::client
