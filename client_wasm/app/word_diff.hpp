/// How one text became another, word by word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

enum class DiffKind : std::uint8_t { same, removed, added };

struct DiffPart {
    DiffKind kind = DiffKind::same;
    std::string text;  ///< Whole words with the blanks after them; at the end also before.

    friend bool operator==(const DiffPart&, const DiffPart&) = default;
};

/// The shortest list of parts: those that are the same or removed spell `before`, those that are
/// the same or added spell `after`. Very long texts that share little are replaced as a whole.
std::vector<DiffPart> word_diff(std::string_view before, std::string_view after);

/// Whether showing the parts says more than showing both texts: they share at least a third.
bool is_worth_showing(const std::vector<DiffPart>& parts);

}  // namespace minga::client
