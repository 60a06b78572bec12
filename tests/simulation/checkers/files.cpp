#include "shared/base/hash.hpp"
#include "sync/blob/content_range.hpp"
#include "sync/server/blob_rights.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <algorithm>

namespace minga::simulation {
namespace {

sync::BlobRights rights_of(Cluster& cluster, const Actor& actor, const std::string& hash) {
    ServerMachine& server = cluster.server();
    return sync::blob_rights(server.store(), server.catalog(), actor, hash);
}

bool has_whole(Cluster& cluster, const std::string& hash, const Id& organization) {
    const auto found = cluster.server().files().find({hash, organization});
    return found && found->has_value();
}

void check_kept(Cluster& cluster, Seat& seat) {
    for (const sync::BlobFile& file : seat.store().blobs().list()) {
        if (!file.is_whole()) continue;
        const auto bytes = seat.store().blobs().read_whole(file.hash);
        if (bytes && sha256_hex(*bytes) == file.hash) continue;
        return cluster.break_promise(
            "files", seat.actor.login + " keeps for " + file.hash + " what it is not");
    }
}

/// What a living record of the server names.
void check_named(Cluster& cluster, const std::string& hash, const Id& organization) {
    const bool is_there = has_whole(cluster, hash, organization);
    for (Seat& seat : cluster.seats()) {
        const auto file = seat.store().blobs().find(hash);
        const auto rights = rights_of(cluster, seat.actor, hash);
        const bool may_write = std::find(rights.writable.begin(), rights.writable.end(),
                                         organization) != rights.writable.end();
        const bool can_bring = file && file->is_whole() && may_write;
        if (can_bring && !is_there) {
            return cluster.break_promise("files", seat.actor.login + " has " + hash +
                                                      ", a record names it, and the server has "
                                                      "nothing: " +
                                                      file->reason);
        }
        const bool has_asked = file && (file->place == sync::BlobPlace::fetching ||
                                        file->place == sync::BlobPlace::missing);
        const bool may_read = std::find(rights.readable.begin(), rights.readable.end(),
                                        organization) != rights.readable.end();
        if (is_there && may_read && has_asked) {
            return cluster.break_promise("files", seat.actor.login + " asked for " + hash +
                                                      " and has not got it: " + file->reason);
        }
    }
}

}  // namespace

void FileWatch::note_upload(Cluster& cluster, std::size_t seat, const sync::BlobRequest& request) {
    const auto range = sync::ContentRange::parse(request.content_range);
    const auto rights = rights_of(cluster, cluster.seats()[seat].actor, request.hash);
    if (!range) return cluster.break_promise("bytes_again", "a chunk of no range");
    last_ = {seat, request.hash};
    for (auto& [key, sent] : sent_) {
        // Somebody else with the same file may be quicker meanwhile.
        if (key.second == request.hash && key.first != seat) sent.allowed_bytes += range->size();
    }
    Sent& sent = sent_[last_];
    sent.chunk_bytes = range->size();
    if (rights.writable.empty()) return;
    const sync::BlobKey key{request.hash, rights.writable.front()};
    const auto whole = cluster.server().files().find(key);
    const auto upload = cluster.server().files().find_upload(key);
    std::int64_t held = upload && *upload ? (*upload)->received : 0;
    if (whole && *whole) held = (*whole)->bytes;
    const std::int64_t again =
        std::clamp<std::int64_t>(std::min(held, range->last + 1) - range->first, 0, range->size());
    sent.allowed_bytes -= again;
    if (sent.allowed_bytes >= 0) return;
    cluster.break_promise("bytes_again", cluster.seats()[seat].actor.login + " sends " +
                                             std::to_string(again) +
                                             " bytes of a file again that the server has");
}

void FileWatch::note_failure(std::size_t seat) {
    if (last_.first != seat) return;
    Sent& sent = sent_[last_];
    sent.allowed_bytes += sent.chunk_bytes;
}

void check_files(Cluster& cluster) {
    if (!cluster.options().has_files) return;
    for (Seat& seat : cluster.seats()) check_kept(cluster, seat);
    auto read = cluster.server().store().each_of_kind({}, "document", [&](const Record& record) {
        const std::string& hash = sync::blob_of(record);
        if (!record.deleted && !hash.empty() && !cluster.violation()) {
            check_named(cluster, hash, record.organization);
        }
    });
    if (!read) cluster.break_promise("files", "the server cannot be read");
}

}  // namespace minga::simulation
