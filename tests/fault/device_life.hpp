/// A short life of a device and its server, in steps that can be taken again: what is done already
/// is left as it is. A healthy second device keeps the first from being alone.
#pragma once

#include "tests/simulation/machines.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace minga::fault {

using simulation::ServerMachine;
using test::SimulatedDisk;

/// Whose disk is told to fail.
enum class Side : std::uint8_t { device, server };

class DeviceLife {
public:
    DeviceLife();

    static constexpr int step_count = 13;
    /// Takes a step, from 0. An error says what could not be done; the step may be taken again.
    Result<void> take(int step);

    SimulatedDisk& disk(Side side);
    /// The process on that side ends and the next one begins. Fails where the store does not open.
    Result<void> restart(Side side);

    /// What SQLite or the chain finds wrong with the side's store; empty: nothing.
    std::string damage(Side side);
    /// What the device keeps of each op, in order.
    std::vector<std::string> ops();
    /// The server's records, without ids and moments.
    std::string dump();

private:
    Result<void> open();
    Result<void> exchange(sync::DeviceStore& store);
    Result<void> act(int step);
    std::optional<Id> find_made() const;

    ServerMachine server_;
    simulation::DeviceMachine other_;
    SimulatedDisk disk_;
    SeededRandom random_{7};
    test::TestClock clock_;
    std::unique_ptr<sync::DeviceStore> store_;
    storage::Database* database_ = nullptr;  // owned by the store
};

}  // namespace minga::fault
