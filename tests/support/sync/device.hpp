/// A device for tests: the production store in memory, a clock that the test moves, and a disk that
/// survives a kill.
#pragma once

#include "shared/base/rng.hpp"
#include "sync/client/client_session.hpp"
#include "sync/client/device_store.hpp"
#include "tests/support/world.hpp"

#include <memory>
#include <string>

namespace minga::test {

/// The moment at which test clocks start: 2026-03-02T12:00:00Z.
inline constexpr Instant noon{1'772'452'800'000};

class TestClock final : public Clock {
public:
    explicit TestClock(Instant start = noon) : now_(start) {}

    /// Each reading is a millisecond later than the one before.
    Instant now() override {
        now_.ms += 1;
        return now_;
    }
    void advance(std::int64_t ms) { now_.ms += ms; }

private:
    Instant now_;
};

/// The committed bytes of a database in memory, and a database that begins with them.
std::string disk_image(storage::Database& database);
std::unique_ptr<storage::Database> database_from(const std::string& image);
/// The next commit fails, as on a full disk, and nothing of it is kept.
void fail_next_commit(storage::Database& database);
/// From now on commits succeed again.
void let_commits_pass(storage::Database& database);
/// Puts `image` in the place of what the open database holds.
void restore_image(storage::Database& database, const std::string& image);

class TestDevice {
public:
    struct Options {
        std::uint64_t seed = 1;
        Instant clock_start = noon;
    };
    explicit TestDevice(const Catalog& catalog) : TestDevice(catalog, Options{}) {}
    TestDevice(const Catalog& catalog, Options options);

    sync::DeviceStore& store() { return *store_; }
    const sync::DeviceStore& store() const { return *store_; }
    TestClock& clock() { return clock_; }
    storage::Database& database() { return *database_; }

    /// What a copy of the disk holds now.
    std::string image() { return disk_image(*database_); }
    /// Begins again from a copy of a disk.
    void reopen(const std::string& image);
    /// The process dies: what was committed is there again afterwards.
    void kill() { reopen(image()); }

private:
    const Catalog& catalog_;
    TestClock clock_;
    SeededRandom random_;
    std::unique_ptr<sync::DeviceStore> store_;
    storage::Database* database_ = nullptr;  // owned by the store
};

/// A first answer of a server that holds the world's records of one organization.
sync::SyncAnswer first_answer(const World& world, const Id& organization);

}  // namespace minga::test
