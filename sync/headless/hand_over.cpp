/// A device changes hands: what only it has is copied out, and only then does it forget.
#include "shared/codec/json.hpp"
#include "sync/client/device_store.hpp"
#include "sync/headless/commands.hpp"
#include "sync/headless/durable_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace minga::sync {
namespace {

namespace fs = std::filesystem;

/// The name that the person knows, without what a file system would read as something else.
std::string plain_name(std::string_view name) {
    constexpr std::size_t name_bytes_max = 120;
    std::string plain;
    for (const char letter : name.substr(name.size() - std::min(name.size(), name_bytes_max))) {
        const bool is_plain = static_cast<unsigned char>(letter) >= ' ' && letter != '/' &&
                              letter != '\\' && letter != ':';
        plain += is_plain ? letter : '_';
    }
    return plain;
}

bool holds(const fs::path& path, std::string_view bytes) {
    std::ifstream file{path, std::ios::binary};
    return file && std::string{std::istreambuf_iterator<char>{file}, {}} == bytes;
}

/// Copies a file to `folder` and tells of it in a line. A hash before the name keeps two files of
/// one name apart.
Result<std::string> copy_out(const DeviceBlobs& blobs, const BlobFile& file,
                             const fs::path& folder) {
    auto bytes = blobs.read_whole(file.hash);
    if (!bytes) return bytes.error();
    std::error_code failure;
    fs::create_directory(folder, failure);
    const fs::path copy = folder / (file.hash.substr(0, 12) + "-" + plain_name(file.name));
    // A copy from an attempt that failed later stays good.
    if (!holds(copy, *bytes)) {
        auto written = write_durably(copy.string(), *bytes);
        if (!written) return written.error();
    }
    Json line = Json::object().set("file", file.hash).set("name", file.name);
    line.set("type", file.type).set("bytes", file.bytes).set("copy", copy.string());
    return line.dump() + '\n';
}

Error kept(const Error& cause) {
    Error error = cause;
    error.message += " No se quitó nada de este equipo.";
    return error;
}

}  // namespace

Result<void> hand_over(DeviceStore& store, const std::string& file) {
    std::error_code failure;
    if (fs::exists(file, failure)) {
        return make_error(ErrorCode::already_exists,
                          "El archivo «" + file +
                              "» ya existe. Elija otro nombre. No se quitó nada de este equipo.");
    }
    auto work = store.unaccepted_work();
    if (!work) return kept(work.error());
    auto unsent = store.blobs().unsent();
    if (!unsent) return kept(unsent.error());
    for (const BlobFile& one : *unsent) {
        auto line = copy_out(store.blobs(), one, file + ".archivos");
        if (!line) return kept(line.error());
        *work += *line;
    }
    auto written = write_durably(file, *work);
    if (!written) return kept(written.error());
    return store.empty();
}

}  // namespace minga::sync
