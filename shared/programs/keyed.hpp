/// Finding by key in the short lists of a programme.
#pragma once

#include <string_view>
#include <vector>

namespace minga::programs {

/// The entry of `list` whose `key` is `key`, or nullptr.
template <class Entry>
const Entry* find_keyed(const std::vector<Entry>& list, std::string_view key) {
    for (const Entry& entry : list) {
        if (entry.key == key) return &entry;
    }
    return nullptr;
}

/// The first key that two entries of `list` share, or "".
template <class Entry>
std::string_view repeated_key(const std::vector<Entry>& list) {
    for (const Entry& entry : list) {
        if (find_keyed(list, entry.key) != &entry) return entry.key;
    }
    return {};
}

}  // namespace minga::programs
