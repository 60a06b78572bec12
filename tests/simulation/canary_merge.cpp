/// A merge law with its base check removed: the last to arrive wins. Linked in the place of
/// sync/merge/merge.cpp into the canary, which the simulator must find out.
#include "sync/merge/merge.hpp"

#include <algorithm>

namespace minga::sync {

bool makes_record(const Op& op) {
    return op.base_rev == 0 && !op.kind.empty() && !op.remove;
}

bool has_seen(const Op&, const FieldStamp&) {
    return true;
}

bool OwnChain::holds(const FieldStamp& stamp) const {
    return !stamp.device.is_nil() && stamp.device == device;
}

TextSet merge_sets(const TextSet&, const TextSet&, const TextSet& mine) {
    return mine;
}

MergeResult merge(const StampedRecord* current, const Op& op, const OwnChain&,
                  const schema::RecordInfo*) {
    MergeResult result;
    if (op.remove) {
        if (current != nullptr && !current->record.deleted) result.deleted = true;
        return result;
    }
    if (op.restore) {
        if (current != nullptr && current->record.deleted) result.deleted = false;
        return result;
    }
    for (const auto& [key, value] : op.set) {
        const bool is_new = current == nullptr;
        const Value& theirs = is_new ? value_of({}, key) : value_of(current->record.fields, key);
        if (theirs != value) result.changed.emplace(key, value);
    }
    if (current != nullptr && current->record.deleted) result.deleted = false;
    return result;
}

}  // namespace minga::sync
