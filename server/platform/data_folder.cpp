#include "server/platform/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace minga::server {

namespace fs = std::filesystem;

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

bool DataFolder::has_store() const {
    std::error_code failure;
    return fs::is_regular_file(store_path(), failure);
}

Result<void> DataFolder::make() const {
    std::error_code failure;
    const bool is_new = fs::create_directories(path_, failure);
    if (!failure && is_new) fs::permissions(path_, fs::perms::owner_all, failure);
    if (failure || !fs::is_directory(path_)) {
        return make_error(ErrorCode::storage_failed,
                          "No se puede crear la carpeta de datos «" + path_.string() + "».", "data",
                          failure.message());
    }
    return {};
}

Result<FolderLock> DataFolder::lock() const {
    const fs::path file = path_ / "minga.lock";
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return make_error(ErrorCode::storage_failed,
                          "No se puede escribir en la carpeta de datos «" + path_.string() + "».",
                          "data", std::strerror(errno));
    }
    FolderLock lock{descriptor};
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return make_error(ErrorCode::busy,
                          "Ya hay un servidor de Minga en marcha con la carpeta de datos «" +
                              path_.string() + "». Deténgalo primero.",
                          "data");
    }
    return lock;
}

}  // namespace minga::server
