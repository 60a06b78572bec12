#include "shared/rules/record_set.hpp"

#include "shared/rules/ancestry.hpp"

#include <algorithm>

namespace minga {

RecordSet::RecordSet(std::span<const Record> records) {
    for (const Record& record : records) put(record);
}

void RecordSet::put(Record record) {
    auto& siblings = children_[{parent_id(record), record.kind}];
    const auto place = std::lower_bound(siblings.begin(), siblings.end(), record.id);
    if (place == siblings.end() || *place != record.id) siblings.insert(place, record.id);
    const Id id = record.id;
    records_.insert_or_assign(id, std::move(record));
}

std::optional<Record> RecordSet::find(const Id& id) const {
    const auto found = records_.find(id);
    return found == records_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<Record> RecordSet::children(const Id& parent, std::string_view kind) const {
    std::vector<Record> living;
    const auto found = children_.find({parent, std::string{kind}});
    if (found == children_.end()) return living;
    for (const Id& id : found->second) {
        const Record& record = records_.at(id);
        if (!record.deleted) living.push_back(record);
    }
    return living;
}

std::vector<Record> RecordSet::all(std::string_view kind) const {
    std::vector<Record> living;
    for (const auto& [id, record] : records_) {
        if (record.kind == kind && !record.deleted) living.push_back(record);
    }
    return living;
}

}  // namespace minga
