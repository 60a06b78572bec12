#include "client_wasm/app/sequence_match.hpp"

#include "shared/base/text.hpp"

#include <algorithm>
#include <cstdint>

namespace minga::client {
namespace {

/// Cells of the table of common lengths: 600 units changed against 600.
constexpr std::size_t cells_max = 360'000;

using Matches = std::vector<std::pair<std::size_t, std::size_t>>;

/// The stretches between the common start and the common end.
struct Middle {
    const Units& before;
    const Units& after;
    std::size_t start;
    std::size_t rows;
    std::size_t columns;

    bool is_same(std::size_t i, std::size_t j) const {
        return trim(before[start + i]) == trim(after[start + j]);
    }
};

void match_middle(const Middle& middle, Matches& matches) {
    const std::size_t rows = middle.rows;
    const std::size_t columns = middle.columns;
    if (rows == 0 || columns == 0 || (rows + 1) * (columns + 1) > cells_max) return;
    // common[i][j]: length of the longest common subsequence of what follows i and j.
    std::vector<std::uint32_t> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
        return common[i * (columns + 1) + j];
    };
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            at(i, j) =
                middle.is_same(i, j) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows && j < columns) {
        if (middle.is_same(i, j)) {
            matches.emplace_back(middle.start + i++, middle.start + j++);
        } else if (at(i + 1, j) >= at(i, j + 1)) {
            ++i;
        } else {
            ++j;
        }
    }
}

}  // namespace

Matches common_units(const Units& before, const Units& after) {
    Matches matches;
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t start = 0;
    while (start < shorter && trim(before[start]) == trim(after[start])) {
        matches.emplace_back(start, start);
        ++start;
    }
    std::size_t end = 0;
    while (start + end < shorter &&
           trim(before[before.size() - 1 - end]) == trim(after[after.size() - 1 - end])) {
        ++end;
    }
    match_middle({before, after, start, before.size() - start - end, after.size() - start - end},
                 matches);
    for (; end > 0; --end) matches.emplace_back(before.size() - end, after.size() - end);
    return matches;
}

}  // namespace minga::client
