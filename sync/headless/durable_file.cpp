#include "sync/headless/durable_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace minga::sync {
namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close_now(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool is_open() const { return number_ >= 0; }
    int get() const { return number_; }
    bool close_now() {
        const int number = number_;
        number_ = -1;
        return number < 0 || close(number) == 0;
    }

private:
    int number_;
};

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool write_flushed(const std::string& path, std::string_view bytes) {
    Descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!file.is_open() || !write_all(file.get(), bytes)) return false;
    return fsync(file.get()) == 0 && file.close_now();
}

/// The name is on the disk too. Sticks whose file system does not flush folders say EINVAL.
bool flush_folder(const fs::path& path) {
    const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    const Descriptor folder{open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return folder.is_open() && (fsync(folder.get()) == 0 || errno == EINVAL);
}

}  // namespace

Result<void> write_durably(const std::string& path, std::string_view bytes) {
    std::error_code failure;
    if (fs::exists(path, failure)) {
        return make_error(ErrorCode::already_exists,
                          "El archivo «" + path + "» ya existe. Elija otro nombre.");
    }
    const std::string partial = path + ".partial";
    if (write_flushed(partial, bytes) && rename(partial.c_str(), path.c_str()) == 0) {
        if (flush_folder(path)) return {};
    }
    const std::string reason = std::strerror(errno);
    unlink(partial.c_str());
    unlink(path.c_str());
    return make_error(ErrorCode::storage_failed,
                      "No se pudo escribir «" + path + "». Revise el espacio y los permisos.", {},
                      reason);
}

}  // namespace minga::sync
