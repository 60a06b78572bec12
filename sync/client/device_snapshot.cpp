/// The part of the device's store that takes a snapshot of a scope in pieces of any size, over as
/// many connections and processes as it takes.
#include "shared/codec/json.hpp"
#include "sync/client/device_store.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/snapshot_block.hpp"

#include <algorithm>

namespace minga::sync {

using storage::Row;
using storage::Transaction;

namespace {

Error bad_snapshot(std::string detail) {
    return make_error(ErrorCode::malformed,
                      "Los datos llegaron dañados. Se pedirán otra vez; nada se perdió.", {},
                      std::move(detail));
}

}  // namespace

/// A download under way, with what its blocks have said so far.
struct DeviceStore::Snapshot {
    SnapshotDownload info;
    std::int64_t taken = 0;  ///< Bytes of the blocks that were taken.
    std::string rest;        ///< What came of the next block.
    std::int64_t records = 0;
    bool has_head = false;
    bool is_ended = false;
    std::int64_t pulled = 0;  ///< By this call.
};

std::vector<SnapshotDownload> DeviceStore::downloads() const {
    std::vector<SnapshotDownload> all;
    database_
        ->each(
            "SELECT scope, etag, seq, bytes, taken + length(rest), step FROM snapshot "
            "ORDER BY scope",
            [&](const Row& row) {
                all.push_back({.scope = std::string{row.text(0)},
                               .etag = std::string{row.text(1)},
                               .seq = row.integer(2),
                               .bytes = row.integer(3),
                               .received = row.integer(4),
                               .step_bytes = row.integer(5)});
            })
        .ignore();
    return all;
}

/// What the answer offers of scopes of which nothing is held. One that is under way goes on while
/// the server keeps it.
Result<void> DeviceStore::apply_offers(const SyncAnswer& answer) {
    for (const SnapshotOffer& offer : answer.snapshots) {
        auto done = database_->run("DELETE FROM snapshot WHERE scope = ?1 AND etag <> ?2",
                                   offer.scope, offer.etag);
        if (done) {
            done = database_->run(
                "INSERT OR IGNORE INTO snapshot(scope, etag, epoch, seq, bytes, taken, records, "
                "step, rest) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, x'')",
                offer.scope, offer.etag, answer.epoch, offer.seq, offer.bytes,
                snapshot_step_bytes_first);
        }
        if (!done) return done;
    }
    // A scope that is read in the plain way needs no snapshot any more.
    for (const auto& [scope, cursor] : answer.cursors) {
        auto done = drop_snapshot(scope);
        if (!done) return done;
    }
    return {};
}

Result<void> DeviceStore::drop_snapshot(std::string_view scope) {
    return database_->run("DELETE FROM snapshot WHERE scope = ?1", scope);
}

Result<void> DeviceStore::set_snapshot_step(std::string_view scope, std::int64_t bytes) {
    return database_->run("UPDATE snapshot SET step = ?2 WHERE scope = ?1", scope,
                          std::clamp(bytes, snapshot_step_bytes_min, snapshot_step_bytes_max));
}

Result<void> DeviceStore::take_snapshot_frame(Snapshot& snapshot, std::string_view text) {
    auto json = parse_json(text);
    if (!json) return json.error();
    if (!snapshot.has_head) {
        const bool fits = json->text_at("snapshot") == snapshot.info.scope &&
                          json->integer_at("seq") == snapshot.info.seq &&
                          json->text_at("epoch") == epoch_;
        if (!fits) return bad_snapshot("head");
        snapshot.has_head = true;
        return {};
    }
    if (snapshot.is_ended) return bad_snapshot("frame behind the end");
    if (json->contains("end")) {
        snapshot.is_ended = json->integer_at("end") == snapshot.records;
        return snapshot.is_ended ? Result<void>{} : bad_snapshot("count");
    }
    auto delta = delta_from_json(*json);
    if (!delta) return delta.error();
    ++snapshot.records;
    ++snapshot.pulled;
    // What is here already and as new, or newer: by an op of this device, or by a snapshot that
    // was begun and given up. Revisions of an earlier epoch do not compare.
    bool is_known = false;
    auto done = database_->each(
        "SELECT 1 FROM record WHERE id = ?1 AND accepted IS NOT NULL AND rev >= ?2 "
        "AND generation = ?3",
        [&](const Row&) { is_known = true; }, delta->id, delta->rev, generation_);
    if (!done || is_known) return done;
    return apply_delta(*delta);
}

Result<void> DeviceStore::take_snapshot_block(Snapshot& snapshot, std::string_view block) {
    auto frames = unpack_block(block);
    if (!frames) return frames.error();
    FrameReader reader;
    reader.feed(*frames);
    while (true) {
        auto frame = reader.next();
        if (!frame) return frame.error();
        if (!*frame) break;
        auto taken = take_snapshot_frame(snapshot, **frame);
        if (!taken) return taken;
    }
    return reader.has_partial() ? bad_snapshot("frame cut") : Result<void>{};
}

Result<DeviceStore::Snapshot> DeviceStore::load_snapshot(std::string_view scope) const {
    std::optional<Snapshot> found;
    auto done = database_->each(
        "SELECT scope, etag, seq, bytes, taken, records, rest, epoch FROM snapshot "
        "WHERE scope = ?1",
        [&](const Row& row) {
            if (row.text(7) != epoch_) return;  // of a server that was restored since
            found = Snapshot{};
            found->info.scope = row.text(0);
            found->info.etag = row.text(1);
            found->info.seq = row.integer(2);
            found->info.bytes = row.integer(3);
            found->taken = row.integer(4);
            found->records = row.integer(5);
            found->rest = row.blob(6);
            found->has_head = found->taken > 0;
        },
        scope);
    if (!done) return done.error();
    if (!found) return bad_snapshot("no download");
    return *std::move(found);
}

Result<std::int64_t> DeviceStore::take_snapshot(std::string_view scope, std::string_view bytes) {
    Transaction transaction{*database_};
    auto done = transaction.begin();
    if (!done) return done.error();
    auto loaded = load_snapshot(scope);
    if (!loaded) return loaded.error();
    Snapshot& snapshot = *loaded;
    snapshot.rest += bytes;
    std::string_view left = snapshot.rest;
    while (done && !left.empty()) {
        auto length = block_length(left);
        if (!length) return length.error();
        if (!*length || left.size() < **length) break;
        done = take_snapshot_block(snapshot, left.substr(0, **length));
        snapshot.taken += static_cast<std::int64_t>(**length);
        left.remove_prefix(**length);
    }
    if (!done) return done.error();
    const bool is_whole = snapshot.taken == snapshot.info.bytes;
    const std::int64_t received = snapshot.taken + static_cast<std::int64_t>(left.size());
    if (received > snapshot.info.bytes || (is_whole && !snapshot.is_ended)) {
        return bad_snapshot("length");
    }
    if (is_whole) {
        done = put_cursor(scope, {snapshot.info.seq, snapshot.info.seq});
        if (done) done = drop_snapshot(scope);
        // What this device wrote meanwhile may be newer than what the snapshot said of it: it is
        // told again, like what others wrote.
        if (done) done = forget_words();
    } else {
        done = database_->run(
            "UPDATE snapshot SET taken = ?2, records = ?3, rest = ?4 WHERE scope = ?1", scope,
            snapshot.taken, snapshot.records, storage::Blob{left});
    }
    if (done) done = transaction.commit();
    if (!done) return done.error();
    if (snapshot.pulled > 0 || is_whole) ++change_count_;
    return snapshot.pulled;
}

}  // namespace minga::sync
