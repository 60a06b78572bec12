/// The consolidated view as a table: read, filtered, sorted and added up.
#pragma once

#include "shared/base/instant.hpp"
#include "shared/base/result.hpp"
#include "shared/programs/territory.hpp"
#include "shared/rules/progress.hpp"
#include "shared/rules/scoring.hpp"
#include "shared/schema/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

/// One municipality, or the sums over several.
struct ReportRow {
    std::string organization;
    std::string name;    ///< Of the commune.
    std::string region;  ///< code
    std::string folded;  ///< The name for searching and sorting.
    std::int64_t region_order = 0;
    bool is_enrolled = false;
    bool has_diagnosis = false;
    bool has_plan = false;
    Score diagnosis;
    std::string diagnosis_state;
    ActivityCounts activities;
    Funds funds;
    std::int64_t lines = 0;
    std::int64_t conflicts = 0;
    std::int64_t refusals = 0;  ///< Refused changes that nobody has corrected yet.
    Instant last_change;

    bool has_data() const { return is_enrolled || has_diagnosis || has_plan; }
};

/// Reads the server's answer. Rows that cannot be read are left out.
Result<std::vector<ReportRow>> read_report(std::string_view json, const Territory& territory);

enum class ReportOrder : std::uint8_t {
    north_to_south,
    name,
    diagnosis,
    plan,
    own_funds,
    subdere_funds,
    late,
    conflicts,
    refusals,
    last_change,
};

struct ReportFilter {
    std::string region{};    ///< code, or "" for the whole country
    std::string search{};    ///< As typed: accents and case do not count.
    bool shows_all = false;  ///< Those outside the programme too.
    ReportOrder order = ReportOrder::north_to_south;
    bool is_descending = false;

    friend bool operator==(const ReportFilter&, const ReportFilter&) = default;
};

/// The filter as it is kept under a name, and back; what is not understood is plain.
FieldMap fields_of(const ReportFilter& filter);
ReportFilter report_filter_from(const FieldMap& fields);

/// Indices into `rows` of those that pass, in order. Rows without the sorted figure come last.
std::vector<std::size_t> filtered(const std::vector<ReportRow>& rows, const ReportFilter& filter);

/// Sums over the rows; percentages come from these sums.
ReportRow totals_of(const std::vector<ReportRow>& rows, const std::vector<std::size_t>& chosen);

/// What is seen, as a file for spreadsheets.
std::string report_csv(const std::vector<ReportRow>& rows, const std::vector<std::size_t>& chosen,
                       const Territory& territory);

}  // namespace minga::client
