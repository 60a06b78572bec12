/// Frames: how every request, answer and bundle is cut into pieces that are whole or absent.
///
///     <length> <crc32c> <json>\n
///     27 3b0f1c9a {"n":12,"i":"0198c…","b":3…}\n
///
/// `length` is the number of bytes of the JSON in decimal, `crc32c` its CRC-32C in eight lower-case
/// hexadecimal digits. JSON never holds a raw line feed, so a file of frames is readable by eye.
#pragma once

#include "shared/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

inline constexpr std::size_t frame_bytes_max = 1 << 20;

void append_frame(std::string& out, std::string_view json);

/// Takes bytes as they arrive and gives back whole frames.
class FrameReader {
public:
    void feed(std::string_view bytes) { buffer_.append(bytes); }

    /// The next whole frame's JSON text; nullopt where more bytes are needed. A length that is no
    /// number or over `frame_bytes_max` is `bad_frame` or `too_large`, a checksum that does not
    /// match is `bad_frame`; after an error the reader gives nothing more. The view is valid until
    /// the next call.
    Result<std::optional<std::string_view>> next();

    /// Whether bytes are left over that make no whole frame.
    bool has_partial() const { return position_ < buffer_.size(); }

private:
    std::string buffer_;
    std::size_t position_ = 0;
    bool is_broken_ = false;
};

}  // namespace minga::sync
