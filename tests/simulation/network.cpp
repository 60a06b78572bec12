#include "tests/simulation/network.hpp"

#include <algorithm>
#include <utility>

namespace minga::simulation {
namespace {

constexpr std::size_t late_max = 12;

}  // namespace

Fate Network::draw_fate() {
    if (is_healed_) return Fate::delivered;
    const std::int64_t roll = cluster_.dice().below(100);
    if (roll < 50) return Fate::delivered;
    if (roll < 57) return Fate::request_lost;
    if (roll < 66) return Fate::request_cut;
    if (roll < 70) return Fate::request_damaged;
    if (roll < 76) return Fate::request_late;
    if (roll < 86) return Fate::answer_lost;
    if (roll < 93) return Fate::answer_cut;
    return Fate::repeated;
}

void Network::endanger(SimulatedDisk& disk) {
    if (!is_healed_ && !spares_disks_) cluster_.endanger(disk);
}

/// For whoever looks at one history.
void Network::note_header(std::string_view verb, std::string_view body) {
    if (!cluster_.options().is_verbose) return;
    cluster_.note("  " + std::string{verb} + ": " + std::string{body.substr(0, body.find('\n'))});
}

void Network::exchange(std::size_t seat) {
    exchange(seat, draw_fate());
}

void Network::exchange_as(std::size_t seat, Fate fate) {
    spares_disks_ = true;
    exchange(seat, fate);
    spares_disks_ = false;
}

void Network::exchange(std::size_t index, Fate fate) {
    if (fetcher_.fetch(index)) return look_at(index);
    Seat& seat = cluster_.seats()[index];
    SimulatedDisk& disk = seat.device->disk();
    endanger(disk);
    auto request = seat.session->next_request();
    const bool has_failed = disk.has_failed();
    if (cluster_.bury_device(index)) return;
    if (!request && has_failed) return cluster_.note(seat.actor.login + ": the disk is full");
    if (!request) {
        return cluster_.break_promise("session", "no request: " + request.error().message);
    }
    cluster_.sent().push_back({index, *request});
    note_header("asks", *request);
    bytes_.note_request(cluster_, index, *request);
    if (make_ahead(index)) {
        carry(index, *request, fate);
    } else if (late_.size() < late_max) {
        late_.push_back({index, *request});
    }
    look_at(index);
}

void Network::look_at(std::size_t seat) {
    if (!cluster_.violation()) monotonic_.check(cluster_, seat);
}

void Network::heal() {
    is_healed_ = true;
    fetcher_.heal();
}

void Network::forget(std::size_t seat) {
    bytes_.forget(seat);
    monotonic_.forget(seat);
    fetcher_.forget(seat);
}

bool Network::make_ahead(std::size_t index) {
    Seat& seat = cluster_.seats()[index];
    ahead_.reset();
    if (!cluster_.dice().percent(50)) return true;
    SimulatedDisk& disk = seat.device->disk();
    endanger(disk);
    if (auto ahead = seat.session->request_ahead()) ahead_ = *std::move(ahead);
    return !cluster_.bury_device(index);
}

void Network::drop_ahead(std::size_t index) {
    ahead_.reset();
    cluster_.seats()[index].session->drop_ahead().ignore();
}

void Network::lose(std::size_t index) {
    drop_ahead(index);
    cluster_.seats()[index].session->take_failure();
    bytes_.note_failure(index);
}

void Network::carry_ahead(std::size_t index, const std::string& request, bool is_taken) {
    cluster_.seats()[index].session->follow();
    cluster_.sent().push_back({index, request});
    note_header("asks ahead", request);
    bytes_.note_request(cluster_, index, request);
    carry(index, request, is_taken ? draw_fate() : Fate::answer_lost);
}

void Network::carry(std::size_t index, const std::string& request, Fate fate) {
    Seat& seat = cluster_.seats()[index];
    Dice& dice = cluster_.dice();
    const auto size = static_cast<std::int64_t>(request.size());
    const std::string by = seat.actor.login;
    switch (fate) {
        case Fate::delivered:
            return take(index, serve(index, request));
        case Fate::request_lost:
            cluster_.note(by + ": request lost");
            break;
        case Fate::request_cut: {
            const auto bytes = static_cast<std::size_t>(dice.below(size));
            cluster_.note(by + ": request cut after " + std::to_string(bytes) + " bytes");
            endanger(cluster_.server().disk());
            cluster_.server().handle_cut(seat.actor, std::string_view{request}.substr(0, bytes));
            cluster_.bury_server();
            break;
        }
        case Fate::request_damaged: {
            std::string damaged = request;
            char& byte = damaged[static_cast<std::size_t>(dice.below(size))];
            byte = static_cast<char>(byte ^ (1 << dice.below(7)));
            cluster_.note(by + ": request damaged");
            return take(index, serve(index, damaged));
        }
        case Fate::request_late:
            cluster_.note(by + ": request delayed");
            if (late_.size() < late_max) late_.push_back({index, request});
            break;
        case Fate::answer_lost:
            serve(index, request);
            cluster_.note(by + ": answer lost");
            break;
        case Fate::answer_cut: {
            const auto reply = serve(index, request);
            if (!reply) break;
            const auto bytes =
                static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(reply->body.size())));
            cluster_.note(by + ": answer cut after " + std::to_string(bytes) + " bytes");
            // What came of it may count; all that is left is asked for again.
            const std::string part = reply->body.substr(0, bytes);
            if (reply->status == 200) {
                bytes_.note_answer(cluster_, index, sync::read_received(part));
            } else {
                bytes_.note_failure(index);
            }
            drop_ahead(index);
            seat.session->take_answer(reply->status, part).ignore();
            if (seat.session->is_done()) {
                cluster_.break_promise("wire", "a part of an answer was taken for all of it");
            }
            return;
        }
        case Fate::repeated: {
            cluster_.note(by + ": request arrives twice");
            const auto reply = serve(index, request);
            serve(index, request);
            if (late_.size() < late_max) late_.push_back({index, request});
            return take(index, reply);
        }
    }
    lose(index);
}

