/// The little world that the simulator runs: one server, some people's devices, and what everybody
/// typed and was told. One thread, one source of randomness.
#pragma once

#include "shared/base/rng.hpp"
#include "sync/client/client_session.hpp"
#include "tests/support/sync/server.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace minga::simulation {

using test::TestDevice;
using test::TestServer;
using test::World;

/// Decisions of the schedule. Nothing else decides anything.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(limit)));
    }
    bool one_in(std::int64_t count) { return below(count) == 0; }
    bool percent(std::int64_t share) { return below(100) < share; }
    template <class Item>
    const Item& pick(const std::vector<Item>& items) {
        return items[static_cast<std::size_t>(below(static_cast<std::int64_t>(items.size())))];
    }

private:
    SeededRandom random_;
};

/// One change as its author made it, with what they had before their eyes.
struct TypedOp {
    std::int64_t number = 0;  ///< The device's own order.
    Id record;
    bool is_decision = false;  ///< On a conflict.
    FieldMap view;             ///< The record as it was shown.
};

struct Seat {
    Actor actor;
    std::string word;  ///< In all that this person types: "Varas", "Calama".
    std::unique_ptr<TestDevice> device;
    std::unique_ptr<sync::ClientSession> session;
    std::map<std::int64_t, TypedOp> typed;
    bool has_small_batches = false;

    sync::DeviceStore& store() { return device->store(); }
};

struct SentRequest {
    std::size_t seat = 0;
    std::string body;
};

struct Options {
    std::uint64_t seed = 1;
    std::int64_t steps = 60;
    bool has_skewed_clocks = true;
    bool is_verbose = false;
};

/// A broken promise: which one, and how it shows.
struct Violation {
    std::string invariant;
    std::string detail;
};

class Cluster {
public:
    explicit Cluster(const Options& options);

    Dice& dice() { return dice_; }
    World& world() { return world_; }
    TestServer& server() { return *server_; }
    std::vector<Seat>& seats() { return seats_; }

    /// Records in the order in which they were made, anywhere; ids do not depend on their bytes.
    std::vector<Id>& made() { return made_; }
    std::string next_words(const Seat& seat);

    /// Notes what was typed since the last call, with the view of the record before it.
    void note_typed(Seat& seat, const FieldMap& view);

    void kill_device(Seat& seat);
    /// Somebody goes on working on a copy of a device's disk.
    void copy_device(std::size_t seat);
    void kill_server() { server_->kill(); }

    void note_answer(Seat& seat, const std::string& body);
    void note(std::string line);
    void break_promise(std::string invariant, std::string detail);

    const std::vector<std::string>& trace() const { return trace_; }
    const std::optional<Violation>& violation() const { return violation_; }
    std::vector<SentRequest>& sent() { return sent_; }
    const std::map<std::int64_t, std::string>& heads() const { return heads_; }

private:
    Options options_;
    Dice dice_;
    World world_;
    std::unique_ptr<TestServer> server_;
    std::vector<Seat> seats_;
    std::vector<Id> made_;
    std::int64_t words_ = 0;
    std::vector<SentRequest> sent_;
    std::map<std::int64_t, std::string> heads_;
    std::vector<std::string> trace_;
    std::optional<Violation> violation_;
};

}  // namespace minga::simulation
