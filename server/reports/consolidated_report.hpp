/// The consolidated view: one row a municipality, computed from its records by the shared rules and
/// kept until they change.
#pragma once

#include "server/storage/sqlite_store.hpp"
#include "shared/codec/json.hpp"
#include "shared/rules/consolidated.hpp"

#include <map>
#include <mutex>

namespace minga::server {

struct ConsolidatedQuery {
    std::string region;                            ///< code, or "" for all
    std::optional<std::vector<Id>> organizations;  ///< Only these; empty: every one.
};

class ConsolidatedReport {
public:
    explicit ConsolidatedReport(const Catalog& catalog) : catalog_(catalog) {}

    /// {"generated_at", "rows": [{"organization", "name", "region", "commune", "enrolled",
    /// "diagnosis", "plan", "conflicts_open", "refusals_open", "last_change"}], "totals"}; rows go
    /// from north to south. `reader` is within a reading.
    Result<Json> make(const SqliteStore& reader, const ConsolidatedQuery& query, Instant now);

private:
    struct Kept {
        std::int64_t seq = 0;  ///< The last change that is counted in.
        Date today;
        MunicipalitySummary summary;
        bool is_enrolled = false;
    };
    Result<Kept> row_for(const SqliteStore& reader, const Record& organization, Date today);
    Result<Kept> compute(const SqliteStore& reader, const Record& organization, Date today) const;

    const Catalog& catalog_;
    std::mutex mutex_;
    std::map<Id, Kept> kept_;
};

}  // namespace minga::server
