#include "server/blobs/blob_files.hpp"

#include "shared/base/hash.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace minga::server {

namespace fs = std::filesystem;
using sync::BlobKey;

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

/// A file descriptor that is closed in the end.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    int get() const { return number_; }
    bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

Error disk_error(const std::string& what, int number) {
    if (number == ENOSPC || number == EDQUOT || number == EFBIG) {
        return make_error(ErrorCode::storage_full,
                          "El servidor no tiene espacio para el archivo. Se intentará más tarde; "
                          "el archivo sigue en este equipo.",
                          {}, what);
    }
    return make_error(ErrorCode::storage_failed,
                      "El servidor no pudo guardar el archivo. Se intentará otra vez.", {},
                      what + ": " + std::strerror(number));
}

Result<void> write_all(int file, std::string_view bytes, std::int64_t offset) {
    while (!bytes.empty()) {
        const ssize_t written = pwrite(file, bytes.data(), bytes.size(), offset);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return disk_error("write", written < 0 ? errno : ENOSPC);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += written;
    }
    return {};
}

/// A new name in a folder lasts only once the folder itself is on the disk.
Result<void> flush_folder(const fs::path& folder) {
    const Descriptor descriptor{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!descriptor.is_open() || fsync(descriptor.get()) != 0) {
        return disk_error("sync folder", errno);
    }
    return {};
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code failure;
    const bool is_new = fs::create_directories(folder, failure);
    if (failure) return disk_error("create folder", failure.value());
    if (!is_new) return {};
    fs::permissions(folder, fs::perms::owner_all, failure);
    return flush_folder(folder.parent_path());
}

Result<BlobFiles::Inspection> inspect_file(const fs::path& path) {
    const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        return make_error(ErrorCode::not_found, "El archivo no está en el servidor.");
    }
    BlobFiles::Inspection found;
    Sha256Stream stream;
    std::string piece(piece_bytes, '\0');
    while (true) {
        const ssize_t length = ::read(file.get(), piece.data(), piece.size());
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) return disk_error("read", errno);
        if (length == 0) break;
        const std::string_view bytes{piece.data(), static_cast<std::size_t>(length)};
        if (found.info.bytes == 0) {
            found.info.type = sync::media_type_of(bytes.substr(0, sync::media_type_bytes));
        }
        stream.add(bytes);
        found.info.bytes += length;
    }
    const std::string name = path.filename().string();
    found.is_sound = stream.finish() == name.substr(0, 64);
    return found;
}

}  // namespace

fs::path BlobFiles::path_of(std::string_view hash) const {
    return folder_ / std::string{hash.substr(0, 2)} / std::string{hash};
}

fs::path BlobFiles::upload_path(const BlobKey& key) const {
    return folder_ / "uploads" / (key.hash + "." + key.organization.to_text());
}

std::int64_t BlobFiles::received(const BlobKey& key) const {
    std::error_code failure;
    const auto size = fs::file_size(upload_path(key), failure);
    return failure ? 0 : static_cast<std::int64_t>(size);
}

Result<std::int64_t> BlobFiles::append(const BlobKey& key, std::int64_t offset,
                                       std::string_view bytes) const {
    const fs::path path = upload_path(key);
    auto made = make_folder(path.parent_path());
    if (!made) return made.error();
    const std::int64_t size = received(key);
    if (offset > size) {
        return make_error(ErrorCode::blob_gap,
                          "Faltan bytes del archivo antes de este trozo. Se enviarán primero.");
    }
    const std::int64_t known = size - offset;
    if (known >= static_cast<std::int64_t>(bytes.size())) return size;
    bytes.remove_prefix(static_cast<std::size_t>(known));
    const Descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
    if (!file.is_open()) return disk_error("open", errno);
    auto written = write_all(file.get(), bytes, size);
    if (written && fdatasync(file.get()) != 0) written = disk_error("sync", errno);
    if (written && size == 0) written = flush_folder(path.parent_path());
    if (!written) {
        // Half a chunk that may not last is not to be counted on.
        if (ftruncate(file.get(), size) != 0) remove_upload(key);
        return written.error();
    }
    return size + static_cast<std::int64_t>(bytes.size());
}

Result<BlobFiles::Inspection> BlobFiles::inspect_upload(const BlobKey& key) const {
    return inspect_file(upload_path(key));
}

Result<BlobFiles::Inspection> BlobFiles::inspect(std::string_view hash) const {
    return inspect_file(path_of(hash));
}

Result<void> BlobFiles::publish(const BlobKey& key) const {
    const fs::path target = path_of(key.hash);
    auto made = make_folder(target.parent_path());
    if (!made) return made;
    std::error_code failure;
    fs::rename(upload_path(key), target, failure);
    if (failure) return disk_error("rename", failure.value());
    return flush_folder(target.parent_path());
}

void BlobFiles::remove_upload(const BlobKey& key) const {
    std::error_code failure;
    fs::remove(upload_path(key), failure);
}

Result<std::string> BlobFiles::read(std::string_view hash, std::int64_t offset,
                                    std::int64_t length) const {
    const Descriptor file{open(path_of(hash).c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        return make_error(ErrorCode::not_found, "El archivo no está en el servidor.");
    }
    std::string bytes(static_cast<std::size_t>(length), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const ssize_t got = pread(file.get(), bytes.data() + at, bytes.size() - at,
                                  offset + static_cast<std::int64_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return disk_error("read", errno);
        if (got == 0) break;
        at += static_cast<std::size_t>(got);
    }
    bytes.resize(at);
    return bytes;
}

Result<void> BlobFiles::copy_to(std::string_view hash, const BlobFiles& target) const {
    const fs::path place = target.path_of(hash);
    std::error_code failure;
    if (fs::exists(place, failure)) return {};
    auto made = make_folder(place.parent_path());
    if (!made) return made;
    const fs::path partial = place.string() + ".partial";
    fs::copy_file(path_of(hash), partial, fs::copy_options::overwrite_existing, failure);
    if (failure) return disk_error("copy", failure.value());
    const Descriptor file{open(partial.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open() || fsync(file.get()) != 0) return disk_error("sync", errno);
    fs::permissions(partial, fs::perms::owner_read | fs::perms::owner_write, failure);
    fs::rename(partial, place, failure);
    if (failure) return disk_error("rename", failure.value());
    return flush_folder(place.parent_path());
}

std::vector<BlobKey> BlobFiles::sweep_uploads(std::int64_t age_s) const {
    std::vector<BlobKey> swept;
    std::error_code failure;
    const auto newest = fs::file_time_type::clock::now() - std::chrono::seconds{age_s};
    for (const auto& entry : fs::directory_iterator{folder_ / "uploads", failure}) {
        const auto touched = entry.last_write_time(failure);
        if (failure || touched > newest) continue;
        const std::string name = entry.path().filename().string();
        fs::remove(entry.path(), failure);
        const auto organization = Id::parse(name.size() > 65 ? name.substr(65) : "");
        if (organization) swept.push_back({name.substr(0, 64), *organization});
    }
    return swept;
}

}  // namespace minga::server
