#include "sync/server/blob_rights.hpp"

#include "shared/rules/permit.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

bool has_written(const ServerStore& store, const Actor& actor, const StampedRecord& stamped) {
    const auto stamp = stamped.stamps.find(blob_field_of(stamped.record.kind));
    if (stamp == stamped.stamps.end()) return false;
    // Negative: they chose it among two in a conflict (merge.hpp).
    const std::int64_t n = stamp->second.n < 0 ? -stamp->second.n : stamp->second.n;
    const auto op = store.find_op(stamp->second.device, n);
    return op && op->user == actor.user;
}

void add(std::vector<Id>& organizations, const Id& organization) {
    const auto at = std::lower_bound(organizations.begin(), organizations.end(), organization);
    if (at == organizations.end() || *at != organization) organizations.insert(at, organization);
}

}  // namespace

BlobRights blob_rights(const ServerStore& store, const Catalog& catalog, const Actor& actor,
                       std::string_view hash) {
    BlobRights rights;
    if (!is_blob_hash(hash)) return rights;
    for (const Id& id : store.records_naming(hash)) {
        const auto stamped = store.find_stamped(id);
        if (!stamped) continue;
        const Record& record = stamped->record;
        if (!may_read(actor, record, store, catalog)) continue;
        add(rights.readable, record.organization);
        const bool may_edit = permit(actor, Action::edit, record, store, catalog).has_value();
        if (may_edit || has_written(store, actor, *stamped)) {
            add(rights.writable, record.organization);
        }
    }
    return rights;
}

}  // namespace minga::sync
