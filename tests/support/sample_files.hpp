/// Files of each type for tests, of any size, whose bytes follow from a seed.
#pragma once

#include "shared/base/rng.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga::test {

/// `head` and then bytes of chance, `size` in all.
inline std::string sample_file(std::string_view head, std::size_t size, std::uint64_t seed = 1) {
    std::string bytes{head};
    SeededRandom random{seed};
    while (bytes.size() < size) bytes.push_back(static_cast<char>(random.next() & 0xFFu));
    bytes.resize(size);
    return bytes;
}

inline std::string sample_photo(std::size_t size, std::uint64_t seed = 1) {
    return sample_file("\xFF\xD8\xFF\xE0", size, seed);
}

}  // namespace minga::test
