#include "tests/simulation/courier.hpp"

#include "sync/client/bundle_exchange.hpp"
#include "sync/headless/gzip.hpp"
#include "sync/server/carried_exchange.hpp"
#include "tests/simulation/checkers/checkers.hpp"

namespace minga::simulation {
namespace {

constexpr std::size_t bag_max = 12;

}  // namespace

Courier::Courier(Cluster& cluster)
    : cluster_(cluster),
      random_(cluster.options().seed + 77),
      server_secret_(sync::new_secret(random_)) {}

const sync::KeyPair& Courier::server_keys() {
    if (!server_keys_) server_keys_ = sync::keys_of(server_secret_);
    return *server_keys_;
}

const sync::KeyPair& Courier::keys_of_seat(std::size_t seat) {
    const auto known = seat_keys_.find(seat);
    if (known != seat_keys_.end()) return known->second;
    SeededRandom random{cluster_.options().seed * 100 + seat};
    return seat_keys_.emplace(seat, sync::keys_of(sync::new_secret(random))).first->second;
}

void Courier::collect(std::size_t index) {
    if (bag_.size() >= bag_max) return;
    Seat& seat = cluster_.seats()[index];
    auto made = sync::export_bundle(seat.store());
    if (!made) return cluster_.break_promise("courier", "no file: " + made.error().message);
    auto packed = sync::packed_contents(made->contents);
    if (!packed) return cluster_.break_promise("courier", "cannot be packed");
    sync::BundleHeader header;
    header.device = seat.store().device();
    header.first_n = made->first_n;
    header.last_n = made->last_n;
    auto file =
        sync::seal_bundle(header, *packed, keys_of_seat(index), server_keys().shown, random_);
    if (!file) return cluster_.break_promise("courier", "cannot be sealed");
    cluster_.note(seat.actor.login + ": writes a file with ops " + std::to_string(made->first_n) +
                  " to " + std::to_string(made->last_n));
    bag_.push_back({index, false, *std::move(file)});
}

std::optional<std::size_t> Courier::deliver() {
    if (bag_.empty()) return std::nullopt;
    Dice& dice = cluster_.dice();
    const auto place = static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(bag_.size())));
    File file = bag_[place];
    const bool comes_again = !is_healed_ && dice.one_in(3);
    if (!comes_again) bag_.erase(bag_.begin() + static_cast<std::ptrdiff_t>(place));
    // Where a file was cut depends on its bytes, and these on ids: see `has_any_crash`.
    if (!is_healed_ && cluster_.options().has_any_crash && dice.one_in(4)) {
        file.bytes.resize(
            static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(file.bytes.size()))));
    }
    cluster_.note("a file of " + cluster_.seats()[file.seat].actor.login + " arrives at " +
                  (file.is_answer ? "the device" : "the server"));
    if (!file.is_answer) {
        bring_to_server(file);
        return std::nullopt;
    }
    bring_to_device(file);
    return file.seat;
}

void Courier::deliver_all() {
    while (!bag_.empty() && !cluster_.violation()) deliver();
}

void Courier::bring_to_server(const File& file) {
    ServerMachine& server = cluster_.server();
    Seat& seat = cluster_.seats()[file.seat];
    auto reader = sync::BundleReader::open(file.bytes);
    if (!reader || !reader->unlock(server_keys())) return;
    const Id device = reader->header().device;
    sync::CarriedExchange exchange{server.store(), server.catalog(), seat.actor, server.clock(),
                                   device};
    exchange.know(server.keys());
    std::string contents;
    std::string held;
    Result<void> done;
    while (done) {
        const auto piece = reader->next();
        if (!piece) break;
        const auto bytes = sync::plain_bytes(*piece, sync::gunzip, held);
        if (!bytes) break;
        done = exchange.feed(*bytes);
        if (done) done = exchange.apply();
        if (done && exchange.is_batch_full()) {
            const auto answered = exchange.answer(server.store(), contents);
            done = answered ? exchange.apply() : answered.error();
        }
    }
    while (done && exchange.has_begun()) {
        const auto goes_on = exchange.answer(server.store(), contents);
        if (!goes_on || !*goes_on) break;
        done = exchange.apply();
    }
    if (contents.empty()) return;
    check_words(cluster_, seat, contents);
    auto packed = sync::packed_contents(contents);
    if (!packed) return cluster_.break_promise("courier", "an answer cannot be packed");
    sync::BundleHeader header;
    header.kind = sync::BundleKind::answer;
    header.device = device;
    auto answer =
        sync::seal_bundle(header, *packed, server_keys(), keys_of_seat(file.seat).shown, random_);
    if (!answer) return cluster_.break_promise("courier", "an answer cannot be sealed");
    bag_.push_back({file.seat, true, *std::move(answer)});
}

void Courier::bring_to_device(const File& file) {
    Seat& seat = cluster_.seats()[file.seat];
    auto reader = sync::BundleReader::open(file.bytes);
    if (!reader || !reader->unlock(keys_of_seat(file.seat))) return;
    std::string contents;
    while (const auto piece = reader->next()) sync::append_piece(contents, *piece);
    const auto taken =
        sync::take_bundle_answer(seat.store(), contents, sync::gunzip, seat.device->clock().now());
    if (!taken && reader->is_whole()) {
        cluster_.break_promise("courier", "an answer was not taken: " + taken.error().message);
    }
}

}  // namespace minga::simulation
