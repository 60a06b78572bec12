// minga-server verify, backup, restore, collect

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/auth/secure_random.hpp"
#include "server/blobs/disk_shelf.hpp"
#include "server/platform/data_folder.hpp"
#include "server/platform/wall_clock.hpp"
#include "server/storage/epochs.hpp"
#include "server/storage/migrations.hpp"
#include "sync/server/collection.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t epoch_bytes = 8;

/// Beside a backup, the folder with its attached files.
constexpr const char* files_suffix = ".files";

/// Refuses a file that is not a whole store of ours; nothing is written to it.
Result<void> check_backup(const std::string& path) {
    const Error not_ours =
        make_error(ErrorCode::malformed, "El archivo «" + path + "» no es un respaldo de Minga.");
    std::error_code failure;
    if (!fs::is_regular_file(path, failure)) {
        return make_error(ErrorCode::not_found, "No existe el archivo «" + path + "».");
    }
    auto database = storage::Database::open({.path = path, .read_only = true});
    if (!database) return not_ours;
    auto is_ours = is_minga_store(**database);
    if (!is_ours || !*is_ours) return not_ours;
    bool is_whole = false;
    auto checked = (*database)->each("PRAGMA quick_check", [&](const storage::Row& row) {
        is_whole = row.text(0) == "ok";
        return is_whole;
    });
    if (!checked || !is_whole) {
        return make_error(ErrorCode::malformed, "El respaldo «" + path + "» está dañado.");
    }
    return {};
}

/// Copies the files that the store at `path` knows; returns how many.
Result<std::int64_t> copy_blobs_of(const std::string& path, const BlobFiles& from,
                                   const BlobFiles& to) {
    auto database = storage::Database::open({.path = path, .read_only = true});
    if (!database) return database.error();
    auto hashes = known_blobs(**database);
    if (!hashes) return hashes.error();
    for (const std::string& hash : *hashes) {
        auto copied = from.copy_to(hash, to);
        if (!copied) return copied.error();
    }
    return static_cast<std::int64_t>(hashes->size());
}

/// Brings back the files that the restored store knows, where the backup or this folder has them;
/// what is in neither is forgotten, and devices that have it send it again.
Result<std::int64_t> restore_blobs(SqliteStore& store, const BlobFiles& backup,
                                   const BlobFiles& here) {
    auto hashes = known_blobs(store.database());
    if (!hashes) return hashes.error();
    std::error_code failure;
    for (const std::string& hash : *hashes) {
        if (!fs::exists(backup.path_of(hash), failure)) continue;
        auto copied = backup.copy_to(hash, here);
        if (!copied) return copied.error();
    }
    return forget_missing_blobs(store.database(), here);
}

/// Whether the chain contains what witnesses saw of it.
Result<void> check_heads(const SqliteStore& store, const std::string& path) {
    if (path.empty()) return {};
    std::ifstream file{path};
    if (!file) {
        return make_error(ErrorCode::not_found, "No se puede leer el archivo «" + path + "».");
    }
    for (std::string line; std::getline(file, line);) {
        std::istringstream words{line};
        std::int64_t number = 0;
        std::string hash;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        if (!(words >> number >> hash) || hash.size() < sync::asked_hash_digits) {
            return make_error(ErrorCode::malformed, "En «" + path +
                                                        "» hay una línea que no dice "
                                                        "«número huella»: «" +
                                                        line.substr(0, 80) + "».");
        }
        if (store.audit_hash(number).starts_with(hash)) continue;
        return make_error(ErrorCode::malformed, "La cadena no contiene el eslabón " +
                                                    std::to_string(number) + " que alguien vio (" +
                                                    hash + "): fue reescrita o acortada.");
    }
    return {};
}

}  // namespace

Result<void> verify(const StoreOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto result = verify_store(**store);
    if (!result) return result.error();
    auto held = check_heads(**store, options.heads);
    if (result->first_break) {
        const auto& [link, what] = *result->first_break;
        const std::string where = link == 0 ? "Fuera de la cadena: "
                                            : "Primer eslabón roto: " + std::to_string(link) + ". ";
        return make_error(ErrorCode::malformed, where + what);
    }
    if (!held) return held;
    auto files =
        verify_blobs((*store)->database(), BlobFiles{DataFolder{options.data}.blobs_path()});
    if (!files) return files.error();
    std::cout << "Todo calza: " << result->links << " eslabones, " << result->ops << " cambios, "
              << result->records << " registros, " << *files << " archivos.\n";
    return {};
}

