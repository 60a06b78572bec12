#include "tests/fuzz/bundle_server.hpp"

#include "server/storage/verify.hpp"
#include "tests/fuzz/bundle_input.hpp"

#include <fstream>

#include <unistd.h>

namespace minga::fuzz {
namespace {

/// A store in which the owner of the device's keys has an account.
const std::string& store_image() {
    static const std::string image = [] {
        const Actor& actor = simulation::the_world().committee;
        simulation::ServerMachine machine;
        server::SqliteStore& store = machine.store();
        MINGA_ASSERT(store.begin().has_value());
        const server::Account account{actor.user, actor.login, actor.name, "", false, actor.roles};
        MINGA_ASSERT(server::add_account(store.database(), account, test::noon).has_value());
        MINGA_ASSERT(server::enroll_device_key(store.database(), device_keys().shown, actor.user,
                                               "", test::noon)
                         .has_value());
        MINGA_ASSERT(store.commit().has_value());
        return test::disk_image(store.database());
    }();
    return image;
}

void remove_store(const std::filesystem::path& path) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
}

}  // namespace

BundleServer::BundleServer()
    : path_(std::filesystem::temp_directory_path() /
            ("minga-fuzz-" + std::to_string(getpid()) + ".store")) {
    remove_store(path_);
    std::ofstream{path_, std::ios::binary} << store_image();
    auto opened =
        server::StorePool::open({.path = path_, .new_epoch = "epoch-1", .reader_count = 1});
    MINGA_ASSERT(opened.has_value());
    stores_ = *std::move(opened);
}

BundleServer::~BundleServer() {
    stores_.reset();
    remove_store(path_);
}

Result<server::ImportedBundle> BundleServer::import(std::string_view file) {
    server::BundleDesk desk{.stores = *stores_,
                            .catalog = simulation::the_world().catalog,
                            .clock = clock_,
                            .random = random_,
                            .keys = server_keys(),
                            .blobs = blobs_};
    return server::import_bundle(desk, file, Id{});
}

bool BundleServer::is_sound() {
    const server::StorePool::Lease reader = stores_->reader();
    const auto verified = server::verify_store(*reader);
    return verified.has_value() && !verified->first_break;
}

}  // namespace minga::fuzz
