#include "shared/base/id.hpp"

#include "shared/base/hash.hpp"
#include "shared/base/hex_digit.hpp"

#include <algorithm>
#include <cstring>

namespace minga {
namespace {

constexpr std::size_t text_length = 36;

bool is_dash_position(std::size_t position) {
    return position == 8 || position == 13 || position == 18 || position == 23;
}

void stamp_version(Id& id, std::uint8_t version) {
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0Fu) | (unsigned{version} << 4));
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3Fu) | 0x80u);
}

}  // namespace

bool Id::is_nil() const {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

std::string Id::to_text() const {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(text_length, '-');
    std::size_t at = 0;
    for (const std::uint8_t byte : bytes) {
        if (is_dash_position(at)) ++at;
        text[at++] = digits[byte >> 4];
        text[at++] = digits[byte & 15];
    }
    return text;
}

Result<Id> Id::parse(std::string_view text) {
    const auto bad = [&] {
        return make_error(ErrorCode::bad_id, "No es un identificador válido.", {},
                          std::string{text.substr(0, 40)});
    };
    if (text.size() != text_length) return bad();
    Id id;
    std::size_t at = 0;
    for (std::uint8_t& byte : id.bytes) {
        if (is_dash_position(at) && text[at++] != '-') return bad();
        const std::uint8_t high = hex_digit(text[at++]);
        const std::uint8_t low = hex_digit(text[at++]);
        if (high == no_hex_digit || low == no_hex_digit) return bad();
        byte = static_cast<std::uint8_t>(high << 4 | low);
    }
    return id;
}

Id new_id(Instant now, Random& random) {
    Id id;
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(now.ms, 0));
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    }
    const std::uint64_t first = random.next();
    const std::uint64_t second = random.next();
    for (std::size_t i = 6; i < 16; ++i) {
        const std::uint64_t source = i < 12 ? first : second;
        id.bytes[i] = static_cast<std::uint8_t>(source >> (8 * (i % 8)));
    }
    stamp_version(id, 7);
    return id;
}

Id IdMaker::next(Instant now, Random& random) {
    const Id fresh = new_id(now, random);
    const bool must_draw = count_ >= count_max;
    count_ = must_draw ? 0 : count_ + 1;
    Id id = must_draw ? fresh : last_;
    std::copy_n(fresh.bytes.begin(), 6, id.bytes.begin());
    id.bytes[6] = static_cast<std::uint8_t>(0x70u | (count_ >> 8));
    id.bytes[7] = static_cast<std::uint8_t>(count_ & 0xFFu);
    last_ = id;
    return id;
}

Id name_based_id(const Id& name_space, std::string_view name) {
    std::string text{reinterpret_cast<const char*>(name_space.bytes.data()),
                     name_space.bytes.size()};
    text.append(name);
    const auto digest = sha1(text);
    Id id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    stamp_version(id, 5);
    return id;
}

std::size_t IdHash::operator()(const Id& id) const noexcept {
    std::uint64_t tail = 0;
    std::memcpy(&tail, id.bytes.data() + 8, sizeof tail);
    return static_cast<std::size_t>(tail ^ (tail >> 32));
}

}  // namespace minga
