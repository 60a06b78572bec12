#include "tests/simulation/network.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

constexpr std::size_t late_max = 12;

}  // namespace

Network::Fate Network::draw_fate() {
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

bool Network::has_full_disk() {
    return !is_healed_ && cluster_.dice().one_in(20);
}

void Network::exchange(std::size_t seat) {
    Seat& who = cluster_.seats()[seat];
    const bool fails = has_full_disk();
    if (fails) test::fail_next_commit(who.device->database());
    auto request = who.session->next_request();
    test::let_commits_pass(who.device->database());
    if (!request && fails) return cluster_.note(who.actor.login + ": the disk is full");
    if (!request) {
        return cluster_.break_promise("session", "no request: " + request.error().message);
    }
    cluster_.sent().push_back({seat, *request});
    carry(seat, *request, draw_fate());
}

void Network::carry(std::size_t seat, const std::string& request, Fate fate) {
    Seat& who = cluster_.seats()[seat];
    Dice& dice = cluster_.dice();
    const auto size = static_cast<std::int64_t>(request.size());
    const std::string by = who.actor.login;
    switch (fate) {
        case Fate::delivered:
            return take(seat, serve(seat, request));
        case Fate::request_lost:
            cluster_.note(by + ": request lost");
            break;
        case Fate::request_cut: {
            const auto bytes = static_cast<std::size_t>(dice.below(size));
            cluster_.note(by + ": request cut after " + std::to_string(bytes) + " bytes");
            cluster_.server().handle_cut(who.actor, std::string_view{request}.substr(0, bytes));
            break;
        }
        case Fate::request_damaged: {
            std::string damaged = request;
            char& byte = damaged[static_cast<std::size_t>(dice.below(size))];
            byte = static_cast<char>(byte ^ (1 << dice.below(7)));
            cluster_.note(by + ": request damaged");
            return take(seat, serve(seat, damaged));
        }
        case Fate::request_late:
            cluster_.note(by + ": request delayed");
            if (late_.size() < late_max) late_.push_back({seat, request});
            break;
        case Fate::answer_lost:
            serve(seat, request);
            cluster_.note(by + ": answer lost");
            break;
        case Fate::answer_cut: {
            const test::Reply reply = serve(seat, request);
            const auto bytes =
                static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(reply.body.size())));
            cluster_.note(by + ": answer cut after " + std::to_string(bytes) + " bytes");
            if (who.session->take_answer(reply.status, reply.body.substr(0, bytes))) {
                cluster_.break_promise("wire", "a part of an answer was taken for all of it");
            }
            return;
        }
        case Fate::repeated: {
            cluster_.note(by + ": request arrives twice");
            const test::Reply reply = serve(seat, request);
            serve(seat, request);
            if (late_.size() < late_max) late_.push_back({seat, request});
            return take(seat, reply);
        }
    }
    who.session->take_failure();
}

test::Reply Network::serve(std::size_t seat, const std::string& body) {
    const Actor& actor = cluster_.seats()[seat].actor;
    const bool is_alone = is_healed_ || is_serving_ || late_.empty() || !cluster_.dice().one_in(4);
    if (is_alone) {
        if (has_full_disk()) test::fail_next_commit(cluster_.server().store().database());
        const test::Reply reply = cluster_.server().handle(actor, body);
        test::let_commits_pass(cluster_.server().store().database());
        return reply;
    }

    // In the middle of this request another one arrives, perhaps of the same device.
    is_serving_ = true;
    TestServer& server = cluster_.server();
    sync::ServerSession session{server.store(), server.catalog(), actor, server.clock()};
    const auto first =
        static_cast<std::size_t>(cluster_.dice().below(static_cast<std::int64_t>(body.size())));
    const bool before_end = cluster_.dice().one_in(2);
    Result<void> done;
    session.feed(std::string_view{body}.substr(0, first));
    done = session.apply();
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

void Network::take(std::size_t seat, const test::Reply& reply) {
    Seat& who = cluster_.seats()[seat];
    if (reply.status == 200) cluster_.note_answer(who, reply.body);
    const bool fails = has_full_disk();
    if (fails) test::fail_next_commit(who.device->database());
    auto taken = who.session->take_answer(reply.status, reply.body);
    test::let_commits_pass(who.device->database());
    cluster_.note(who.actor.login + ": exchange, status " + std::to_string(reply.status) +
                  (taken ? "" : ", not taken"));
    if (reply.status == 200 && !taken && !fails) {
        cluster_.break_promise("wire", "an answer was not taken: " + taken.error().message + " " +
                                           taken.error().detail);
    }
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
