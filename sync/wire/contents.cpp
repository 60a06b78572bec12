#include "sync/wire/contents.hpp"

#include "shared/codec/json.hpp"
#include "sync/wire/frame.hpp"

#include <array>

namespace minga::sync {
namespace {

constexpr std::size_t head_bytes = 6;

Error bad_contents(std::string detail) {
    return make_error(ErrorCode::malformed,
                      "El contenido del archivo no se entiende. Actualice Minga y vuelva a "
                      "recibirlo.",
                      {}, std::move(detail));
}

/// The length of the frame at the start of `body`, line end included; 0 where none is whole.
std::size_t frame_length(std::string_view body) {
    std::size_t at = 0;
    std::size_t length = 0;
    while (at < body.size() && at < 8 && body[at] >= '0' && body[at] <= '9') {
        length = length * 10 + static_cast<std::size_t>(body[at++] - '0');
    }
    const std::size_t whole = at + 10 + length + 1;
    return at == 0 || whole > body.size() ? 0 : whole;
}

/// The JSON of the frame that a piece begins with, and the bytes behind it.
Result<std::pair<Json, std::string_view>> split_frame(std::string_view bytes) {
    const std::size_t length = frame_length(bytes);
    FrameReader reader;
    reader.feed(bytes.substr(0, length));
    auto frame = reader.next();
    if (!frame) return frame.error();
    if (!*frame) return bad_contents("no frame");
    auto json = parse_json(**frame);
    if (!json) return json.error();
    return std::pair{*std::move(json), bytes.substr(length)};
}

}  // namespace

void append_piece(std::string& contents, const Piece& piece) {
    contents += static_cast<char>(piece.kind);
    contents += static_cast<char>(piece.coding);
    const auto length = static_cast<std::uint32_t>(piece.bytes.size());
    for (int shift = 0; shift < 32; shift += 8) {
        contents += static_cast<char>((length >> shift) & 0xff);
    }
    contents += piece.bytes;
}

void append_body(std::string& contents, std::string_view body) {
    auto kind = static_cast<std::uint8_t>(PieceKind::body);
    while (!body.empty()) {
        std::size_t length = frame_length(body);
        MINGA_ASSERT(length > 0);
        while (length < body.size()) {
            const std::size_t next = frame_length(body.substr(length));
            MINGA_ASSERT(next > 0);
            if (length + next > piece_bytes_wanted) break;
            length += next;
        }
        append_piece(contents, {.kind = kind, .coding = 0, .bytes = body.substr(0, length)});
        body.remove_prefix(length);
        kind = static_cast<std::uint8_t>(PieceKind::body_more);
    }
}

Result<std::optional<Piece>> PieceReader::next() {
    if (rest_.empty()) return std::optional<Piece>{};
    if (rest_.size() < head_bytes) return bad_contents("piece head");
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        length |= std::uint32_t{static_cast<std::uint8_t>(rest_[2 + i])} << (8 * i);
    }
    if (length > piece_bytes_max || length > rest_.size() - head_bytes) {
        return bad_contents("piece length");
    }
    Piece piece{static_cast<std::uint8_t>(rest_[0]), static_cast<std::uint8_t>(rest_[1]),
                rest_.substr(head_bytes, length)};
    rest_.remove_prefix(head_bytes + length);
    return std::optional{piece};
}

void append_blob_piece(std::string& contents, const BlobPiece& piece) {
    std::string bytes;
    append_frame(bytes, Json::object()
                            .set("sha256", piece.hash)
                            .set("at", piece.offset)
                            .set("of", piece.total)
                            .dump());
    bytes += piece.bytes;
    append_piece(contents, {static_cast<std::uint8_t>(PieceKind::blob), 0, bytes});
}

Result<BlobPiece> read_blob_piece(std::string_view bytes) {
    auto split = split_frame(bytes);
    if (!split) return split.error();
    const auto& [json, rest] = *split;
    return BlobPiece{json.text_at("sha256"), json.integer_at("at", -1), json.integer_at("of"),
                     rest};
}

void append_blob_word(std::string& contents, const BlobWord& word) {
    Json json = Json::object();
    json.set("sha256", word.hash);
    if (word.refusal) {
        json.set("code", error_info(word.refusal->code).key).set("message", word.refusal->message);
    } else {
        json.set("have", word.have).set("whole", word.is_whole);
    }
    std::string bytes;
    append_frame(bytes, json.dump());
    append_piece(contents, {static_cast<std::uint8_t>(PieceKind::blob), 0, bytes});
}

Result<BlobWord> read_blob_word(std::string_view bytes) {
    auto split = split_frame(bytes);
    if (!split) return split.error();
    const Json& json = split->first;
    BlobWord word{json.text_at("sha256"), json.integer_at("have"), json.boolean_at("whole"), {}};
    if (json.contains("code")) {
        const auto code = error_code_from_key(json.text_at("code"));
        word.refusal = make_error(code.value_or(ErrorCode::internal), json.text_at("message"));
    }
    return word;
}

Result<std::string_view> plain_bytes(const Piece& piece, const Unpack& unpack, std::string& held) {
    if (piece.coding == static_cast<std::uint8_t>(PieceCoding::plain)) return piece.bytes;
    if (piece.coding != static_cast<std::uint8_t>(PieceCoding::gzip)) return bad_contents("coding");
    auto unpacked = unpack(piece.bytes, piece_bytes_max);
    if (!unpacked) return unpacked.error();
    held = *std::move(unpacked);
    return std::string_view{held};
}

}  // namespace minga::sync
