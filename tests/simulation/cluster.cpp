#include "tests/simulation/cluster.hpp"

#include "sync/wire/op_codec.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <array>
#include <cstdio>

namespace minga::simulation {
namespace {

constexpr std::int64_t ten_years_ms = 315'576'000'000;

struct Casting {
    const Actor* actor;
    std::string_view word;
};

/// Who takes part: people of one municipality, some with two devices, sometimes a neighbour.
std::vector<Seat> cast(Dice& dice, const World& world) {
    const Actor other_secretary = world.person("subrogante.puertovaras", "Inés Soto",
                                               "municipal_secretary", world.municipality);
    const Actor neighbour =
        world.person("comite.calama", "Juan Paz", "improvement_committee", world.neighbour);
    std::vector<Casting> castings{{&world.committee, "Varas"}};
    switch (dice.below(3)) {
        case 0:
            castings.push_back({&world.owner, "Varas"});
            castings.push_back({&world.secretary, "Varas"});
            break;
        case 1:
            castings.push_back({&world.owner, "Varas"});
            castings.push_back({&world.committee, "Varas"});
            break;
        default:
            castings.push_back({&world.secretary, "Varas"});
            castings.push_back({&other_secretary, "Varas"});
            break;
    }
    if (dice.one_in(3)) castings.push_back({&neighbour, "Calama"});
    std::vector<Seat> seats;
    for (const Casting& casting : castings) {
        Seat seat;
        seat.actor = *casting.actor;
        seat.word = casting.word;
        seats.push_back(std::move(seat));
    }
    return seats;
}

}  // namespace

Cluster::Cluster(const Options& options)
    : options_(options),
      dice_(options.seed),
      server_(std::make_unique<TestServer>(world_)),
      seats_(cast(dice_, world_)) {
    made_ = {world_.activity};
    std::uint64_t device_seed = options.seed * 1000;
    for (Seat& seat : seats_) {
        const std::int64_t skew = dice_.below(2 * ten_years_ms) - ten_years_ms;
        const Instant start{test::noon.ms + (options.has_skewed_clocks ? skew : 0)};
        seat.device = std::make_unique<TestDevice>(
            world_.catalog, TestDevice::Options{.seed = ++device_seed, .clock_start = start});
        seat.has_small_batches = dice_.one_in(2);
        if (!seat.store().sign_in(seat.actor, "token")) break_promise("set-up", "sign in");
        kill_device(seat);
        if (test::synchronize(*seat.device, *server_) < 0) break_promise("set-up", "first reading");
    }
}

std::string Cluster::next_words(const Seat& seat) {
    if (dice_.one_in(8)) return seat.word + "-igual";
    std::string words = seat.word + "-" + std::to_string(++words_);
    if (dice_.one_in(12)) words += " " + std::string(1500, 'x');
    return words;
}

void Cluster::note_typed(Seat& seat, const FieldMap& view) {
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
            seat.typed.emplace(typed.number, std::move(typed));
            note("  " + seat.actor.login + " #" + std::to_string(row.integer(1)) + " " +
                 std::string{row.text(2)}.substr(0, 300));
        },
        last);
    if (!done) break_promise("set-up", "reading the device's ops");
}

void Cluster::kill_device(Seat& seat) {
    seat.device->kill();
    seat.session = std::make_unique<sync::ClientSession>(seat.store());
    if (!seat.has_small_batches) return;
    for (int i = 0; i < 8; ++i) seat.session->take_failure();
}

void Cluster::copy_device(std::size_t original) {
    Seat copy;
    const Seat& seat = seats_[original];
    copy.actor = seat.actor;
    copy.word = seat.word;
    copy.typed = seat.typed;
    copy.has_small_batches = seat.has_small_batches;
    copy.device = std::make_unique<TestDevice>(
        world_.catalog, TestDevice::Options{.seed = options_.seed * 1000 + 500 + seats_.size(),
                                            .clock_start = seat.device->clock().now()});
    copy.device->reopen(seat.device->image());
    kill_device(copy);
    seats_.push_back(std::move(copy));
}

void Cluster::note_answer(Seat& seat, const std::string& body) {
    check_scope(*this, seat, body);
    const auto answer = sync::read_answer(body);
    if (!answer) return break_promise("wire", "an answer that cannot be read: " + body);
    heads_.emplace(answer->head_number, answer->head_hash);
}

void Cluster::note(std::string line) {
    if (options_.is_verbose) std::printf("%s\n", line.c_str());
    trace_.push_back(std::move(line));
}

void Cluster::break_promise(std::string invariant, std::string detail) {
    if (!violation_) violation_ = Violation{std::move(invariant), std::move(detail)};
}

}  // namespace minga::simulation
