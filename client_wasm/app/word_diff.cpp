#include "client_wasm/app/word_diff.hpp"

#include <algorithm>
#include <cstddef>

namespace minga::client {
namespace {

/// Cells of the table of common lengths: 600 words changed against 600.
constexpr std::size_t cells_max = 360'000;

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Words with the blanks that follow them, so that joining them gives the text back.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
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

std::string_view bare(std::string_view word) {
    while (!word.empty() && is_blank(word.back())) word.remove_suffix(1);
    return word;
}

void append(std::vector<DiffPart>& parts, DiffKind kind, std::string_view word) {
    if (parts.empty() || parts.back().kind != kind) parts.push_back({kind, {}});
    parts.back().text += word;
}

using Words = std::vector<std::string_view>;

/// The parts of the middle, where the words differ at both ends.
void append_middle(std::vector<DiffPart>& parts, const Words& before, const Words& after) {
    const std::size_t rows = before.size();
    const std::size_t columns = after.size();
    if ((rows + 1) * (columns + 1) > cells_max) {
        for (const auto word : before) append(parts, DiffKind::removed, word);
        for (const auto word : after) append(parts, DiffKind::added, word);
        return;
    }
    // common[i][j]: length of the longest common subsequence of before[i..] and after[j..].
    std::vector<std::uint32_t> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
        return common[i * (columns + 1) + j];
    };
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            at(i, j) = bare(before[i]) == bare(after[j]) ? at(i + 1, j + 1) + 1
                                                         : std::max(at(i + 1, j), at(i, j + 1));
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && bare(before[i]) == bare(after[j])) {
            append(parts, DiffKind::same, after[j]);
            ++i;
            ++j;
        } else if (j == columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) {
            append(parts, DiffKind::removed, before[i++]);
        } else {
            append(parts, DiffKind::added, after[j++]);
        }
    }
}

}  // namespace

std::vector<DiffPart> word_diff(std::string_view before, std::string_view after) {
    Words old_words = words_of(before);
    Words new_words = words_of(after);
    std::vector<DiffPart> parts;
    std::size_t start = 0;
    while (start < old_words.size() && start < new_words.size() &&
           bare(old_words[start]) == bare(new_words[start])) {
        append(parts, DiffKind::same, new_words[start++]);
    }
    std::size_t end = 0;
    while (start + end < old_words.size() && start + end < new_words.size() &&
           bare(old_words[old_words.size() - 1 - end]) ==
               bare(new_words[new_words.size() - 1 - end])) {
        ++end;
    }
    const auto middle = [&](const Words& words) {
        return Words(words.begin() + static_cast<std::ptrdiff_t>(start),
                     words.end() - static_cast<std::ptrdiff_t>(end));
    };
    append_middle(parts, middle(old_words), middle(new_words));
    for (std::size_t k = new_words.size() - end; k < new_words.size(); ++k) {
        append(parts, DiffKind::same, new_words[k]);
    }
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
