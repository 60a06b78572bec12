#include "sync/wire/inflate.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace minga::sync {
namespace {

constexpr std::size_t code_bits_max = 15;
constexpr std::size_t literal_count_max = 288;
constexpr std::size_t distance_count_max = 32;
constexpr int end_of_block = 256;
constexpr int first_length = 257;

// RFC 1951, 3.2.5: the length or distance that a symbol begins at, and how many bits add to it.
constexpr std::array<std::uint16_t, 29> length_base{3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                                    15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                                    67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, 29> length_bits{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                   2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> distance_base{
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 30> distance_bits{0, 0, 0,  0,  1,  1,  2,  2,  3,  3,
                                                     4, 4, 5,  5,  6,  6,  7,  7,  8,  8,
                                                     9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
/// 3.2.7: the order in which the lengths of the code for code lengths come.
constexpr std::array<std::uint8_t, 19> length_order{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};

/// A canonical Huffman code: how many codes each length has, and their symbols in order.
struct Code {
    std::array<std::uint16_t, code_bits_max + 1> counts{};
    std::array<std::uint16_t, literal_count_max> symbols{};

    /// False where the lengths cannot be a code: more codes of some length than there is room for.
    bool make(std::span<const std::uint8_t> lengths) {
        counts = {};
        for (const std::uint8_t length : lengths) ++counts[length];
        counts[0] = 0;
        std::int32_t room = 1;
        for (std::size_t bits = 1; bits <= code_bits_max; ++bits) {
            room = room * 2 - counts[bits];
            if (room < 0) return false;
        }
        std::array<std::uint16_t, code_bits_max + 2> starts{};
        for (std::size_t bits = 1; bits <= code_bits_max; ++bits) {
            starts[bits + 1] = static_cast<std::uint16_t>(starts[bits] + counts[bits]);
        }
        for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
            const std::uint8_t length = lengths[symbol];
            if (length != 0) symbols[starts[length]++] = static_cast<std::uint16_t>(symbol);
        }
        return true;
    }
};

class Inflater {
public:
    Inflater(std::string_view packed, std::size_t bytes_max)
        : packed_(packed), bytes_max_(bytes_max) {}

    /// Whether all was well up to the end of the stream.
    bool run() {
        bool is_last = false;
        while (!is_last && is_sound_) {
            is_last = bits(1) == 1;
            switch (bits(2)) {
                case 0:
                    copy_stored();
                    break;
                case 1:
                    make_fixed_codes();
                    copy_coded();
                    break;
                case 2:
                    read_codes();
                    copy_coded();
                    break;
                default:
                    is_sound_ = false;
            }
        }
        return is_sound_;
    }

    bool is_too_large() const { return is_too_large_; }
    std::string take() { return std::move(out_); }

private:
    std::uint32_t bits(std::size_t count) {
        while (held_count_ < count) {
            if (at_ == packed_.size()) {
                is_sound_ = false;
                return 0;
            }
            held_ |= static_cast<std::uint32_t>(static_cast<unsigned char>(packed_[at_++]))
                     << held_count_;
            held_count_ += 8;
        }
        const std::uint32_t value = held_ & ((std::uint32_t{1} << count) - 1);
        held_ >>= count;
        held_count_ -= count;
        return value;
    }

    int symbol(const Code& code) {
        std::int32_t value = 0;
        std::int32_t first = 0;
        std::int32_t index = 0;
        for (std::size_t length = 1; length <= code_bits_max && is_sound_; ++length) {
            value |= static_cast<std::int32_t>(bits(1));
            const std::int32_t count = code.counts[length];
            if (value - count < first) {
                return code.symbols[static_cast<std::size_t>(index + value - first)];
            }
            index += count;
            first = (first + count) * 2;
            value *= 2;
        }
        is_sound_ = false;
        return end_of_block;
    }

    bool has_room(std::size_t count) {
        if (out_.size() + count <= bytes_max_) return true;
        is_too_large_ = true;
        is_sound_ = false;
        return false;
    }

    void copy_stored() {
        held_ = 0;
        held_count_ = 0;
        const std::uint32_t length = bits(16);
        const std::uint32_t check = bits(16);
        is_sound_ = is_sound_ && (length ^ check) == 0xFFFF && packed_.size() - at_ >= length;
        if (!is_sound_ || !has_room(length)) return;
        out_.append(packed_.substr(at_, length));
        at_ += length;
    }

    void make_fixed_codes() {
        std::array<std::uint8_t, literal_count_max> lengths{};
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        }
        literals_.make(lengths);
        std::array<std::uint8_t, 30> distances{};
        distances.fill(5);
        distances_.make(distances);
    }

    void read_codes() {
        const std::size_t literal_count = bits(5) + 257;
        const std::size_t distance_count = bits(5) + 1;
        const std::size_t order_count = bits(4) + 4;
        std::array<std::uint8_t, literal_count_max + distance_count_max> lengths{};
        for (std::size_t i = 0; i < order_count; ++i) {
            lengths[length_order[i]] = static_cast<std::uint8_t>(bits(3));
        }
        Code code;
        if (literal_count > 286 || distance_count > 30 ||
            !code.make(std::span{lengths}.first(length_order.size()))) {
            is_sound_ = false;
            return;
        }
        lengths = {};
        const std::size_t count = literal_count + distance_count;
        for (std::size_t i = 0; i < count && is_sound_;) {
            const int kind = symbol(code);
            if (kind < 16) {
                lengths[i++] = static_cast<std::uint8_t>(kind);
                continue;
            }
            if (kind == 16 && i == 0) is_sound_ = false;
            if (!is_sound_) return;
            const std::uint8_t repeated = kind == 16 ? lengths[i - 1] : std::uint8_t{0};
            std::size_t times = kind == 16 ? 3 + bits(2) : kind == 17 ? 3 + bits(3) : 11 + bits(7);
            if (i + times > count) {
                is_sound_ = false;
                return;
            }
            while (times-- > 0) lengths[i++] = repeated;
        }
        const std::span<const std::uint8_t> all{lengths};
        is_sound_ = is_sound_ && lengths[end_of_block] != 0 &&
                    literals_.make(all.first(literal_count)) &&
                    distances_.make(all.subspan(literal_count, distance_count));
    }

    void copy_coded() {
        while (is_sound_) {
            const int kind = symbol(literals_);
            if (!is_sound_ || kind == end_of_block) return;
            if (kind < end_of_block) {
                if (has_room(1)) out_ += static_cast<char>(kind);
                continue;
            }
            copy_match(static_cast<std::size_t>(kind - first_length));
        }
    }

    void copy_match(std::size_t length_symbol) {
        if (length_symbol >= length_base.size()) {
            is_sound_ = false;
            return;
        }
        const std::size_t length = length_base[length_symbol] + bits(length_bits[length_symbol]);
        const auto distance_symbol = static_cast<std::size_t>(symbol(distances_));
        if (!is_sound_ || distance_symbol >= distance_base.size()) {
            is_sound_ = false;
            return;
        }
        const std::size_t distance =
            distance_base[distance_symbol] + bits(distance_bits[distance_symbol]);
        if (!is_sound_ || distance > out_.size()) {
            is_sound_ = false;
            return;
        }
        if (!has_room(length)) return;
        // A match may reach into what it is writing: byte by byte.
        for (std::size_t i = 0; i < length; ++i) out_ += out_[out_.size() - distance];
    }

    std::string_view packed_;
    std::size_t bytes_max_;
    std::size_t at_ = 0;
    std::uint32_t held_ = 0;  ///< Bits that were read and not used yet, the next one lowest.
    std::size_t held_count_ = 0;
    bool is_sound_ = true;
    bool is_too_large_ = false;
    Code literals_;
    Code distances_;
    std::string out_;
};

}  // namespace

Result<std::string> inflate(std::string_view packed, std::size_t bytes_max) {
    Inflater inflater{packed, bytes_max};
    if (inflater.run()) return inflater.take();
    if (inflater.is_too_large()) {
        return make_error(ErrorCode::too_large, "Los datos son demasiado grandes.");
    }
    return make_error(ErrorCode::malformed,
                      "Los datos llegaron dañados. Se pedirán otra vez; nada se perdió.", {},
                      "deflate");
}

}  // namespace minga::sync
