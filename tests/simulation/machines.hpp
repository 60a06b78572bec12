/// The machines of a simulated history: production stores on simulated disks. They are made from
/// templates, so that a history begins in microseconds, and die at any call that their disk gets.
#pragma once

#include "server/snapshots/snapshot_shelf.hpp"
#include "sync/client/client_session.hpp"
#include "tests/support/disk/simulated_disk.hpp"
#include "tests/support/sync/blob_link.hpp"
#include "tests/support/sync/server.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace minga::simulation {

using test::DiskImage;
using test::SimulatedDisk;
using test::TestClock;
using test::World;

/// A folder of the real disk, in memory where the system has such, that goes with its owner.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// How a machine dies: its process only, or with it all that was not flushed, in part or whole.
enum class Death : std::uint8_t { process, power_any, power_all_kept, power_all_lost };

class ServerMachine {
public:
    /// Holds the records of the world, each with its link in the audit chain.
    ServerMachine();

    server::SqliteStore& store() { return *store_; }
    TestClock& clock() { return clock_; }
    const Catalog& catalog() const { return catalog_; }
    const sync::KeyPair& keys() const;
    SimulatedDisk& disk() { return *disk_; }
    /// Whole files and uploads. They are no part of the simulated disk and outlive every death.
    test::MemoryShelf& files() { return files_; }

    /// From now on devices that begin are offered snapshots, of any scope however small. They lie
    /// on the real disk.
    void keep_snapshots();
    /// nullptr where none are kept.
    server::SnapshotShelf* snapshots() { return snapshots_.get(); }

    /// One exchange, which whoever carries it feeds and asks for its answer.
    sync::ServerSession session_of(const Actor& actor);
    /// A whole exchange; the body comes in pieces. The disk may fail or die under it.
    test::Reply handle(const Actor& actor, std::string_view body);
    /// The connection died after these bytes.
    void handle_cut(const Actor& actor, std::string_view prefix);

    /// Dies and starts again.
    void restart(Death death, Random& random);

    /// What the administration writes down when a role begins or ends.
    void note_role(const Actor& actor, const RoleAssignment& role, bool has_ended);

    /// What an operator keeps of a server that is down, or puts back.
    struct Backup {
        DiskImage image;
        test::MemoryShelf files;
    };
    Backup backup() const { return {disk_->image(), files_}; }
    /// The store says so by a new epoch. Snapshots of the epoch before stay where they are.
    void restore(const Backup& backup, std::string_view epoch);

private:
    void open();
    void open_snapshots();
    void let_go();

    const Catalog& catalog_;
    TestClock clock_;
    std::unique_ptr<SimulatedDisk> disk_ = std::make_unique<SimulatedDisk>();
    std::unique_ptr<server::SqliteStore> store_;
    test::MemoryShelf files_;
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<server::SnapshotShelf> snapshots_;
};

class DeviceMachine {
public:
    struct Options {
        std::uint64_t seed = 1;
        Instant clock_start = test::noon;
        bool is_empty = false;  ///< Signed in and not yet synchronized, otherwise up to date.
    };
    DeviceMachine(const Actor& actor, const Options& options);
    /// Begins from a copy of another machine's disk.
    DeviceMachine(const DiskImage& image, const Options& options);

    sync::DeviceStore& store() { return *store_; }
    TestClock& clock() { return clock_; }
    storage::Database& database() { return *database_; }
    SimulatedDisk& disk() { return *disk_; }

    void restart(Death death, Random& random);
    DiskImage image() const { return disk_->image(); }
    /// An older copy of the disk comes back.
    void restore(const DiskImage& image);

private:
    /// `name`: what the device is called from now on; empty: as its disk says.
    void open(const std::string& name = {});
    void let_go();

    TestClock clock_;
    SeededRandom random_;
    std::unique_ptr<SimulatedDisk> disk_ = std::make_unique<SimulatedDisk>();
    std::unique_ptr<sync::DeviceStore> store_;
    storage::Database* database_ = nullptr;  // owned by the store
};

/// The small country that every history takes place in.
const World& the_world();

}  // namespace minga::simulation
