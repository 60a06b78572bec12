// minga-server bundle import

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/auth/secure_random.hpp"
#include "server/blobs/disk_shelf.hpp"
#include "server/bundles/bundle_desk.hpp"
#include "server/bundles/server_keys.hpp"
#include "server/platform/data_folder.hpp"
#include "server/platform/wall_clock.hpp"
#include "server/storage/published_instruments.hpp"
#include "sync/client/bundle_receipt.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

/// "minga-…-5-16-a3f1.minga" → "minga-…-5-16-a3f1-respuesta.minga", in the folder that was asked
/// for; never over a file that is there.
fs::path answer_path(const fs::path& file, const std::string& out) {
    const fs::path folder = out.empty() ? file.parent_path() : fs::path{out};
    const std::string stem = file.stem().string() + "-respuesta";
    std::error_code failure;
    fs::path path = folder / (stem + ".minga");
    for (int number = 2; fs::exists(path, failure); ++number) {
        path = folder / (stem + "-" + std::to_string(number) + ".minga");
    }
    return path;
}

Result<void> write_answer(const fs::path& path, const std::string& bytes) {
    const fs::path partial = path.string() + ".partial";
    std::ofstream file{partial, std::ios::binary};
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    std::error_code failure;
    if (file) fs::rename(partial, path, failure);
    if (!file || failure) {
        fs::remove(partial, failure);
        return make_error(ErrorCode::storage_failed,
                          "No se puede escribir la respuesta en «" + path.string() + "».", "out");
    }
    return {};
}

void print(const fs::path& file, const ImportedBundle& imported, const fs::path& answer) {
    const sync::CarriedCounts& counts = imported.counts;
    std::cout << file.string() << '\n'
              << "  De:        " << imported.login << ", equipo "
              << imported.header.device.to_text() << '\n'
              << "  Dice:      "
              << sync::op_range_text(imported.header.first_n, imported.header.last_n) << '\n'
              << "  Recibido:  " << counts.ops << " (nuevos " << counts.taken << ", en conflicto "
              << counts.conflicts << ", rechazados " << counts.refused << ")"
              << (imported.was_here ? "; este archivo ya se había recibido" : "") << '\n';
    if (!imported.is_whole) std::cout << "  Atención:  " << imported.damage << '\n';
    std::cout << "  Huella:    " << sync::grouped_hash(imported.hash) << '\n'
              << "  Respuesta: " << answer.string() << '\n';
}

Result<void> import_one(BundleDesk& desk, const std::string& name, const std::string& out) {
    auto bytes = read_input_file(name);
    if (!bytes) return bytes.error();
    auto imported = import_bundle(desk, *bytes, Id{});
    if (!imported) return imported.error();
    const fs::path answer = answer_path(name, out);
    auto written = write_answer(answer, imported->answer);
    if (!written) return written;
    print(name, *imported, answer);
    return {};
}

}  // namespace

Result<void> import_bundles(const BundleOptions& options) {
    const DataFolder folder{options.data};
    {
        auto store = open_store(options.data);  // says so where there is none
        if (!store) return store.error();
    }
    std::error_code failure;
    if (!options.out.empty() && !fs::is_directory(options.out, failure)) {
        return make_error(ErrorCode::not_found, "No existe la carpeta «" + options.out + "».",
                          "out");
    }
    auto stores =
        StorePool::open({.path = folder.store_path(), .new_epoch = {}, .reader_count = 1});
    if (!stores) return stores.error();
    auto keys = load_server_keys(folder.keys_path());
    if (!keys) return keys.error();
    WallClock clock;
    SecureRandom random;
    DiskShelf blobs{**stores, BlobFiles{folder.blobs_path()}};
    auto catalog = published_catalog((*stores)->writer()->database());
    if (!catalog) return catalog.error();
    BundleDesk desk{**stores, *catalog, clock, random, *keys, blobs};
    std::size_t refused = 0;
    std::optional<Error> first_error;
    for (const std::string& name : options.files) {
        auto done = import_one(desk, name, options.out);
        if (done) continue;
        // The others still count.
        ++refused;
        std::cout << name << "\n  No se tomó: " << done.error().message << '\n';
        if (!first_error) first_error = done.error();
    }
    std::cout.flush();
    if (!first_error) return {};
    if (options.files.size() == 1) return *first_error;
    return make_error(first_error->code, std::to_string(refused) + " de " +
                                             std::to_string(options.files.size()) +
                                             " archivos no se pudieron tomar.");
}

}  // namespace minga::server
