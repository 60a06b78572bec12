#include "tests/simulation/cluster.hpp"

#include "sync/client/op_state.hpp"
#include "sync/wire/op_codec.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <array>
#include <cstdio>

namespace minga::simulation {
namespace {

constexpr std::int64_t ten_years_ms = 315'576'000'000;
constexpr std::size_t seats_max = 8;
constexpr std::int64_t calls_until_death_max = 40;

Seat seat_of(Role role) {
    const World& world = the_world();
    Seat seat;
    switch (role) {
        case Role::committee:
            seat.actor = world.committee;
            break;
        case Role::owner:
            seat.actor = world.owner;
            break;
        case Role::secretary:
            seat.actor = world.secretary;
            break;
        case Role::other_secretary:
            seat.actor = world.person("subrogante.puertovaras", "Inés Soto", "municipal_secretary",
                                      world.municipality);
            break;
        case Role::neighbour:
            seat.actor =
                world.person("comite.calama", "Juan Paz", "improvement_committee", world.neighbour);
            break;
    }
    return seat;
}

/// Who takes part: people of one municipality, some with two devices, sometimes a neighbour.
std::vector<Role> draw_cast(Dice& dice) {
    std::vector<Role> cast{Role::committee};
    switch (dice.below(3)) {
        case 0:
            cast.insert(cast.end(), {Role::owner, Role::secretary});
            break;
        case 1:
            cast.insert(cast.end(), {Role::owner, Role::committee});
            break;
        default:
            cast.insert(cast.end(), {Role::secretary, Role::other_secretary});
            break;
    }
    if (dice.one_in(6)) cast.pop_back();
    if (dice.one_in(3)) cast.push_back(Role::neighbour);
    static constexpr std::array more{Role::committee, Role::owner, Role::secretary,
                                     Role::neighbour};
    while (cast.size() < seats_max && dice.one_in(6)) {
        cast.push_back(more[static_cast<std::size_t>(dice.below(more.size()))]);
    }
    return cast;
}

}  // namespace

Cluster::Cluster(const Options& options) : options_(options), dice_(options.seed) {
    dice_.begin_step(-1);
    made_ = {world().activity};
    if (options.has_snapshots) server_.keep_snapshots();
    const auto cast = options.cast.empty() ? draw_cast(dice_) : options.cast;
    std::uint64_t device_seed = options.seed * 1000;
    for (const Role role : cast) {
        Seat seat = seat_of(role);
        const std::int64_t skew = dice_.below(2 * ten_years_ms) - ten_years_ms;
        const Instant start{test::noon.ms + (options.has_skewed_clocks ? skew : 0)};
        const bool is_empty = options.cast.empty() && dice_.one_in(options.has_snapshots ? 2 : 5);
        seat.device = std::make_unique<DeviceMachine>(
            seat.actor, DeviceMachine::Options{
                            .seed = ++device_seed, .clock_start = start, .is_empty = is_empty});
        seat.has_small_batches = options.cast.empty() && dice_.one_in(2);
        seat.takes_snapshots = options.has_snapshots;
        start_session(seat);
        seats_.push_back(std::move(seat));
    }
}

void Cluster::start_session(Seat& seat) {
    // One op at a time to begin with: a history holds few.
    constexpr sync::Pace::Limits small_batches{256, 256, 64 * 1024};
    seat.session = std::make_unique<sync::ClientSession>(
        seat.store(), std::vector<std::string>{},
        seat.has_small_batches ? small_batches : sync::batch_limits);
    ++seat.session_count;
    if (seat.takes_snapshots) seat.session->take_snapshots();
    if (!seat.has_small_batches) return;
    for (int i = 0; i < 8; ++i) seat.session->take_failure();
}

std::string_view word_of(const Id& organization) {
    return organization == the_world().municipality ? "Varas" : "Calama";
}

std::string Cluster::next_words(const Id& organization) {
    const std::string word{word_of(organization)};
    if (dice_.one_in(8)) return word + "-igual";
    std::string words = word + "-" + std::to_string(++words_);
    if (dice_.one_in(12)) words += " " + std::string(1500, 'x');
    return words;
}

void Cluster::pass(std::int64_t milliseconds) {
    server_.clock().advance(milliseconds);
    for (Seat& seat : seats_) seat.device->clock().advance(milliseconds);
    device_ms_ += milliseconds * static_cast<std::int64_t>(seats_.size());
}

/// An op that had to wait (`awaits`) or whose scope was lost goes again under a later number, by
/// the device itself: nobody typed it anew, and its author had seen what they saw when they wrote
/// it.
void Cluster::note_reissued(Seat& seat) {
    const std::int64_t last = seat.typed.empty() ? 0 : seat.typed.rbegin()->first;
    auto done = seat.device->database().each(
        "SELECT op.number, max(earlier.number) FROM op JOIN op AS earlier ON "
        "earlier.state IN (?2, ?3) AND earlier.number < op.number AND earlier.record = op.record "
        "AND "
        "earlier.made_at = op.made_at WHERE op.number > ?1 GROUP BY op.number ORDER BY op.number",
        [&](const storage::Row& row) {
            const auto earlier = seat.typed.find(row.integer(1));
            if (earlier == seat.typed.end()) return;
            TypedOp typed = earlier->second;
            typed.number = row.integer(0);
            seat.typed.emplace(typed.number, std::move(typed));
            note("  " + seat.actor.login + ": their op " + std::to_string(row.integer(1)) +
                 " goes again as " + std::to_string(row.integer(0)));
        },
        last, std::int64_t{sync::op_reissued}, std::int64_t{sync::op_withdrawn});
    if (!done) break_promise("set-up", "reading the device's ops");
}

void Cluster::note_typed(Seat& seat, const FieldMap& view) {
    note_reissued(seat);
    const std::int64_t last = seat.typed.empty() ? 0 : seat.typed.rbegin()->first;
    auto done = seat.device->database().each(
        "SELECT number, n, text, target IS NOT NULL, record FROM op WHERE number > ?1 ORDER BY "
        "number",
        [&](const storage::Row& row) {
            TypedOp typed;
            typed.number = row.integer(0);
            typed.is_decision = row.integer(3) != 0;
            typed.record = row.id(4);
            typed.view = view;
            typed.known_head = seat.known_head;
            seat.typed.emplace(typed.number, std::move(typed));
            note("  " + seat.actor.login + " #" + std::to_string(row.integer(1)) + " " +
                 std::string{row.text(2)}.substr(0, 300));
        },
        last);
    if (!done) break_promise("set-up", "reading the device's ops");
}

Death Cluster::draw_death() {
    if (options_.has_any_crash && dice_.one_in(2)) return Death::power_any;
    switch (dice_.below(3)) {
        case 0:
            return Death::process;
        case 1:
            return Death::power_all_kept;
        default:
            return Death::power_all_lost;
    }
}

void Cluster::restart_device(std::size_t index, Death death) {
    Seat& seat = seats_[index];
    note(seat.actor.login + ": device dies");
    seat.device->restart(death, dice_.random());
    start_session(seat);
}

void Cluster::restart_server(Death death) {
    note("server dies");
    server_.restart(death, dice_.random());
}

bool Cluster::bury_device(std::size_t seat) {
    const bool is_dead = seats_[seat].device->disk().is_dead();
    if (is_dead) {
        restart_device(seat, draw_death());
    } else {
        seats_[seat].device->disk().heal();
    }
    return is_dead;
}

bool Cluster::bury_server() {
    const bool is_dead = server_.disk().is_dead();
    if (is_dead) {
        restart_server(draw_death());
    } else {
        server_.disk().heal();
    }
    return is_dead;
}

void Cluster::endanger(SimulatedDisk& disk) {
    const std::int64_t roll = dice_.below(100);
    if (roll < 4) {
        disk.fail_at(1, test::DiskFault::full);
    } else if (roll < 6) {
        disk.fail_at(1, test::DiskFault::broken, test::DiskCall::sync);
    } else if (roll < 7) {
        disk.die_at(1, test::DiskCall::write);
    } else if (roll < 8) {
        disk.die_at(1, test::DiskCall::sync);
    } else if (roll < 11 && options_.has_any_crash) {
        disk.die_at(1 + dice_.below(calls_until_death_max));
    }
}

void Cluster::copy_device(std::size_t original) {
    Seat copy;
    Seat& seat = seats_[original];
    note(seat.actor.login + ": device copied");
    copy.actor = seat.actor;
    copy.typed = seat.typed;
    copy.has_small_batches = seat.has_small_batches;
    copy.takes_snapshots = seat.takes_snapshots;
    copy.device = std::make_unique<DeviceMachine>(
        seat.device->image(),
        DeviceMachine::Options{.seed = options_.seed * 1000 + 500 + seats_.size(),
                               .clock_start = seat.device->clock().now()});
    seat.has_twin = true;
    copy.has_twin = true;
    start_session(copy);
    seats_.push_back(std::move(copy));
}

void Cluster::change_roles(std::size_t index) {
    const Actor before = seats_[index].actor;
    Actor after = before;
    RoleAssignment& home = after.roles.front();
    const bool is_guest = after.roles.size() > 1;
    const bool moves_at_home = home.role == "line_owner" && dice_.one_in(2);
    const RoleAssignment second{"improvement_committee", home.organization == world().municipality
                                                             ? world().neighbour
                                                             : world().municipality};
    if (moves_at_home) {
        home.role = "improvement_committee";
    } else if (is_guest) {
        after.roles.pop_back();
    } else {
        after.roles.push_back(second);
    }
    note(before.login + ": roles change");
    server_.note_role(before, second, is_guest && !moves_at_home);
    for (Seat& seat : seats_) {
        if (seat.actor.user != before.user) continue;
        seat.actor = after;
        seat.has_new_roles = true;
    }
}

void Cluster::restore_device(std::size_t index) {
    Seat& seat = seats_[index];
    if (!seat.backup) {
        seat.backup = seat.device->image();
        return note(seat.actor.login + ": device backed up");
    }
    note(seat.actor.login + ": device restored");
    seat.has_twin = true;
    seat.known_head = -1;
    // What it sent and nobody received is gone with its memory of it.
    std::erase_if(sent_, [&](const SentRequest& sent) { return sent.seat == index; });
    seat.session.reset();
    seat.device->restore(*seat.backup);
    std::set<std::int64_t> held;
    auto read = seat.device->database().each(
        "SELECT number FROM op", [&](const storage::Row& row) { held.insert(row.integer(0)); });
    if (!read) break_promise("set-up", "the restored device cannot be read");
    std::erase_if(seat.typed, [&](const auto& entry) { return !held.contains(entry.first); });
    start_session(seat);
}

void Cluster::back_up_server() {
    note("server backed up");
    server_backup_ = server_.backup();
    heads_backed_up_ = heads_;
}

void Cluster::restore_server() {
    note("server restored");
    ++restores_;
    server_.restore(*server_backup_, "epoch-" + std::to_string(restores_ + 1));
    // What was handed out before the backup stays promised. The next link may be another one:
    // where a commit failed, the server went on without what its files hold of it, and a copy of
    // the files may bring that back.
    heads_ = heads_backed_up_;
    sent_.clear();
    for (Seat& seat : seats_) seat.known_head = -1;
}

void Cluster::replace_device(std::size_t index) {
    Seat& seat = seats_[index];
    note(seat.actor.login + ": a new device");
    const DeviceMachine::Options options{.seed = options_.seed * 1000 + 700 + index,
                                         .clock_start = seat.device->clock().now(),
                                         .is_empty = true};
    seat.session.reset();
    seat.device = std::make_unique<DeviceMachine>(seat.actor, options);
    seat.typed.clear();
    seat.known_head = -1;
    start_session(seat);
}

void Cluster::add_device(std::size_t index) {
    const Seat& owner = seats_[index];
    note(owner.actor.login + ": one device more");
    Seat seat;
    seat.actor = owner.actor;
    seat.has_new_roles = owner.has_new_roles;
    seat.takes_snapshots = owner.takes_snapshots;
    seat.device = std::make_unique<DeviceMachine>(
        seat.actor, DeviceMachine::Options{.seed = options_.seed * 1000 + 300 + seats_.size(),
                                           .clock_start = owner.device->clock().now(),
                                           .is_empty = true});
    start_session(seat);
    seats_.push_back(std::move(seat));
}

void Cluster::note_answer(Seat& seat, const std::string& body,
                          const Result<sync::ReceivedAnswer>& received) {
    check_words(*this, seat, body);
    if (!received || received->is_cut) {
        return break_promise("wire", "an answer that cannot be read: " + body);
    }
    check_scope(*this, seat, received->answer);
    heads_.emplace(received->answer.head_number, received->answer.head_hash);
}

void Cluster::note(std::string line) {
    if (options_.is_verbose) std::printf("%s\n", line.c_str());
    trace_.push_back(std::move(line));
}

void Cluster::break_promise(std::string invariant, std::string detail) {
    if (!violation_) violation_ = Violation{std::move(invariant), std::move(detail)};
}

}  // namespace minga::simulation
