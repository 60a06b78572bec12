#include "server/snapshots/snapshot_shelf.hpp"
#include "tests/simulation/checkers/checkers.hpp"

#include <cstdlib>

namespace minga::simulation {
namespace {

std::string scope_of(const sync::RangeRequest& request) {
    return request.path.substr(request.path.rfind('/') + 1);
}

std::int64_t first_of(const sync::RangeRequest& request) {
    return std::strtoll(request.range.c_str() + std::string_view{"bytes="}.size(), nullptr, 10);
}

/// Whether the server would still offer that very file.
bool is_kept(Cluster& cluster, const std::string& key, const std::string& etag) {
    const auto organization = Id::parse(key);
    const sync::Scope scope{organization ? std::optional{*organization} : std::nullopt};
    const server::SqliteStore& store = cluster.server().store();
    const auto info = cluster.server().snapshots()->find(scope, store.epoch(), etag);
    return info && info->seq >= store.min_seq(scope);
}

/// All that lives on a device. Of what was removed before it began it may know nothing: a snapshot
/// says what lived, and its tail tells of removals that the plain reading has no need to.
std::string dump_of(DeviceMachine& device) {
    std::string dump;
    for (const std::string_view sql :
         {"SELECT hex(id) || kind || hex(organization) || rev || accepted || accepted_deleted || "
          "body || deleted FROM record WHERE deleted = 0 ORDER BY id",
          "SELECT scope || complete || '-' || reached FROM cursor ORDER BY scope"}) {
        auto read = device.database().each(
            sql, [&](const storage::Row& row) { dump.append(row.text(0)).append("\n"); });
        MINGA_ASSERT(read.has_value());
    }
    return dump;
}

/// What a device that begins now holds after reading all there is; "" where it never ends.
std::string read_by_a_new_device(Cluster& cluster, const Actor& actor, bool takes_snapshots) {
    constexpr int exchanges_max = 200;
    DeviceMachine device{actor, DeviceMachine::Options{.seed = cluster.options().seed * 1000 + 900,
                                                       .is_empty = true}};
    sync::ClientSession session{device.store()};
    if (takes_snapshots) session.take_snapshots();
    for (int i = 0; i < exchanges_max && !session.is_done(); ++i) {
        if (const auto range = session.next_range()) {
            const auto served = serve_range(cluster, actor, *range);
            if (!session.take_range(
                    {.status = served.status, .etag = served.etag, .body = served.body})) {
                return {};
            }
            continue;
        }
        const auto request = session.next_request();
        if (!request) return {};
        const test::Reply reply = cluster.server().handle(actor, *request);
        if (!session.take_answer(reply.status, reply.body)) return {};
    }
    return session.is_done() ? dump_of(device) : std::string{};
}

}  // namespace

void SnapshotWatch::note_request(Cluster& cluster, std::size_t seat,
                                 const sync::RangeRequest& request) {
    const std::string scope = scope_of(request);
    const std::string etag = request.if_match;
    const std::int64_t first = first_of(request);
    asked_ = {seat, scope};
    const auto known = downloads_.find(asked_);
    const std::string by = cluster.seats()[seat].actor.login;
    if (known != downloads_.end() && known->second.etag == etag) {
        const Download& download = known->second;
        const bool goes_on = first == download.received || first == download.perhaps;
        if (!goes_on) {
            cluster.break_promise("snapshots", by + " asks from byte " + std::to_string(first) +
                                                   " on, and has " +
                                                   std::to_string(download.received));
        }
    } else if (known != downloads_.end() && known->second.received > 0 &&
               is_kept(cluster, scope,
                       known->second.etag.substr(1, known->second.etag.size() - 2))) {
        cluster.break_promise("snapshots", by +
                                               " begins with another file, while the one that "
                                               "they have " +
                                               std::to_string(known->second.received) +
                                               " bytes of is kept");
    }
    downloads_[asked_] = {etag, first, first};
}

void SnapshotWatch::note_taken(std::size_t seat, const sync::DeviceStore& store,
                               std::int64_t bytes) {
    Download& download = downloads_[asked_];
    for (const sync::SnapshotDownload& held : store.downloads()) {
        if (held.scope != asked_.second || '"' + held.etag + '"' != download.etag) continue;
        download.received += bytes;
        download.perhaps = download.received;
        return;
    }
    // It is whole, or was no good.
    downloads_.erase({seat, asked_.second});
}

void SnapshotWatch::note_unsure(std::size_t seat, std::int64_t bytes) {
    Download& download = downloads_[{seat, asked_.second}];
    download.perhaps = download.received + bytes;
}

void check_snapshots(Cluster& cluster) {
    if (cluster.server().snapshots() == nullptr) return;
    const Actor& actor = cluster.seats().front().actor;
    const std::string plain = read_by_a_new_device(cluster, actor, false);
    const std::string fetched = read_by_a_new_device(cluster, actor, true);
    if (plain.empty() || fetched.empty()) {
        return cluster.break_promise("snapshots", "a new device never comes to an end");
    }
    if (plain == fetched) return;
    cluster.break_promise("snapshots", "a new device holds otherwise what came as a snapshot:\n" +
                                           fetched + "\ninstead of\n" + plain);
}

}  // namespace minga::simulation
