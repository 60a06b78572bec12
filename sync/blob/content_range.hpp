/// `Content-Range: bytes 0-65535/1048576` (RFC 9110): which part of a file a body is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

struct ContentRange {
    std::int64_t first = 0;
    std::int64_t last = 0;  ///< Inclusive.
    std::int64_t total = 0;

    std::int64_t size() const { return last - first + 1; }
    std::string to_text() const;

    /// nullopt for anything but one range of bytes of a known total, in order and within it.
    static std::optional<ContentRange> parse(std::string_view text);

    friend bool operator==(const ContentRange&, const ContentRange&) = default;
};

}  // namespace minga::sync
