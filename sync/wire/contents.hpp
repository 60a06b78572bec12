/// What a bundle holds, before it is sealed and after it was opened: pieces, one behind the other.
///
///     kind u8 · coding u8 · length u32 (little-endian) · that many bytes
///
/// A piece of a body holds whole frames only, so that a file of which half is lost still gives the
/// frames of its whole pieces. A reader passes over kinds that it does not know.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

enum class PieceKind : std::uint8_t {
    body = 1,       ///< Frames that begin a request or an answer.
    body_more = 2,  ///< Frames that go on with it.
    blob = 3,       ///< A part of an attachment.
};

enum class PieceCoding : std::uint8_t {
    plain = 0,
    gzip = 1,
};

/// A body is cut into pieces of about this size; a frame that is larger has a piece of its own.
inline constexpr std::size_t piece_bytes_wanted = 64 * 1024;
/// Nobody takes a larger one, sealed or unpacked.
inline constexpr std::size_t piece_bytes_max = (1 << 20) + 4096;

struct Piece {
    std::uint8_t kind = 0;  ///< A `PieceKind`, or one that is not known here.
    std::uint8_t coding = 0;
    std::string_view bytes;

    bool is(PieceKind wanted) const { return kind == static_cast<std::uint8_t>(wanted); }
};

void append_piece(std::string& contents, const Piece& piece);

/// Cuts a body of whole frames into pieces, not packed.
void append_body(std::string& contents, std::string_view body);

/// A part of an attachment on its way to the server: which file, from which byte, of how many.
/// Written as a frame `{"sha256", "at", "of"}`, then the bytes.
struct BlobPiece {
    std::string hash;
    std::int64_t offset = 0;
    std::int64_t total = 0;
    std::string_view bytes;
};
void append_blob_piece(std::string& contents, const BlobPiece& piece);
Result<BlobPiece> read_blob_piece(std::string_view bytes);

/// What the server says of a file in its answer: a frame `{"sha256", "have", "whole"}`, or
/// `{"sha256", "code", "message"}`.
struct BlobWord {
    std::string hash;
    std::int64_t have = 0;  ///< Bytes from the start that the server has.
    bool is_whole = false;
    std::optional<Error> refusal;
};
void append_blob_word(std::string& contents, const BlobWord& word);
Result<BlobWord> read_blob_word(std::string_view bytes);

/// Goes over contents that are whole. A piece that says it is longer than what is there, or than
/// anybody may send, is `malformed`.
class PieceReader {
public:
    explicit PieceReader(std::string_view contents) : rest_(contents) {}

    /// nullopt at the end. The view is into the contents.
    Result<std::optional<Piece>> next();

private:
    std::string_view rest_;
};

/// Unpacks gzip into at most that many bytes, or fails with `too_large` or `malformed`.
using Unpack = std::function<Result<std::string>(std::string_view packed, std::size_t bytes_max)>;

/// The bytes of a piece as they were before packing; `held` keeps them where they had to be
/// unpacked.
Result<std::string_view> plain_bytes(const Piece& piece, const Unpack& unpack, std::string& held);

}  // namespace minga::sync
