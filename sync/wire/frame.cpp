#include "sync/wire/frame.hpp"

#include "shared/base/hash.hpp"

#include <cstdint>
#include <string>

namespace minga::sync {
namespace {

constexpr std::size_t checksum_length = 8;
constexpr std::size_t length_digits_max = 7;

std::string checksum_text(std::string_view json) {
    static constexpr char digits[] = "0123456789abcdef";
    const std::uint32_t sum = crc32c(json);
    std::string text(checksum_length, '0');
    for (std::size_t i = 0; i < checksum_length; ++i) {
        text[i] = digits[(sum >> (28 - 4 * i)) & 15u];
    }
    return text;
}

Error bad_frame(std::string detail) {
    return make_error(ErrorCode::bad_frame,
                      "Los datos llegaron dañados. Se volverán a enviar; nada se perdió.", {},
                      std::move(detail));
}

}  // namespace

void append_frame(std::string& out, std::string_view json) {
    out += std::to_string(json.size());
    out += ' ';
    out += checksum_text(json);
    out += ' ';
    out += json;
    out += '\n';
}

Result<std::optional<std::string_view>> FrameReader::next() {
    if (is_broken_) return bad_frame("after a broken frame");
    if (position_ > 0 && (position_ == buffer_.size() || position_ > frame_bytes_max)) {
        buffer_.erase(0, position_);
        position_ = 0;
    }
    const std::string_view rest = std::string_view{buffer_}.substr(position_);
    std::size_t length = 0;
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') {
        length = length * 10 + static_cast<std::size_t>(rest[digits] - '0');
        if (++digits > length_digits_max) break;
    }
    if (digits == rest.size() && digits <= length_digits_max)
        return std::optional<std::string_view>{};
    if (digits == 0 || digits > length_digits_max || rest[digits] != ' ') {
        is_broken_ = true;
        return bad_frame("no length");
    }
    if (length > frame_bytes_max) {
        is_broken_ = true;
        return make_error(ErrorCode::too_large, "Un cambio supera el tamaño permitido.", {},
                          std::to_string(length) + " bytes");
    }
    const std::size_t json_start = digits + 1 + checksum_length + 1;
    if (rest.size() < json_start + length + 1) return std::optional<std::string_view>{};
    const std::string_view json = rest.substr(json_start, length);
    if (rest[json_start - 1] != ' ' || rest[json_start + length] != '\n' ||
        rest.substr(digits + 1, checksum_length) != checksum_text(json)) {
        is_broken_ = true;
        return bad_frame("checksum");
    }
    position_ += json_start + length + 1;
    return std::optional{json};
}

}  // namespace minga::sync
