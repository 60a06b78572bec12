#include "sync/server/collection.hpp"

#include "sync/server/audit_chain.hpp"

namespace minga::sync {
namespace {

std::string collection_entry(const std::vector<StampedRecord>& batch, Instant now) {
    Json records = Json::array();
    for (const StampedRecord& tombstone : batch) {
        const Record& record = tombstone.record;
        records.push(
            Json::array().push(record.id.to_text()).push(record.rev).push(record_digest(record)));
    }
    return Json::object()
        .set("event", collection_event)
        .set("at", now.ms)
        .set("records", std::move(records))
        .dump();
}

/// Buries one batch; 0 where nothing may go.
Result<std::int64_t> collect_batch(ServerStore& store, const Expiry& expiry, Instant now) {
    auto batch = store.expired(expiry);
    if (!batch) return batch.error();
    if (batch->empty()) return std::int64_t{0};
    for (const StampedRecord& tombstone : *batch) {
        auto buried = store.bury(tombstone);
        if (!buried) return buried.error();
    }
    auto linked = append_audit(store, collection_entry(*batch, now));
    if (!linked) return linked.error();
    return static_cast<std::int64_t>(batch->size());
}

}  // namespace

Result<std::int64_t> collect_tombstones(ServerStore& store, Instant now,
                                        const CollectOptions& options) {
    const Instant horizon{now.ms - options.life_ms};
    const Expiry expiry{.deleted_before = horizon, .seen_since = horizon};
    std::int64_t total = 0;
    for (std::int64_t batches = 1;; ++batches) {
        auto done = store.begin();
        if (!done) return done.error();
        if (total == 0) done = store.forget_readings(horizon);
        Result<std::int64_t> count = std::int64_t{0};
        if (done) count = collect_batch(store, expiry, now);
        if (done && !count) done = count.error();
        if (done) done = store.status();
        if (done) done = store.commit();
        if (!done) {
            store.roll_back();
            return done.error();
        }
        total += *count;
        if (*count == 0 || batches == options.batches_max) return total;
    }
}

}  // namespace minga::sync
