#include "tests/simulation/porter.hpp"

#include "sync/server/blob_rights.hpp"

#include <array>
#include <cstdlib>

namespace minga::simulation {
namespace {

using Method = sync::BlobRequest::Method;

constexpr std::int64_t requests_max = 6;
constexpr std::int64_t requests_in_peace_max = 400;
constexpr std::int64_t small_budget_bytes = 20'000;

std::vector<std::string> named_files(const sync::DeviceStore& store) {
    std::vector<std::string> hashes;
    for (const Record& record : store.list("document")) {
        const std::string& hash = sync::blob_of(record);
        if (!hash.empty()) hashes.push_back(hash);
    }
    return hashes;
}

/// What came of a file is what its author attached, and goes to none but those who may see a record
/// that names it.
void check_served(Cluster& cluster, const Seat& seat, const sync::BlobRequest& request,
                  const sync::BlobAnswer& answer) {
    if (request.method != Method::get || answer.body.empty() || answer.status != 206) return;
    const auto first = static_cast<std::size_t>(
        std::strtoll(request.range.c_str() + std::string_view{"bytes="}.size(), nullptr, 10));
    const std::string& file = cluster.files().at(request.hash);
    if (file.compare(first, answer.body.size(), answer.body) != 0) {
        cluster.break_promise("files", "bytes were served that are not of " + request.hash);
    }
    for (const Id& id : cluster.server().store().records_naming(request.hash)) {
        const auto record = cluster.server().store().find(id);
        for (const RoleAssignment& role : seat.actor.roles) {
            if (record && role.organization == record->organization) return;
        }
    }
    cluster.break_promise("scope", "another municipality's file went to " + seat.actor.login);
}

}  // namespace

void Porter::want_one(std::size_t index) {
    Seat& seat = cluster_.seats()[index];
    const auto hashes = named_files(seat.store());
    if (hashes.empty()) return;
    seat.store().blobs().want(cluster_.dice().pick(hashes), seat.device->clock().now()).ignore();
}

void Porter::want_all(std::size_t index) {
    Seat& seat = cluster_.seats()[index];
    for (const std::string& hash : named_files(seat.store())) {
        seat.store().blobs().want(hash, seat.device->clock().now()).ignore();
    }
}

void Porter::carry(std::size_t index) {
    Dice& dice = cluster_.dice();
    sync::BlobBudget budget;
    if (!is_healed_ && dice.one_in(4)) budget.bytes_up_max = small_budget_bytes;
    sync::BlobSession session{cluster_.seats()[index].store(), budget};
    was_damaged_ = false;
    const std::int64_t count = is_healed_ ? requests_in_peace_max : 1 + dice.below(requests_max);
    for (std::int64_t i = 0; i < count && !cluster_.violation(); ++i) {
        if (!carry_one(index, session)) return;
    }
    if (is_healed_) cluster_.break_promise("liveness", "files never come to an end");
}

bool Porter::carry_one(std::size_t index, sync::BlobSession& session) {
    SimulatedDisk& disk = cluster_.seats()[index].device->disk();
    if (!is_healed_) cluster_.endanger(disk);
    auto request = session.next_request();
    const bool has_failed = disk.has_failed();
    if (cluster_.bury_device(index)) return false;
    if (!request) {
        if (!has_failed) cluster_.break_promise("files", "no request: " + request.error().message);
        return false;
    }
    if (!*request) return false;
    if ((*request)->method == Method::put) watch_.note_upload(cluster_, index, **request);
    ServerMachine& server = cluster_.server();
    const Seat& seat = cluster_.seats()[index];
    const auto rights =
        sync::blob_rights(server.store(), server.catalog(), seat.actor, (*request)->hash);
    Dice& dice = cluster_.dice();
    test::BlobLink link{server.files()};
    const std::int64_t roll = is_healed_ ? 0 : dice.below(100);
    const auto size = static_cast<std::int64_t>((*request)->body.size());
    if (roll >= 92) {
        fail(index, session);  // lost
        return true;
    }
    if (roll >= 76 && size > 0) {
        link.carry_cut(**request, rights, static_cast<std::size_t>(dice.below(size)));
        fail(index, session);
        return true;
    }
    if (roll >= 70) {
        link.carry(**request, rights);
        fail(index, session);  // the answer was lost
        return true;
    }
    if (roll == 69 && !rights.writable.empty()) {
        // An upload with which nobody went on for long.
        server.files().drop({(*request)->hash, rights.writable.front()}).ignore();
    }
    sync::BlobRequest carried = **request;
    const bool is_damaged = roll >= 66 && roll < 69 && !was_damaged_;
    if (is_damaged && size > 0) {
        char& byte = carried.body[static_cast<std::size_t>(dice.below(size))];
        byte = static_cast<char>(byte ^ (1 << dice.below(7)));
        was_damaged_ = true;
    }
    if (roll >= 60 && roll < 66) link.carry(carried, rights);  // and once more
    sync::BlobAnswer answer = link.carry(carried, rights);
    check_served(cluster_, seat, carried, answer);
    if (is_damaged && size == 0 && answer.status == 206 && !answer.body.empty()) {
        answer.body.front() = static_cast<char>(answer.body.front() ^ 1);
        was_damaged_ = true;
    }
    return take(index, session, **request, answer);
}

bool Porter::take(std::size_t index, sync::BlobSession& session, const sync::BlobRequest& request,
                  const sync::BlobAnswer& answer) {
    Seat& seat = cluster_.seats()[index];
    SimulatedDisk& disk = seat.device->disk();
    if (!is_healed_) cluster_.endanger(disk);
    const auto taken = session.take_answer(answer);
    static constexpr std::array<std::string_view, 3> names{"HEAD", "PUT", "GET"};
    cluster_.note(seat.actor.login + ": " +
                  std::string{names[static_cast<std::size_t>(request.method)]} + " " +
                  request.hash.substr(0, 8) + " " + request.content_range + request.range +
                  ", status " + std::to_string(answer.status) + (taken ? "" : ", not taken"));
    const bool has_failed = disk.has_failed();
    if (cluster_.bury_device(index)) {
        watch_.note_failure(index);
        return false;
    }
    if (!taken && !has_failed) {
        cluster_.break_promise("files", "an answer was not taken: " + taken.error().message);
    }
    if (!taken) watch_.note_failure(index);
    return taken.has_value();
}

void Porter::fail(std::size_t index, sync::BlobSession& session) {
    cluster_.note(cluster_.seats()[index].actor.login + ": a piece of a file is lost");
    session.take_failure();
    watch_.note_failure(index);
}

}  // namespace minga::simulation
