/// What a file must be to travel as an attachment: its name is the SHA-256 of its bytes, its size
/// has a limit, and its type is read from the bytes themselves, never from what somebody says.
#pragma once

#include "shared/base/result.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace minga::sync {

/// One file. A scanned act of forty pages fits; a video does not.
inline constexpr std::int64_t blob_bytes_max = std::int64_t{20} << 20;

/// A whole file as the server or a device holds it.
struct BlobInfo {
    std::int64_t bytes = 0;
    std::string type;  ///< One of `media_type_of`.

    friend bool operator==(const BlobInfo&, const BlobInfo&) = default;
};

/// 64 lower-case hexadecimal digits.
bool is_blob_hash(std::string_view text);

/// How many of a file's first bytes `media_type_of` needs at most.
inline constexpr std::size_t media_type_bytes = 128;

/// The type of a file that begins with `head`: image/jpeg, image/png, image/webp, application/pdf,
/// or application/octet-stream for documents of office programs. Empty: a type that is not taken
/// (programs, pages, archives, drawings that can hold a script).
std::string_view media_type_of(std::string_view head);

/// The same as a verdict: fails with `unsupported_media_type`, and a sentence that says what can
/// be attached.
Result<std::string> checked_media_type(std::string_view head);

/// Fails with `too_large` or, where it is empty, with `out_of_range`.
Result<void> checked_blob_size(std::int64_t bytes);

/// ".jpg", ".pdf"; "" for documents of office programs, whose names tell.
std::string_view extension_of(std::string_view media_type);

/// "1,4 MB", "380 KB": for people.
std::string size_words(std::int64_t bytes);

/// The hash that a record names in its field of that nature, or "".
const std::string& blob_of(const Record& record);

/// The key of the kind's field that names a file, or "".
std::string_view blob_field_of(std::string_view kind);

}  // namespace minga::sync
