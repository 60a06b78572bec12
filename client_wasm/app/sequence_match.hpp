/// Which parts of two sequences are the same: what differences and merges of texts are made of.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::client {

using Units = std::vector<std::string_view>;

/// Pairs of indices into `before` and `after`, rising in both, of units that are the same but for
/// the blanks at their ends: a longest common subsequence. Of long sequences that share little only
/// the common start and end are found.
std::vector<std::pair<std::size_t, std::size_t>> common_units(const Units& before,
                                                              const Units& after);

}  // namespace minga::client
