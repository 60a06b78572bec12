/// The little world that the simulator runs: one server, some people's devices, and what everybody
/// typed and was told. One thread, one source of chance.
#pragma once

#include "tests/simulation/dice.hpp"
#include "tests/simulation/machines.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace minga::simulation {

/// One change as its author made it, with what they had before their eyes.
struct TypedOp {
    std::int64_t number = 0;  ///< The device's own order.
    Id record;
    bool is_decision = false;  ///< On a conflict.
    FieldMap view;             ///< The record as it was shown.
    /// The audit head with which the device knew all that the server had; nothing was withheld
    /// from whoever typed this but what came after it. -1: it did not know all.
    std::int64_t known_head = -1;
};

/// In all that is typed of a municipality's records: "Varas", "Calama".
std::string_view word_of(const Id& organization);

struct Seat {
    Actor actor;  ///< As the server knows them; their device hears of changes with an answer.
    std::unique_ptr<DeviceMachine> device;
    std::unique_ptr<sync::ClientSession> session;
    std::int64_t session_count = 0;  ///< A new one knows nothing of what the one before sent.
    std::map<std::int64_t, TypedOp> typed;
    std::int64_t known_head = -1;
    bool has_small_batches = false;
    bool takes_snapshots = false;
    bool has_twin = false;       ///< Its disk was copied, is a copy, or is older than it was.
    bool has_new_roles = false;  ///< They may do more or less than when they began.
    std::optional<DiskImage> backup;

    sync::DeviceStore& store() { return device->store(); }
};

struct SentRequest {
    std::size_t seat = 0;
    std::string body;
};

/// Who sits at a device. Several seats may be one person's.
enum class Role : std::uint8_t { committee, owner, secretary, other_secretary, neighbour };

struct Options {
    std::uint64_t seed = 1;
    std::int64_t steps = 60;
    /// The steps that are taken, of `steps`; empty: all.
    std::vector<std::int64_t> kept;
    /// Who takes part; empty: as the dice fall.
    std::vector<Role> cast;
    bool has_skewed_clocks = true;
    /// Crashes fall on any call, and leave any part of what was not flushed. Which call that is
    /// depends on the bytes of ids, and these on clocks: histories that are compared under other
    /// clocks do without.
    bool has_any_crash = true;
    bool has_server_restores = false;
    bool has_snapshots = false;  ///< The server keeps some, and most devices begin empty.
    bool has_files = false;      ///< People attach files and look at those of others.
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

    const Options& options() const { return options_; }
    Dice& dice() { return dice_; }
    const World& world() const { return the_world(); }
    ServerMachine& server() { return server_; }
    std::vector<Seat>& seats() { return seats_; }

    /// Records in the order in which they were made, anywhere; ids do not depend on their bytes.
    std::vector<Id>& made() { return made_; }
    std::string next_words(const Id& organization);

    /// Time passes for everybody.
    void pass(std::int64_t milliseconds);
    std::int64_t device_days() const { return device_ms_ / 86'400'000; }

    /// Notes ops that the device made of earlier ones by itself, under new numbers.
    void note_reissued(Seat& seat);
    /// Notes what was typed since the last call, with the view of the record before it.
    void note_typed(Seat& seat, const FieldMap& view);

    /// The device, or the server, dies and starts again.
    void restart_device(std::size_t seat, Death death);
    void restart_server(Death death);
    /// After any work on a disk that may have died meanwhile. Whether it had.
    bool bury_device(std::size_t seat);
    bool bury_server();
    /// How the dice let a machine die.
    Death draw_death();

    /// Sometimes a disk is full for a moment, fails a flush, or dies in the middle of what it does.
    void endanger(SimulatedDisk& disk);

    /// Somebody goes on working on a copy of a device's disk.
    void copy_device(std::size_t seat);

    /// Somebody is given a second municipality, or loses it, or another role at home: on all their
    /// devices, which hear of it later.
    void change_roles(std::size_t seat);
    /// The device's disk as it was when it was last backed up; the first time it is backed up.
    void restore_device(std::size_t seat);
    /// The same with the server.
    void back_up_server();
    void restore_server();
    bool has_server_backup() const { return server_backup_.has_value(); }
    bool was_restored() const { return restores_ > 0; }

    /// A new device for the same person, with nothing on it yet, in the place of theirs.
    void replace_device(std::size_t seat);
    /// The same beside it.
    void add_device(std::size_t seat);

    /// The bytes of all files that anybody ever attached, by hash.
    std::map<std::string, std::string, std::less<>>& files() { return files_; }

    /// An answer that came whole: its bytes, and what was read of them.
    void note_answer(Seat& seat, const std::string& body,
                     const Result<sync::ReceivedAnswer>& received);
    void note(std::string line);
    void break_promise(std::string invariant, std::string detail);

    const std::vector<std::string>& trace() const { return trace_; }
    const std::optional<Violation>& violation() const { return violation_; }
    std::vector<SentRequest>& sent() { return sent_; }
    const std::map<std::int64_t, std::string>& heads() const { return heads_; }

private:
    void start_session(Seat& seat);

    Options options_;
    Dice dice_;
    ServerMachine server_;
    std::vector<Seat> seats_;
    std::vector<Id> made_;
    std::int64_t words_ = 0;
    std::int64_t device_ms_ = 0;
    std::map<std::string, std::string, std::less<>> files_;
    std::optional<ServerMachine::Backup> server_backup_;
    std::int64_t restores_ = 0;
    std::vector<SentRequest> sent_;
    std::map<std::int64_t, std::string> heads_;
    std::map<std::int64_t, std::string> heads_backed_up_;
    std::vector<std::string> trace_;
    std::optional<Violation> violation_;
};

}  // namespace minga::simulation
