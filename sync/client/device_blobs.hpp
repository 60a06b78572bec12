/// The files of one person's device: those attached here that the server may still lack, and those
/// that came from it. They lie in the device's own database in pieces, so that neither adding nor
/// sending one needs more memory than a piece; together they keep to a limit.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/storage/database.hpp"
#include "sync/blob/blob_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::sync {

/// All files on one device. Those the server has too make room for new ones.
inline constexpr std::int64_t device_blob_bytes_max = std::int64_t{300} << 20;

/// Permanent numbers: they are stored.
enum class BlobPlace : std::int64_t {
    only_here = 0,  ///< Whole here; the server has `sent` bytes of it.
    settled = 1,    ///< Whole here and at the server.
    fetching = 2,   ///< At the server; `held` bytes are here, the rest was asked for.
    refused = 3,    ///< Whole here; the server does not take it, `reason` says why.
    missing = 4,    ///< Asked for, but not at the server yet: its author's device still has it.
};

struct BlobFile {
    std::string hash;
    std::string name;  ///< As the person's system called it; may be empty for one that was fetched.
    std::string type;
    std::int64_t bytes = 0;
    std::int64_t held = 0;
    std::int64_t sent = 0;
    BlobPlace place = BlobPlace::only_here;
    std::string reason;  ///< A Spanish sentence, "" where all is well.

    bool is_whole() const { return bytes > 0 && held == bytes; }
};

class DeviceBlobs {
public:
    explicit DeviceBlobs(storage::Database& database) : database_(database) {}

    /// Keeps a file and returns its hash; one that is here already is kept once. Fails with
    /// `too_large`, `unsupported_media_type`, or `storage_full` where no room can be made.
    Result<std::string> add(std::string_view bytes, std::string_view name, Instant now);

    std::optional<BlobFile> find(std::string_view hash) const;
    /// Every file that is here or asked for, in order of adding.
    std::vector<BlobFile> list() const;
    std::vector<BlobFile> list(BlobPlace place) const;
    /// Those the server does not have, or does not take. Fails where the disk does: unlike a list
    /// to be shown, this one must be complete.
    Result<std::vector<BlobFile>> unsent() const;
    /// Bytes on this device.
    std::int64_t bytes_used() const;

    /// At most `length` bytes from `offset`; fewer only at the end of what is held.
    Result<std::string> read(std::string_view hash, std::int64_t offset, std::int64_t length) const;
    /// The whole file; fails with `not_found` where it is not whole here.
    Result<std::string> read_whole(std::string_view hash) const;

    // Sending.

    Result<void> note_sent(std::string_view hash, std::int64_t sent);
    Result<void> settle(std::string_view hash);
    /// The server does not take it as it is.
    Result<void> refuse(std::string_view hash, std::string_view reason);
    /// Why it waits, where something stands in the way for now; "" takes the reason away.
    Result<void> note_reason(std::string_view hash, std::string_view reason);
    /// Whether the bytes here still are what their hash says.
    Result<bool> is_sound(std::string_view hash) const;
    /// What the server was known to have is offered to it again: it may be another copy of it.
    Result<void> offer_again();

    // Fetching.

    /// Asks for a file that the server has. Nothing happens where it is here.
    Result<void> want(std::string_view hash, Instant now);
    /// The next bytes of a file of `total`. With the last, its hash and type are checked: what is
    /// not right is dropped, and asked for anew (`blob_mismatch`) or not taken
    /// (`unsupported_media_type`).
    Result<void> append(std::string_view hash, std::string_view bytes, std::int64_t total);
    Result<void> note_missing(std::string_view hash);

    /// Removes the file from this device, wherever else it is.
    Result<void> remove(std::string_view hash);
    Result<void> remove_all();

    /// Raised by each change: screens read again when it moves.
    std::int64_t change_count() const { return change_count_; }

private:
    Result<void> make_room(std::int64_t bytes);
    Result<void> put_piece(std::string_view hash, std::int64_t position, std::string_view bytes);
    Result<void> drop_pieces(std::string_view hash);
    Result<std::string> digest(std::string_view hash) const;

    storage::Database& database_;
    std::int64_t change_count_ = 0;
};

}  // namespace minga::sync
