#include "tests/simulation/fetcher.hpp"

#include "sync/wire/snapshot_block.hpp"

#include <algorithm>
#include <cstdio>

namespace minga::simulation {
namespace {

std::string whole_file(std::FILE& file) {
    std::string bytes;
    char piece[4096];
    while (const std::size_t got = std::fread(piece, 1, sizeof piece, &file)) {
        bytes.append(piece, got);
    }
    return bytes;
}

/// What the blocks of a snapshot say, unpacked.
std::string contents_of(std::string_view bytes) {
    std::string contents;
    while (!bytes.empty()) {
        const auto length = sync::block_length(bytes);
        if (!length || !*length || bytes.size() < **length) break;
        const auto frames = sync::unpack_block(bytes.substr(0, **length));
        if (frames) contents += *frames;
        bytes.remove_prefix(**length);
    }
    return contents;
}

}  // namespace

ServedRange serve_range(Cluster& cluster, const Actor& actor, const sync::RangeRequest& request) {
    ServerMachine& server = cluster.server();
    const auto scope =
        sync::whole_scope(std::string_view{request.path}.substr(request.path.rfind('/') + 1), actor,
                          server.catalog());
    if (!scope) return {.status = 403};
    const std::string etag = request.if_match.substr(1, request.if_match.size() - 2);
    const auto info = server.snapshots()->find(*scope, server.store().epoch(), etag);
    const auto file = info ? server.snapshots()->open(*scope, etag) : nullptr;
    if (!file) return {.status = 412};
    long long first = 0;
    long long last = 0;
    const bool is_range = std::sscanf(request.range.c_str(), "bytes=%lld-%lld", &first, &last) == 2;
    if (!is_range || first > last || first >= info->bytes) return {.status = 416};
    const std::string bytes = whole_file(*file);
    return {
        206, request.if_match,
        bytes.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1))};
}

bool Fetcher::fetch(std::size_t index) {
    Seat& seat = cluster_.seats()[index];
    if (cluster_.server().snapshots() == nullptr) return false;
    const auto request = seat.session->next_range();
    if (!request) return false;
    watch_.note_request(cluster_, index, *request);
    Dice& dice = cluster_.dice();
    ServedRange served = serve_range(cluster_, seat.actor, *request);
    check_words(cluster_, seat, contents_of(served.body));
    const std::int64_t roll = is_healed_ ? 0 : dice.below(100);
    const auto size = static_cast<std::int64_t>(served.body.size());
    const std::string by = seat.actor.login + ": " + request->range + " of a snapshot ";
    if (roll >= 90) {
        cluster_.note(by + "lost");
        seat.session->take_failure();
        return true;
    }
    if (roll >= 50 && size > 0) {
        served.body.resize(static_cast<std::size_t>(dice.below(size)));
        cluster_.note(by + "cut after " + std::to_string(served.body.size()) + " bytes");
    } else if (roll >= 46 && size > 0) {
        char& byte = served.body[static_cast<std::size_t>(dice.below(size))];
        byte = static_cast<char>(byte ^ (1 << dice.below(7)));
        cluster_.note(by + "damaged");
    } else {
        cluster_.note(by + "arrives, status " + std::to_string(served.status));
    }
    take(index, {.status = served.status, .etag = served.etag, .body = served.body});
    return true;
}

void Fetcher::take(std::size_t index, const sync::RangeAnswer& answer) {
    Seat& seat = cluster_.seats()[index];
    SimulatedDisk& disk = seat.device->disk();
    if (!is_healed_) cluster_.endanger(disk);
    const auto taken = seat.session->take_range(answer);
    const bool has_failed = disk.has_failed();
    if (!taken && !has_failed) {
        cluster_.break_promise("snapshots", "a range was not taken: " + taken.error().message +
                                                " " + taken.error().detail);
    }
    const auto bytes = static_cast<std::int64_t>(answer.body.size());
    if (has_failed) {
        watch_.note_unsure(index, bytes);
    } else {
        watch_.note_taken(index, seat.store(), bytes);
    }
    cluster_.bury_device(index);
}

}  // namespace minga::simulation
