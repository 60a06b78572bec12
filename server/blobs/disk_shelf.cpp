#include "server/blobs/disk_shelf.hpp"

#include <functional>

namespace minga::server {

using storage::Row;
using sync::BlobInfo;
using sync::BlobKey;
using sync::BlobPart;

namespace {

constexpr std::int64_t upload_life_s = std::int64_t{7} * 24 * 60 * 60;

constexpr std::string_view hold_sql =
    "INSERT INTO blob_holder (hash, organization) SELECT ?1, ?2 "
    "WHERE EXISTS (SELECT 1 FROM blob WHERE hash = ?1) ON CONFLICT DO NOTHING";

Result<void> end_upload(storage::Database& database, const BlobKey& key) {
    return database.run("DELETE FROM blob_upload WHERE hash = ?1 AND organization = ?2", key.hash,
                        key.organization);
}

}  // namespace

std::mutex& DiskShelf::lock_of(std::string_view hash) {
    return locks_[std::hash<std::string_view>{}(hash) % locks_.size()];
}

Result<std::optional<BlobInfo>> DiskShelf::find(const BlobKey& key) {
    std::optional<BlobInfo> found;
    const StorePool::Lease reader = stores_.reader();
    auto done = reader->database().each(
        "SELECT bytes, type FROM blob JOIN blob_holder USING (hash) "
        "WHERE hash = ?1 AND organization = ?2",
        [&](const Row& row) {
            found = {row.integer(0), std::string{row.text(1)}};
        },
        key.hash, key.organization);
    if (!done) return done.error();
    return found;
}

Result<std::optional<DiskShelf::Upload>> DiskShelf::find_upload(const BlobKey& key) {
    std::optional<Upload> found;
    {
        const StorePool::Lease reader = stores_.reader();
        auto done = reader->database().each(
            "SELECT total FROM blob_upload WHERE hash = ?1 AND organization = ?2",
            [&](const Row& row) {
                found = {0, row.integer(0)};
            },
            key.hash, key.organization);
        if (!done) return done.error();
    }
    if (found) found->received = files_.received(key);
    return found;
}

Result<std::int64_t> DiskShelf::append(const BlobKey& key, const BlobPart& part, Instant now) {
    const std::lock_guard lock{lock_of(key.hash)};
    auto whole = find(key);
    if (!whole) return whole.error();
    if (*whole) return part.total;  // another request brought the last byte
    auto upload = find_upload(key);
    if (!upload) return upload.error();
    if (*upload && (*upload)->total != part.total) {
        return make_error(ErrorCode::blob_gap,
                          "Este envío anuncia otro tamaño que el que ya había comenzado.");
    }
    if (!*upload) {
        if (part.offset > 0) {
            return make_error(ErrorCode::blob_gap,
                              "Faltan bytes del archivo antes de este trozo. Se enviarán primero.");
        }
        files_.remove_upload(key);  // of an upload that the store does not know (any more)
        const StorePool::Lease writer = stores_.writer();
        auto begun = writer->database().run(
            "INSERT INTO blob_upload (hash, organization, total, begun_at) VALUES (?1, ?2, ?3, ?4)",
            key.hash, key.organization, part.total, now.ms);
        if (!begun) return begun.error();
    }
    return files_.append(key, part.offset, part.bytes);
}

Result<BlobInfo> DiskShelf::finish(const BlobKey& key, Instant now) {
    const std::lock_guard lock{lock_of(key.hash)};
    auto found = files_.inspect_upload(key);
    if (!found) return found.error();
    std::optional<Error> fault;
    if (!found->is_sound) {
        fault = make_error(ErrorCode::blob_mismatch,
                           "El archivo llegó dañado: no es el que dice su nombre. Se enviará otra "
                           "vez desde el comienzo.");
    } else if (found->info.type.empty()) {
        fault = sync::checked_media_type({}).error();
    }
    if (fault) files_.remove_upload(key);
    if (!fault) {
        auto published = files_.publish(key);
        if (!published) return published.error();
    }
    const StorePool::Lease writer = stores_.writer();
    storage::Database& database = writer->database();
    storage::Transaction transaction{database};
    auto done = transaction.begin();
    if (done) done = end_upload(database, key);
    if (done && !fault) {
        done = database.run(
            "INSERT INTO blob (hash, bytes, type, received_at) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT (hash) DO NOTHING",
            key.hash, found->info.bytes, found->info.type, now.ms);
        if (done) done = database.run(hold_sql, key.hash, key.organization);
    }
    if (done) done = transaction.commit();
    if (!done) return done.error();
    if (fault) return *fault;
    return found->info;
}

Result<void> DiskShelf::hold(const BlobKey& key) {
    auto held = find(key);
    if (!held) return held.error();
    if (*held) return {};
    const StorePool::Lease writer = stores_.writer();
    return writer->database().run(hold_sql, key.hash, key.organization);
}

Result<void> DiskShelf::drop(const BlobKey& key) {
    const std::lock_guard lock{lock_of(key.hash)};
    files_.remove_upload(key);
    const StorePool::Lease writer = stores_.writer();
    return end_upload(writer->database(), key);
}

Result<std::int64_t> DiskShelf::bytes_of(const Id& organization) {
    std::int64_t bytes = 0;
    const StorePool::Lease reader = stores_.reader();
    auto done = reader->database().each(
        "SELECT (SELECT coalesce(sum(bytes), 0) FROM blob_holder JOIN blob USING (hash) "
        "WHERE organization = ?1) + (SELECT coalesce(sum(total), 0) FROM blob_upload "
        "WHERE organization = ?1)",
        [&](const Row& row) { bytes = row.integer(0); }, organization);
    if (!done) return done.error();
    return bytes;
}

Result<std::string> DiskShelf::read(std::string_view hash, std::int64_t offset,
                                    std::int64_t length) {
    return files_.read(hash, offset, length);
}

Result<void> DiskShelf::sweep() {
    const std::vector<BlobKey> swept = files_.sweep_uploads(upload_life_s);
    if (swept.empty()) return {};
    const StorePool::Lease writer = stores_.writer();
    for (const BlobKey& key : swept) {
        auto ended = end_upload(writer->database(), key);
        if (!ended) return ended;
    }
    return {};
}

Result<std::vector<std::string>> known_blobs(storage::Database& database) {
    std::vector<std::string> hashes;
    auto done = database.each("SELECT hash FROM blob ORDER BY hash",
                              [&](const Row& row) { hashes.emplace_back(row.text(0)); });
    if (!done) return done.error();
    return hashes;
}

Result<std::int64_t> verify_blobs(storage::Database& database, const BlobFiles& files) {
    auto hashes = known_blobs(database);
    if (!hashes) return hashes.error();
    for (const std::string& hash : *hashes) {
        auto found = files.inspect(hash);
        if (!found && found.error().code != ErrorCode::not_found) return found.error();
        if (found && found->is_sound) continue;
        return make_error(
            ErrorCode::malformed,
            "Archivos: " + std::string{found ? "está dañado" : "falta"} + " «" + hash + "».");
    }
    return static_cast<std::int64_t>(hashes->size());
}

Result<std::int64_t> forget_missing_blobs(storage::Database& database, const BlobFiles& files) {
    auto hashes = known_blobs(database);
    if (!hashes) return hashes.error();
    std::int64_t forgotten = 0;
    for (const std::string& hash : *hashes) {
        std::error_code failure;
        if (std::filesystem::exists(files.path_of(hash), failure)) continue;
        auto done = database.run("DELETE FROM blob_holder WHERE hash = ?1", hash);
        if (done) done = database.run("DELETE FROM blob WHERE hash = ?1", hash);
        if (!done) return done.error();
        ++forgotten;
    }
    return forgotten;
}

}  // namespace minga::server
