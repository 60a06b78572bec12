/// A disk in memory under SQLite, on which anything can go wrong at any call: the whole of one
/// machine's storage, registered as a VFS of its own.
///
///     SimulatedDisk disk;
///     auto database = storage::Database::open({.path = "store", .vfs = disk.vfs(),
///                                              .exclusive = true});
///     disk.fail_at(7, DiskFault::full);      // the seventh call from now fails once
///     disk.die_at(3, DiskCall::sync);        // from the third flush on, nothing works any more
///     … the owner of the database lets go of it …
///     disk.lose_power(random);               // of what was not flushed, any part may be gone
///
/// What was flushed stays. What was written and not flushed may survive whole, in part (by sectors)
/// or not at all, each write by itself: that is what power failures leave behind.
#pragma once

#include "shared/base/rng.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace minga::test {

enum class DiskFault : std::uint8_t { broken, full };

/// Calls that faults count. `any` are all of them, readings too.
enum class DiskCall : std::uint8_t { any, write, sync };

/// The files of a disk, by name.
using DiskImage = std::map<std::string, std::string, std::less<>>;

class SimulatedDisk {
public:
    SimulatedDisk();
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;

    /// The name under which SQLite knows this disk.
    const std::string& vfs() const;

    /// What a copy of the disk holds now.
    DiskImage image() const;
    /// Puts other files in the place of all. Nobody may have one open.
    void restore(const DiskImage& image);

    /// The `count`-th call of that kind from now (1: the next) fails, once. A full disk fails at
    /// writings only: other calls are passed over.
    void fail_at(std::int64_t count, DiskFault fault, DiskCall call = DiskCall::any);
    /// The same, and all calls after it fail as well: the process is as good as dead.
    void die_at(std::int64_t count, DiskCall call = DiskCall::any);
    /// Nothing works any more, from now on.
    void die();
    /// No fault waits any more.
    void heal();

    /// Whether the fault that was asked for has come to pass.
    bool has_failed() const;
    bool is_dead() const;
    std::int64_t call_count() const;  ///< Of all calls so far.

    /// The process died: what it wrote is there. Nobody may have a file open.
    void restart();
    /// The machine died: see above. Nobody may have a file open.
    void lose_power(Random& random);
    /// The machine died, and all (or nothing) of what was not flushed had reached the disk.
    void lose_power(bool keeps_unflushed);

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace minga::test
