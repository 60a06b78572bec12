/// What the server's session asks of whoever keeps snapshots: all living records of a scope as of
/// one moment, in one file that is made beside the traffic and fetched in ranges (PROTOCOL.md).
#pragma once

#include "sync/server/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

struct SnapshotInfo {
    std::string etag;      ///< Names these very bytes; without quotes.
    std::int64_t seq = 0;  ///< What changed later is read from here.
    std::int64_t bytes = 0;
};

class Snapshots {
public:
    virtual ~Snapshots() = default;

    /// The latest one of `scope` in `epoch`. One that is worth renewing is given too.
    virtual std::optional<SnapshotInfo> latest(const Scope& scope,
                                               std::string_view epoch) const = 0;

    /// That very one, where it is still kept.
    virtual std::optional<SnapshotInfo> find(const Scope& scope, std::string_view epoch,
                                             std::string_view etag) const = 0;

    /// A device begins with `scope`: whoever keeps snapshots may make one for the next. Returns at
    /// once.
    virtual void wish(const Scope& scope) = 0;
};

}  // namespace minga::sync
