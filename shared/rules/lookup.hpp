/// The seam through which rules look at other records: the device's store, the server's store or a
/// test's map.
#pragma once

#include "shared/schema/record.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace minga {

class Lookup {
public:
    virtual ~Lookup() = default;

    /// The record with that id, deleted ones included.
    virtual std::optional<Record> find(const Id& id) const = 0;

    /// The living records of `kind` whose parent reference names `parent`, in order of id.
    virtual std::vector<Record> children(const Id& parent, std::string_view kind) const = 0;
};

}  // namespace minga