Result<void> back_up(const StoreOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    std::error_code failure;
    if (fs::exists(options.file, failure) || fs::exists(options.file + files_suffix, failure)) {
        return make_error(ErrorCode::already_exists,
                          "El archivo «" + options.file + "» ya existe. Elija otro nombre.");
    }
    // Written beside and renamed at the end: the name never stands for half a backup.
    const std::string partial = options.file + ".partial";
    fs::remove(partial, failure);
    auto copied = (*store)->database().backup_to(partial);
    if (!copied) {
        fs::remove(partial, failure);
        return copied;
    }
    // The files last: a file that the copied store knows is there, and never changes or goes.
    auto files = copy_blobs_of(partial, BlobFiles{DataFolder{options.data}.blobs_path()},
                               BlobFiles{options.file + files_suffix});
    if (!files) {
        fs::remove(partial, failure);
        return files.error();
    }
    auto marked = mark_backup(**store, partial, WallClock{}.now());
    if (!marked) return marked;
    fs::permissions(partial, fs::perms::owner_read | fs::perms::owner_write, failure);
    fs::rename(partial, options.file, failure);
    if (failure) {
        return make_error(ErrorCode::storage_failed, "No se pudo terminar el respaldo.", {},
                          failure.message());
    }
    std::cout << "Respaldo hecho: " << options.file;
    if (*files > 0) {
        std::cout << ", y " << *files << " archivos en " << options.file + files_suffix;
    }
    std::cout << '\n';
    return {};
}

Result<void> restore(const StoreOptions& options) {
    const DataFolder folder{options.data};
    auto made = folder.make();
    if (!made) return made;
    auto lock = folder.lock();
    if (!lock) return lock.error();
    auto checked = check_backup(options.file);
    if (!checked) return checked;

    const fs::path place = folder.store_path();
    const fs::path partial = place.string() + ".partial";
    std::error_code failure;
    fs::copy_file(options.file, partial, fs::copy_options::overwrite_existing, failure);
    if (failure) {
        return make_error(ErrorCode::storage_failed, "No se pudo copiar el respaldo.", {},
                          failure.message());
    }
    std::int64_t forgotten = 0;
    {
        // A new epoch tells the devices to offer again what this copy may lack.
        auto store = SqliteStore::open({.path = partial.string()}, random_hex(epoch_bytes));
        if (!store) return store.error();
        auto renewed = in_transaction(**store, [&]() -> Result<void> {
            auto files = restore_blobs(**store, BlobFiles{options.file + files_suffix},
                                       BlobFiles{folder.blobs_path()});
            if (!files) return files.error();
            forgotten = *files;
            return begin_epoch(**store, random_hex(epoch_bytes), WallClock{}.now());
        });
        if (!renewed) return renewed;
        auto settled = (*store)->database().run("PRAGMA wal_checkpoint(TRUNCATE)");
        if (!settled) return settled;
    }
    for (const char* leftover : {"-wal", "-shm"}) {
        fs::remove(partial.string() + leftover, failure);
    }
    if (folder.has_store()) {
        // What was here is kept beside, until someone removes it.
        const std::string kept = place.string() + ".before-restore";
        for (const char* part : {"", "-wal", "-shm"}) {
            fs::remove(kept + part, failure);
            if (fs::exists(place.string() + part, failure)) {
                fs::rename(place.string() + part, kept + part, failure);
            }
        }
    }
    fs::rename(partial, place, failure);
    if (failure) {
        return make_error(ErrorCode::storage_failed, "No se pudo terminar la restauración.", {},
                          failure.message());
    }
    std::cout << "Restaurado desde " << options.file
              << ". Los equipos volverán a ofrecer lo que este respaldo no tenga.\n";
    if (forgotten > 0) {
        std::cout << "Faltan " << forgotten
                  << " archivos adjuntos: se pedirán a los equipos que los tengan.\n";
    }
    return {};
}

Result<void> collect(const StoreOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto count = sync::collect_tombstones(**store, WallClock{}.now());
    if (!count) return count.error();
    std::cout << "Registros eliminados que se retiraron: " << *count << '\n';
    return {};
}

}  // namespace minga::server
