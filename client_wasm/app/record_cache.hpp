/// Records read once and kept until something changes: frames are drawn far more often than records
/// change, and no frame should wait for the disk.
#pragma once

#include "shared/rules/lookup.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::sync {
class DeviceStore;
}

namespace minga::client {

class RecordCache final : public Lookup {
public:
    /// Reads from `store` from now on, which outlives the cache or is replaced; nullptr: nothing.
    void attach(const sync::DeviceStore* store);
    void clear();

    std::optional<Record> find(const Id& id) const override;
    std::vector<Record> children(const Id& parent, std::string_view kind) const override;

    /// The same without copies. Valid until `clear`.
    const Record* peek(const Id& id) const;
    const std::vector<Record>& peek_children(const Id& parent, std::string_view kind) const;
    const std::vector<Record>& peek_list(std::string_view kind) const;

private:
    using Family = std::pair<Id, std::string>;

    const sync::DeviceStore* store_ = nullptr;
    mutable std::map<Id, std::optional<Record>> records_;
    mutable std::map<Family, std::vector<Record>> families_;
    mutable std::map<std::string, std::vector<Record>, std::less<>> lists_;
};

}  // namespace minga::client
