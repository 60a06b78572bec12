#include "tests/simulation/machines.hpp"

#include "server/storage/epochs.hpp"

#include <cstdlib>
#include <map>

namespace minga::simulation {
namespace {

constexpr std::string_view store_path = "store";
constexpr std::size_t piece_bytes = 4096;

// Small, so that a history sees what was logged move into the store itself, many times.
constexpr std::string_view often_checkpointed = "PRAGMA wal_autocheckpoint = 40";

storage::OpenOptions on(const SimulatedDisk& disk) {
    return {.path = std::string{store_path}, .vfs = disk.vfs(), .exclusive = true};
}

void die(SimulatedDisk& disk, Death death, Random& random) {
    switch (death) {
        case Death::process:
            return disk.restart();
        case Death::power_any:
            return disk.lose_power(random);
        case Death::power_all_kept:
            return disk.lose_power(true);
        case Death::power_all_lost:
            return disk.lose_power(false);
    }
}

/// One file with everything in it, as a store is after an orderly end.
DiskImage settled(DiskImage image, std::string_view sql) {
    SimulatedDisk disk;
    disk.restore(image);
    auto database = storage::Database::open(on(disk));
    MINGA_ASSERT(database.has_value());
    MINGA_ASSERT((*database)->execute(sql).has_value());
    database->reset();
    return disk.image();
}

const DiskImage& server_template() {
    static const DiskImage image = [] {
        test::TestServer server{the_world()};
        return settled({{std::string{store_path}, server.image()}}, "PRAGMA user_version");
    }();
    return image;
}

/// A device on which `actor` is signed in and has read everything.
const DiskImage& device_template(const Actor& actor, bool is_empty) {
    static std::map<std::pair<std::string, bool>, DiskImage> images;
    const auto key = std::pair{actor.login, is_empty};
    const auto found = images.find(key);
    if (found != images.end()) return found->second;
    test::TestDevice device{the_world().catalog};
    MINGA_ASSERT(device.store().sign_in(actor, "token").has_value());
    if (!is_empty) {
        test::TestServer server{the_world()};
        MINGA_ASSERT(test::synchronize(device, server) > 0);
    }
    auto image = settled({{std::string{store_path}, device.image()}}, "PRAGMA user_version");
    return images.emplace(key, std::move(image)).first->second;
}

/// Snapshots of small scopes, and new ones every few changes: histories are short.
constexpr std::int64_t snapshot_records_min = 1;
constexpr std::int64_t snapshot_changes_max = 4;

}  // namespace

TemporaryFolder::TemporaryFolder() {
    namespace fs = std::filesystem;
    const fs::path memory{"/dev/shm"};
    std::string name =
        ((fs::is_directory(memory) ? memory : fs::temp_directory_path()) / "minga-XXXXXX").string();
    MINGA_ASSERT(mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code failure;
    std::filesystem::remove_all(path_, failure);
}

const World& the_world() {
    static const World world;
    return world;
}

ServerMachine::ServerMachine() : catalog_(the_world().catalog) {
    disk_->restore(server_template());
    open();
}

const sync::KeyPair& ServerMachine::keys() const {
    static const sync::KeyPair keys = sync::keys_of({7});
    return keys;
}

void ServerMachine::open() {
    auto store = server::SqliteStore::open(on(*disk_), "epoch-1");
    MINGA_ASSERT(store.has_value());
    store_ = *std::move(store);
    MINGA_ASSERT(store_->database().execute(often_checkpointed).has_value());
    if (folder_) open_snapshots();
}

void ServerMachine::keep_snapshots() {
    folder_ = std::make_unique<TemporaryFolder>();
    open_snapshots();
}

void ServerMachine::open_snapshots() {
    snapshots_ = std::make_unique<server::SnapshotShelf>(
        server::SnapshotShelf::Options{.folder = folder_->path(),
                                       .records_min = snapshot_records_min,
                                       .changes_max = snapshot_changes_max});
}

sync::ServerSession ServerMachine::session_of(const Actor& actor) {
    sync::ServerSession session{*store_, catalog_, actor, clock_};
    session.know(keys());
    if (snapshots_) session.offer(*snapshots_);
    return session;
}

/// What a dead process leaves is not tidied up by anybody.
void ServerMachine::let_go() {
    disk_->die();
    store_.reset();
}

test::Reply ServerMachine::handle(const Actor& actor, std::string_view body) {
    sync::ServerSession session = session_of(actor);
    for (std::size_t at = 0; at < body.size(); at += piece_bytes) {
        session.feed(body.substr(at, piece_bytes));
        auto applied = session.apply();
        if (!applied) return test::reply_of(applied.error());
    }
    auto finished = session.finish();
    if (!finished) return test::reply_of(finished.error());
    auto answer = session.answer(*store_);
    if (!answer) return test::reply_of(answer.error());
    return {200, *std::move(answer)};
}

void ServerMachine::handle_cut(const Actor& actor, std::string_view prefix) {
    sync::ServerSession session = session_of(actor);
    session.feed(prefix);
    session.apply().ignore();
    session.finish().ignore();
}

void ServerMachine::restart(Death death, Random& random) {
    let_go();
    die(*disk_, death, random);
    open();
}

void ServerMachine::note_role(const Actor& actor, const RoleAssignment& role, bool has_ended) {
    storage::Database& database = store_->database();
    auto done = database.run(
        "INSERT INTO user (id, login, name, password, disabled, created_at) "
        "VALUES (?1, ?2, ?3, '', 0, 0) ON CONFLICT DO NOTHING",
        actor.user, actor.login, actor.name);
    if (done && has_ended) {
        done = database.run(
            "INSERT INTO former_role (user, role, organization, ended_at) VALUES (?1, ?2, ?3, 0) "
            "ON CONFLICT DO NOTHING",
            actor.user, role.role, role.organization);
    }
    if (done && !has_ended) {
        done = database.run("DELETE FROM former_role WHERE user = ?1 AND organization = ?2",
                            actor.user, role.organization);
    }
    MINGA_ASSERT(done.has_value());
}

void ServerMachine::restore(const Backup& backup, std::string_view epoch) {
    let_go();
    disk_->restore(backup.image);
    files_ = backup.files;
    open();
    MINGA_ASSERT(store_->begin().has_value());
    MINGA_ASSERT(server::begin_epoch(*store_, epoch, clock_.now()).has_value());
    MINGA_ASSERT(store_->commit().has_value());
}

DeviceMachine::DeviceMachine(const Actor& actor, const Options& options)
    : clock_(options.clock_start), random_(options.seed) {
    disk_->restore(device_template(actor, options.is_empty));
    open(new_id(clock_.now(), random_).to_text());
}

DeviceMachine::DeviceMachine(const DiskImage& image, const Options& options)
    : clock_(options.clock_start), random_(options.seed) {
    disk_->restore(image);
    open();
}

void DeviceMachine::open(const std::string& name) {
    auto database = storage::Database::open(on(*disk_));
    MINGA_ASSERT(database.has_value());
    storage::Database* raw = database->get();
    MINGA_ASSERT(raw->execute(often_checkpointed).has_value());
    if (!name.empty()) {
        const auto named = raw->run("UPDATE setting SET value = ?1 WHERE key = 'device'", name);
        MINGA_ASSERT(named.has_value());
    }
    auto opened =
        sync::DeviceStore::open(*std::move(database), the_world().catalog, random_, clock_);
    MINGA_ASSERT(opened.has_value());
    store_ = *std::move(opened);
    database_ = raw;
}

void DeviceMachine::let_go() {
    disk_->die();
    store_.reset();
}

void DeviceMachine::restart(Death death, Random& random) {
    let_go();
    die(*disk_, death, random);
    open();
}

void DeviceMachine::restore(const DiskImage& image) {
    let_go();
    disk_->restore(image);
    open();
}

}  // namespace minga::simulation