std::optional<test::Reply> Network::serve(std::size_t index, const std::string& body) {
    const Actor& actor = cluster_.seats()[index].actor;
    const bool is_alone = is_healed_ || is_serving_ || late_.empty() || !cluster_.dice().one_in(4);
    if (is_alone) endanger(cluster_.server().disk());
    const test::Reply reply =
        is_alone ? cluster_.server().handle(actor, body) : serve_interrupted(actor, body);
    if (cluster_.bury_server()) return std::nullopt;
    return reply;
}

/// In the middle of this request another one arrives, perhaps of the same device.
test::Reply Network::serve_interrupted(const Actor& actor, const std::string& body) {
    is_serving_ = true;
    ServerMachine& server = cluster_.server();
    sync::ServerSession session = server.session_of(actor);
    const auto first =
        static_cast<std::size_t>(cluster_.dice().below(static_cast<std::int64_t>(body.size())));
    const bool before_end = cluster_.dice().one_in(2);
    session.feed(std::string_view{body}.substr(0, first));
    Result<void> done = session.apply();
    if (before_end) deliver_late();
    session.feed(std::string_view{body}.substr(first));
    if (done) done = session.apply();
    if (!before_end) deliver_late();
    if (done) done = session.finish();
    is_serving_ = false;
    if (!done) return test::reply_of(done.error());
    auto answer = session.answer(server.store());
    return answer ? test::Reply{200, *std::move(answer)} : test::reply_of(answer.error());
}

void Network::take(std::size_t index, const std::optional<test::Reply>& reply) {
    Seat& seat = cluster_.seats()[index];
    if (!reply) return lose(index);
    const bool follows = ahead_ && seat.session->may_follow(reply->status, reply->body);
    if (!follows) drop_ahead(index);
    const auto ahead = std::exchange(ahead_, std::nullopt);
    std::int64_t head_number = -1;
    if (reply->status == 200) {
        const auto received = sync::read_received(reply->body);
        cluster_.note_answer(seat, reply->body, received);
        bytes_.note_answer(cluster_, index, received);
        if (received) head_number = received->answer.head_number;
    } else {
        bytes_.note_failure(index);
    }
    SimulatedDisk& disk = seat.device->disk();
    endanger(disk);
    auto taken = seat.session->take_answer(reply->status, reply->body);
    cluster_.note(seat.actor.login + ": exchange, status " + std::to_string(reply->status) +
                  (taken ? "" : ", not taken"));
    note_header("hears", reply->body);
    if (taken && reply->status == 200) {
        seat.known_head = seat.session->is_done() ? head_number : -1;
    }
    const bool has_failed = disk.has_failed();
    if (cluster_.bury_device(index)) {
        if (ahead && late_.size() < late_max) late_.push_back({index, *ahead});
        return bytes_.note_failure(index);
    }
    if (reply->status == 200 && !taken && !has_failed) {
        cluster_.break_promise("wire", "an answer was not taken: " + taken.error().message + " " +
                                           taken.error().detail);
    }
    if (!taken) bytes_.note_failure(index);
    if (ahead) carry_ahead(index, *ahead, taken.has_value());
}

void Network::deliver_late() {
    if (late_.empty()) return;
    const auto index =
        static_cast<std::size_t>(cluster_.dice().below(static_cast<std::int64_t>(late_.size())));
    const SentRequest request = late_[index];
    late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(index));
    cluster_.note("a late request of " + cluster_.seats()[request.seat].actor.login + " arrives");
    cluster_.server().handle(cluster_.seats()[request.seat].actor, request.body);
}

void Network::deliver_all_late() {
    while (!late_.empty()) deliver_late();
}

}  // namespace minga::simulation
