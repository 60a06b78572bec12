#include "sync/client/device_blobs.hpp"

#include "shared/base/hash.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

constexpr std::string_view columns = "hash, name, type, bytes, held, sent, place, reason";

std::string select(std::string_view rest) {
    return "SELECT " + std::string{columns} + " FROM blob " + std::string{rest};
}

BlobFile file_of(const Row& row) {
    BlobFile file;
    file.hash = row.text(0);
    file.name = row.text(1);
    file.type = row.text(2);
    file.bytes = row.integer(3);
    file.held = row.integer(4);
    file.sent = row.integer(5);
    file.place = static_cast<BlobPlace>(row.integer(6));
    file.reason = row.text(7);
    return file;
}

Error not_here() {
    return make_error(ErrorCode::not_found, "El archivo no está en este equipo.");
}

std::int64_t number(BlobPlace place) {
    return static_cast<std::int64_t>(place);
}

}  // namespace

std::optional<BlobFile> DeviceBlobs::find(std::string_view hash) const {
    std::optional<BlobFile> found;
    database_
        .each(
            select("WHERE hash = ?1"), [&](const Row& row) { found = file_of(row); }, hash)
        .ignore();
    return found;
}

std::vector<BlobFile> DeviceBlobs::list() const {
    std::vector<BlobFile> found;
    database_
        .each(select("ORDER BY added_at, hash"),
              [&](const Row& row) { found.push_back(file_of(row)); })
        .ignore();
    return found;
}

std::vector<BlobFile> DeviceBlobs::list(BlobPlace place) const {
    std::vector<BlobFile> found;
    database_
        .each(
            select("WHERE place = ?1 ORDER BY added_at, hash"),
            [&](const Row& row) { found.push_back(file_of(row)); }, number(place))
        .ignore();
    return found;
}

Result<std::vector<BlobFile>> DeviceBlobs::unsent() const {
    std::vector<BlobFile> found;
    auto done = database_.each(
        select("WHERE place IN (?1, ?2) ORDER BY added_at, hash"),
        [&](const Row& row) { found.push_back(file_of(row)); }, number(BlobPlace::only_here),
        number(BlobPlace::refused));
    if (!done) return done.error();
    return found;
}

std::int64_t DeviceBlobs::bytes_used() const {
    std::int64_t used = 0;
    database_
        .each("SELECT coalesce(sum(held), 0) FROM blob",
              [&](const Row& row) { used = row.integer(0); })
        .ignore();
    return used;
}

/// What the server has too goes first, the oldest before the newer.
Result<void> DeviceBlobs::make_room(std::int64_t bytes) {
    std::int64_t used = bytes_used();
    for (const BlobFile& file : list(BlobPlace::settled)) {
        if (used + bytes <= device_blob_bytes_max) return {};
        auto removed = drop_pieces(file.hash);
        if (removed) removed = database_.run("DELETE FROM blob WHERE hash = ?1", file.hash);
        if (!removed) return removed;
        used -= file.held;
    }
    if (used + bytes <= device_blob_bytes_max) return {};
    return make_error(ErrorCode::storage_full,
                      "Los archivos por enviar ya ocupan " + size_words(used) + " de los " +
                          size_words(device_blob_bytes_max) +
                          " que se guardan en este equipo. Sincronice con buena señal para que "
                          "pasen al servidor y vuelva a adjuntar este.",
                      "blob");
}

Result<void> DeviceBlobs::put_piece(std::string_view hash, std::int64_t position,
                                    std::string_view bytes) {
    return database_.run("INSERT INTO blob_piece(hash, position, bytes) VALUES (?1, ?2, ?3)", hash,
                         position, storage::Blob{bytes});
}

Result<void> DeviceBlobs::drop_pieces(std::string_view hash) {
    return database_.run("DELETE FROM blob_piece WHERE hash = ?1", hash);
}

