/// How rules speak in their sentences.
#pragma once

#include "shared/base/date.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// "marzo 2026".
std::string month_in_words(Month month);

/// «label».
std::string quoted(std::string_view label);

/// "a, b y c".
std::string enumerated(const std::vector<std::string>& parts);

}  // namespace minga
