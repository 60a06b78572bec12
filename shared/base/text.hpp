/// Small helpers over UTF-8 text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

/// Whether `text` is well-formed UTF-8 without U+0000.
bool is_valid_utf8(std::string_view text);

/// How many code points `text` holds; `text` is valid UTF-8.
std::size_t code_point_count(std::string_view text);

/// Lower case and without the accents of Spanish, for searching: "Ñuñoa" → "nunoa".
std::string fold_for_search(std::string_view text);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// 1234567 → "1.234.567", as Chile writes it.
std::string with_thousands(std::int64_t number);

}  // namespace minga
