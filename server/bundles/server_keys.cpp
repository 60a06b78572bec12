#include "server/bundles/server_keys.hpp"

#include "server/auth/secure_random.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace minga::server {
namespace {

constexpr std::string_view first_line =
    "# Llave secreta de este servidor de Minga. No la comparta; respáldela aparte.";

Error failure(const std::string& path) {
    return make_error(ErrorCode::storage_failed,
                      "No se puede guardar la llave del servidor en «" + path + "».", "data",
                      std::strerror(errno));
}

/// Written beside and linked into place: of two processes that begin at once, one draws the keys
/// and both use them.
Result<void> make_file(const std::string& path) {
    SecureRandom random;
    const std::string text =
        std::string{first_line} + "\n" + sync::secret_to_text(sync::new_secret(random)) + "\n";
    const std::string partial = path + ".partial-" + random_hex(6);
    const int file = open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return failure(path);
    const bool is_written =
        write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        fsync(file) == 0;
    close(file);
    const bool is_placed =
        is_written && (link(partial.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const Error error = failure(path);
    unlink(partial.c_str());
    if (!is_placed) return error;
    return {};
}

}  // namespace

Result<sync::KeyPair> load_server_keys(const std::string& path) {
    if (access(path.c_str(), F_OK) != 0) {
        auto made = make_file(path);
        if (!made) return made.error();
    }
    std::ifstream file{path};
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line.front() == '#') continue;
        if (const auto secret = sync::parse_secret(line)) return sync::keys_of(*secret);
        break;
    }
    return make_error(ErrorCode::storage_failed,
                      "La llave del servidor en «" + path +
                          "» no se puede leer. Póngala de nuevo desde su respaldo; si no lo hay, "
                          "bórrela y se hará otra, pero los archivos que ya venían en camino no se "
                          "podrán abrir.",
                      "data");
}

}  // namespace minga::server
