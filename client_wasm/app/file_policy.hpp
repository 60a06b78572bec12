/// How the device remembers when attached files may travel.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace minga::client {

inline constexpr std::string_view policy_preference = "files_when";
/// In the order of FilePolicy.
inline constexpr std::array<std::string_view, 3> policy_keys{"always", "wifi", "asked"};

/// Which of the keys was kept; `fallback` where it is none of them.
constexpr std::size_t index_of(const std::array<std::string_view, 3>& keys, std::string_view key,
                               std::size_t fallback) {
    for (std::size_t index = 0; index < keys.size(); ++index) {
        if (keys[index] == key) return index;
    }
    return fallback;
}

}  // namespace minga::client
