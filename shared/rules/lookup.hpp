/// The seam through which rules look at other records: the device's store, the server's store or a
/// test's map.
#pragma once

#include "shared/schema/record.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace minga {

class Lookup {
public:
    virtual ~Lookup() = default;

    /// The record with that id, deleted ones included.
    virtual std::optional<Record> find(const Id& id) const = 0;

    /// The same, shared instead of copied where the store keeps it: for whoever looks at many
    /// records and changes none. nullptr where there is none.
    virtual std::shared_ptr<const Record> view(const Id& id) const {
        auto found = find(id);
        return found ? std::make_shared<const Record>(*std::move(found)) : nullptr;
    }

    /// The living records of `kind` whose parent reference names `parent`, in order of id.
    virtual std::vector<Record> children(const Id& parent, std::string_view kind) const = 0;

    /// How many those are. A store counts them without reading any.
    virtual std::size_t count_children(const Id& parent, std::string_view kind) const {
        return children(parent, kind).size();
    }
};

}  // namespace minga