Result<std::string> DeviceBlobs::add(std::string_view bytes, std::string_view name, Instant now) {
    auto sized = checked_blob_size(static_cast<std::int64_t>(bytes.size()));
    if (!sized) return sized.error();
    auto type = checked_media_type(bytes.substr(0, media_type_bytes));
    if (!type) return type.error();
    std::string hash = sha256_hex(bytes);
    const auto known = find(hash);
    const bool is_here = known && known->is_whole();
    if (is_here && known->place != BlobPlace::refused) return hash;

    Transaction transaction{database_};
    auto done = transaction.begin();
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (done && !is_here) done = make_room(size - (known ? known->held : 0));
    if (done) done = drop_pieces(hash);
    for (std::size_t at = 0; done && at < bytes.size(); at += piece_bytes) {
        done = put_piece(hash, static_cast<std::int64_t>(at), bytes.substr(at, piece_bytes));
    }
    if (done) {
        done = database_.run(
            "INSERT INTO blob(hash, name, type, bytes, held, sent, place, reason, added_at) "
            "VALUES (?1, ?2, ?3, ?4, ?4, 0, ?5, '', ?6) ON CONFLICT(hash) DO UPDATE SET "
            "name = excluded.name, type = excluded.type, bytes = excluded.bytes, "
            "held = excluded.held, sent = 0, place = excluded.place, reason = ''",
            hash, name, *type, size, number(BlobPlace::only_here), now.ms);
    }
    if (done) done = transaction.commit();
    if (!done) return done.error();
    ++change_count_;
    return hash;
}

Result<std::string> DeviceBlobs::read(std::string_view hash, std::int64_t offset,
                                      std::int64_t length) const {
    std::string bytes;
    const std::int64_t end = offset + length;
    auto done = database_.each(
        "SELECT position, bytes FROM blob_piece WHERE hash = ?1 AND position < ?2 AND position >= "
        "(SELECT coalesce(max(position), 0) FROM blob_piece WHERE hash = ?1 AND position <= ?3) "
        "ORDER BY position",
        [&](const Row& row) {
            const std::int64_t position = row.integer(0);
            const std::string_view piece = row.blob(1);
            const auto size = static_cast<std::int64_t>(piece.size());
            const std::int64_t from = std::max<std::int64_t>(offset - position, 0);
            const std::int64_t to = std::min(end - position, size);
            if (from < to) {
                bytes.append(piece.substr(static_cast<std::size_t>(from),
                                          static_cast<std::size_t>(to - from)));
            }
        },
        hash, end, offset);
    if (!done) return done.error();
    return bytes;
}

Result<std::string> DeviceBlobs::read_whole(std::string_view hash) const {
    const auto file = find(hash);
    if (!file || !file->is_whole()) return not_here();
    return read(hash, 0, file->bytes);
}

Result<std::string> DeviceBlobs::digest(std::string_view hash) const {
    Sha256Stream stream;
    auto done = database_.each(
        "SELECT bytes FROM blob_piece WHERE hash = ?1 ORDER BY position",
        [&](const Row& row) { stream.add(row.blob(0)); }, hash);
    if (!done) return done.error();
    return stream.finish();
}

Result<bool> DeviceBlobs::is_sound(std::string_view hash) const {
    auto found = digest(hash);
    if (!found) return found.error();
    return *found == hash;
}

Result<void> DeviceBlobs::note_sent(std::string_view hash, std::int64_t sent) {
    ++change_count_;
    return database_.run("UPDATE blob SET sent = ?2, reason = '' WHERE hash = ?1", hash, sent);
}

Result<void> DeviceBlobs::settle(std::string_view hash) {
    ++change_count_;
    return database_.run("UPDATE blob SET sent = bytes, place = ?2, reason = '' WHERE hash = ?1",
                         hash, number(BlobPlace::settled));
}

Result<void> DeviceBlobs::refuse(std::string_view hash, std::string_view reason) {
    ++change_count_;
    return database_.run("UPDATE blob SET place = ?2, reason = ?3 WHERE hash = ?1", hash,
                         number(BlobPlace::refused), reason);
}

Result<void> DeviceBlobs::note_reason(std::string_view hash, std::string_view reason) {
    ++change_count_;
    return database_.run("UPDATE blob SET reason = ?2 WHERE hash = ?1", hash, reason);
}

