// minga-server serve

#include "server/admin/commands.hpp"
#include "server/admin/demo.hpp"
#include "server/admin/opened_store.hpp"
#include "server/admin/upkeep.hpp"
#include "server/auth/secure_random.hpp"
#include "server/blobs/disk_shelf.hpp"
#include "server/bundles/server_keys.hpp"
#include "server/http/http_server.hpp"
#include "server/platform/data_folder.hpp"
#include "server/platform/wall_clock.hpp"
#include "server/storage/migrations.hpp"
#include "server/storage/published_instruments.hpp"
#include "shared/programs/embedded.hpp"
#include "sync/server/sharing.hpp"

#include <malloc.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

namespace minga::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t epoch_bytes = 8;

/// The C library gives threads heaps of their own, and each keeps what the largest answer took: as
/// many of them as there are processors would be enough for a server, and some dozens are not.
void share_heaps() {
    constexpr int heaps_max = 2;
    mallopt(M_ARENA_MAX, heaps_max);
}

/// SIGTERM and SIGINT, held back from every thread and waited for by one.
sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

/// The web client that the build put beside the program.
fs::path default_web_root() {
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    return failure ? fs::path{} : program.parent_path().parent_path() / "wasm" / "web";
}

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Result<void> check_demo(const ServeOptions& options) {
    if (options.is_demo && !options.is_demo_anywhere && !is_loopback(options.host)) {
        return make_error(ErrorCode::forbidden,
                          "Los datos de demostración tienen claves públicas: solo se sirven en "
                          "este equipo. Si de verdad los quiere en la red, agregue "
                          "--demo-anywhere.",
                          "demo");
    }
    return {};
}

Result<void> announce(const ServeOptions& options, int port) {
    const std::string host =
        options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
    std::cout << "Minga: http://" << host << ':' << port << '\n';
    if (options.is_demo) std::cout << demo_logins_text();
    std::cout.flush();
    if (options.port_file.empty()) return {};
    std::ofstream file{options.port_file + ".partial"};
    file << port << '\n';
    file.close();
    std::error_code failure;
    if (file) fs::rename(options.port_file + ".partial", options.port_file, failure);
    if (!file || failure) {
        return make_error(ErrorCode::storage_failed,
                          "No se puede escribir «" + options.port_file + "».", "port-file");
    }
    return {};
}

/// Where the programme is not the one by which the store says what is shared, it says so anew.
Result<void> keep_shares(SqliteStore& store, const Catalog& catalog) {
    static constexpr std::string_view key = "programs";
    const std::string now = embedded_digest();
    auto held = read_meta(store.database(), key);
    if (!held) return held.error();
    if (*held == now) return {};
    return in_transaction(store, [&] {
        auto done = sync::rebuild_shares(store, catalog);
        return done ? write_meta(store.database(), key, now) : done;
    });
}

}  // namespace

Result<void> serve(const ServeOptions& options) {
    auto allowed = check_demo(options);
    if (!allowed) return allowed;
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    share_heaps();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk, not the end

    const DataFolder folder{options.data};
    auto made = folder.make();
    if (!made) return made;
    auto lock = folder.lock();
    if (!lock) return lock.error();
    auto stores = StorePool::open({.path = folder.store_path(),
                                   .new_epoch = random_hex(epoch_bytes),
                                   .bytes_max = options.store_mb_max << 20});
    if (!stores) return stores.error();

    auto keys = load_server_keys(folder.keys_path());
    if (!keys) return keys.error();

    // Read once: what is published while it serves counts from the next start on.
    auto published = published_instruments((*stores)->writer()->database());
    if (!published) return published.error();
    auto catalog = published_catalog(*published);
    if (!catalog) return catalog.error();
    auto shared = keep_shares(*(*stores)->writer(), *catalog);
    if (!shared) return shared;

    WallClock clock;
    Log log{clock};
    if (options.is_demo) {
        const StorePool::Lease writer = (*stores)->writer();
        auto filled = fill_with_demo(*writer, *catalog, clock.now());
        if (!filled) return filled;
    }
    DiskShelf blobs{**stores, BlobFiles{folder.blobs_path()}};
    auto swept = blobs.sweep();
    if (!swept) return swept;
    Service service{**stores, *catalog, clock,
                    log,      blobs,    {.organization_bytes_max = options.files_mb_max << 20}};
    service.keys = *keys;
    for (PublishedInstrument& one : *published) {
        service.instruments.add(std::move(one.body), one.hash);
    }
    SnapshotShelf snapshots{{.folder = folder.snapshots_path()}};
    service.snapshots = &snapshots;
    HttpServer server{service,
                      {.host = options.host,
                       .port = options.port,
                       .web_root = options.web.empty() ? default_web_root() : fs::path{options.web},
                       .is_behind_tls = options.is_behind_tls,
                       .threads = options.threads,
                       .waiting_max = options.waiting_max,
                       .client_threads_max = options.client_threads_max}};
    auto port = server.bind();
    if (!port) return port.error();
    auto announced = announce(options, *port);
    if (!announced) return announced;
    log.write(LogLevel::info, "started");

    Upkeep upkeep{service};
    std::thread stopper{[&] {
        int signal = 0;
        sigwait(&signals, &signal);
        server.stop();
    }};
    server.serve();
    // Where the server ended by itself, the waiting thread needs its signal.
    pthread_kill(stopper.native_handle(), SIGTERM);
    stopper.join();
    auto settled = (*stores)->checkpoint();
    log.write(LogLevel::info, "stopped");
    return settled;
}

}  // namespace minga::server
