#include "sync/server/sharing.hpp"

#include "shared/rules/reading.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

/// `seq`: of the write that the share has to hear of; 0 where only entering or leaving counts,
/// which then takes a number of its own, so that every reader passes it in order.
Result<void> refresh(ServerStore& store, const Catalog& catalog, std::string_view share,
                     const Record& record, std::int64_t seq) {
    if (!may_be_shared(record.kind, share, catalog)) return {};
    const auto held = store.find_shared(share, record.id);
    const bool was_in = held && !held->is_lost;
    const bool may_enter = was_in || !record.deleted;
    const bool is_in = may_enter && is_shared(record, share, store, catalog);
    const bool is_untouched = was_in == is_in && (!is_in || seq == 0);
    if (is_untouched) return {};
    const std::int64_t at = seq != 0 ? seq : store.take_seq();
    return store.put_shared({.share = std::string{share},
                             .record = record.id,
                             .organization = record.organization,
                             .seq = at,
                             .gained = was_in ? held->gained : at,
                             .is_lost = !is_in});
}

/// Whether the write changed something by which what lies under the record is shared.
bool moves_others(const StampedRecord& written, const Catalog& catalog) {
    if (written.created_seq == written.seq) return false;
    return std::any_of(written.stamps.begin(), written.stamps.end(), [&](const auto& entry) {
        return entry.second.seq == written.seq &&
               decides_shares(written.record.kind, entry.first, catalog);
    });
}

}  // namespace

Result<void> refresh_shares(ServerStore& store, const Catalog& catalog,
                            const StampedRecord& written) {
    const auto shares = all_shares(catalog);
    for (const std::string& share : shares) {
        auto done = refresh(store, catalog, share, written.record, written.seq);
        if (!done) return done;
    }
    if (!moves_others(written, catalog)) return {};
    std::vector<Id> waiting = store.all_children(written.record.id);
    while (!waiting.empty()) {
        const Id id = waiting.back();
        waiting.pop_back();
        const auto record = store.view(id);
        if (record == nullptr) continue;
        for (const std::string& share : shares) {
            auto done = refresh(store, catalog, share, *record, 0);
            if (!done) return done;
        }
        for (const Id& child : store.all_children(id)) waiting.push_back(child);
    }
    return {};
}

Result<void> rebuild_shares(ServerStore& store, const Catalog& catalog) {
    std::vector<std::pair<Id, std::int64_t>> all;
    auto read = store.ids_since({}, -1, [&](const Id& id, std::int64_t seq) {
        all.emplace_back(id, seq);
        return true;
    });
    if (!read) return read;
    for (const std::string& share : all_shares(catalog)) {
        // Nobody has read of a share that never held anything: its records keep their numbers.
        const bool is_first = !store.has_shared(share);
        for (const auto& [id, seq] : all) {
            const auto record = store.view(id);
            if (record == nullptr) continue;
            auto done = refresh(store, catalog, share, *record, is_first ? seq : 0);
            if (!done) return done;
        }
    }
    return store.status();
}

}  // namespace minga::sync
