/// How far a device has read a scope, in the server's commit order.
#pragma once

#include "shared/codec/json.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

/// A device knows all changes up to `complete`. Where an answer had no room for the rest, it has
/// also gone through the records whose last change is at or before `reached`: those that changed
/// again come later, so that it is only complete once it has gone through to the end.
struct Cursor {
    std::int64_t complete = 0;
    std::int64_t reached = 0;
    /// Where tombstones were collected that the device had not passed: it has read to `reached`,
    /// and is being told what exists, in commit order; it has heard so far of what last changed at
    /// or before this.
    std::optional<std::int64_t> listed{};

    friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// The key of the scope that holds everything.
inline constexpr std::string_view scope_of_all = "*";

/// By scope key.
using Cursors = std::map<std::string, Cursor>;

/// {"<scope>": seq} where everything up to `seq` is known, {"<scope>": [complete, reached]} on the
/// way, {"<scope>": [complete, reached, listed]} while what exists is being listed.
Json cursors_to_json(const Cursors& cursors);
Result<Cursors> cursors_from_json(const Json& json);

}  // namespace minga::sync
