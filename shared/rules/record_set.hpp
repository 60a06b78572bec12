/// Records in memory, looked at as rules look at a store: what a report reads at once, and what
/// tests build.
#pragma once

#include "shared/rules/lookup.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga {

class RecordSet final : public Lookup {
public:
    RecordSet() = default;
    explicit RecordSet(std::span<const Record> records);

    /// Adds the record, or puts it in the place of the one with its id.
    void put(Record record);

    std::optional<Record> find(const Id& id) const override;
    std::vector<Record> children(const Id& parent, std::string_view kind) const override;
    /// The living records of that kind, in order of id.
    std::vector<Record> all(std::string_view kind) const;

private:
    std::map<Id, Record> records_;
    std::map<std::pair<Id, std::string>, std::vector<Id>> children_;  // by parent and kind
};

}  // namespace minga