Result<void> DeviceBlobs::offer_again() {
    ++change_count_;
    return database_.run("UPDATE blob SET place = ?1, sent = 0 WHERE place = ?2",
                         number(BlobPlace::only_here), number(BlobPlace::settled));
}

Result<void> DeviceBlobs::want(std::string_view hash, Instant now) {
    if (!is_blob_hash(hash)) {
        return make_error(ErrorCode::bad_blob, "Ese registro no tiene ningún archivo.");
    }
    const auto known = find(hash);
    if (known && known->place != BlobPlace::missing && known->reason.empty()) return {};
    if (known && known->is_whole()) return {};
    ++change_count_;
    return database_.run(
        "INSERT INTO blob(hash, name, type, bytes, held, sent, place, reason, added_at) "
        "VALUES (?1, '', '', 0, 0, 0, ?2, '', ?3) "
        "ON CONFLICT(hash) DO UPDATE SET place = excluded.place, reason = ''",
        hash, number(BlobPlace::fetching), now.ms);
}

Result<void> DeviceBlobs::append(std::string_view hash, std::string_view bytes,
                                 std::int64_t total) {
    const auto file = find(hash);
    if (!file || file->place != BlobPlace::fetching) return not_here();
    auto sized = checked_blob_size(total);
    if (!sized) return sized;
    const std::int64_t held = file->held + static_cast<std::int64_t>(bytes.size());
    if (held > total || (file->bytes != 0 && file->bytes != total)) {
        return make_error(ErrorCode::malformed, "El archivo llegó distinto de lo anunciado.");
    }
    Transaction transaction{database_};
    auto done = transaction.begin();
    if (done && file->held == 0) done = make_room(total);
    for (std::size_t at = 0; done && at < bytes.size(); at += piece_bytes) {
        done = put_piece(hash, file->held + static_cast<std::int64_t>(at),
                         bytes.substr(at, piece_bytes));
    }
    if (done) {
        done = database_.run("UPDATE blob SET bytes = ?2, held = ?3 WHERE hash = ?1", hash, total,
                             held);
    }
    std::optional<Error> fault;
    if (done && held == total) {
        auto head = read(hash, 0, static_cast<std::int64_t>(media_type_bytes));
        auto sound = is_sound(hash);
        if (!head) return head.error();
        if (!sound) return sound.error();
        const std::string type{media_type_of(*head)};
        if (!*sound) {
            fault = make_error(ErrorCode::blob_mismatch,
                               "El archivo llegó dañado. Se pedirá otra vez.");
        } else if (type.empty()) {
            fault = checked_media_type(*head).error();
        }
        if (fault) {
            done = drop_pieces(hash);
            if (done) {
                done = database_.run(
                    "UPDATE blob SET bytes = 0, held = 0, reason = ?2 WHERE hash = ?1", hash,
                    fault->message);
            }
        } else {
            done = database_.run(
                "UPDATE blob SET type = ?2, sent = bytes, place = ?3, reason = '' WHERE hash = ?1",
                hash, type, number(BlobPlace::settled));
        }
    }
    if (done) done = transaction.commit();
    if (!done) return done;
    ++change_count_;
    if (fault) return *fault;
    return {};
}

Result<void> DeviceBlobs::note_missing(std::string_view hash) {
    ++change_count_;
    return database_.run(
        "UPDATE blob SET place = ?2, reason = ?3 WHERE hash = ?1", hash, number(BlobPlace::missing),
        "El archivo aún está pendiente: no llega al servidor desde el equipo de quien lo adjuntó.");
}

Result<void> DeviceBlobs::remove(std::string_view hash) {
    Transaction transaction{database_};
    auto done = transaction.begin();
    if (done) done = drop_pieces(hash);
    if (done) done = database_.run("DELETE FROM blob WHERE hash = ?1", hash);
    if (done) done = transaction.commit();
    if (done) ++change_count_;
    return done;
}

Result<void> DeviceBlobs::remove_all() {
    auto done = database_.execute("DELETE FROM blob_piece; DELETE FROM blob;");
    if (done) ++change_count_;
    return done;
}

}  // namespace minga::sync
