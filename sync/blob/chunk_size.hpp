/// How much of a file one request carries: it follows the link, like the batches of ops.
#pragma once

#include <algorithm>
#include <cstdint>

namespace minga::sync {

class ChunkSize {
public:
    static constexpr std::int64_t bytes_first = 32 * 1024;
    static constexpr std::int64_t bytes_min = 16 * 1024;
    static constexpr std::int64_t bytes_max = 128 * 1024;

    std::int64_t bytes() const { return bytes_; }
    /// A chunk got through whole.
    void grow() { bytes_ = std::min(bytes_ * 2, bytes_max); }
    /// The link died under one.
    void shrink() { bytes_ = std::max(bytes_ / 2, bytes_min); }

private:
    std::int64_t bytes_ = bytes_first;
};

}  // namespace minga::sync
