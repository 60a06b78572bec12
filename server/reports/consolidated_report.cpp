#include "server/reports/consolidated_report.hpp"

#include "server/storage/refusals.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <cstdlib>

namespace minga::server {
namespace {

/// Older refusals are taken for let go of: nobody tells the server when their author does.
constexpr std::int64_t refusal_days_counted = 90;
constexpr std::int64_t day_ms = 86'400'000;

Json score_to_json(const Score& score) {
    Json json = Json::object();
    json.set("obtained", score.obtained)
        .set("maximum", score.maximum)
        .set("percent", score.percent())
        .set("answered", score.answered)
        .set("questions", score.answered + score.missing);
    return json;
}

Json plan_to_json(const ActivityCounts& activities, const Funds& funds) {
    Json json = Json::object();
    json.set("activities", activities.total)
        .set("executed", activities.executed)
        .set("percent", activities.percent())
        .set("expected", activities.expected)
        .set("expected_percent", activities.expected_percent())
        .set("late", activities.late)
        .set("own_kclp", funds.own.kclp)
        .set("subdere_kclp", funds.subdere.kclp);
    return json;
}

Json row_to_json(const MunicipalitySummary& summary, bool is_enrolled) {
    Json json = Json::object();
    json.set("organization", summary.organization.to_text())
        .set("name", summary.name)
        .set("code", summary.code)
        .set("region", summary.region)
        .set("commune", summary.commune)
        .set("enrolled", is_enrolled);
    if (summary.diagnosis) {
        Json diagnosis = score_to_json(*summary.diagnosis);
        diagnosis.set("state", summary.diagnosis_state);
        json.set("diagnosis", std::move(diagnosis));
    }
    if (summary.has_plan) {
        Json plan = plan_to_json(summary.activities, summary.funds);
        plan.set("state", summary.plan_state)
            .set("lines", summary.lines)
            .set("late_lines", summary.late_lines)
            .set("missing_follow_ups", summary.missing_follow_ups);
        json.set("plan", std::move(plan));
    }
    json.set("conflicts_open", summary.open_conflicts).set("refusals_open", summary.open_refusals);
    if (summary.last_change) json.set("last_change", summary.last_change->ms);
    return json;
}

Json totals_to_json(const ConsolidatedTotals& totals) {
    Json json = Json::object();
    json.set("municipalities", totals.municipalities)
        .set("with_diagnosis", totals.with_diagnosis)
        .set("with_plan", totals.with_plan)
        .set("diagnosis", score_to_json(totals.diagnosis))
        .set("plan", plan_to_json(totals.activities, totals.funds))
        .set("conflicts_open", totals.open_conflicts)
        .set("refusals_open", totals.open_refusals);
    return json;
}

bool is_written_by_people(const sync::StampedRecord& record) {
    return std::any_of(record.stamps.begin(), record.stamps.end(),
                       [](const auto& entry) { return !entry.second.device.is_nil(); });
}

/// When the server received the op that wrote last in `record`.
std::optional<Instant> written_at(const SqliteStore& reader, const sync::StampedRecord& record) {
    const sync::FieldStamp* last = nullptr;
    for (const auto& [key, stamp] : record.stamps) {
        if (!stamp.device.is_nil() && (last == nullptr || stamp.seq > last->seq)) last = &stamp;
    }
    if (last == nullptr) return std::nullopt;
    const auto op = reader.find_op(last->device, std::abs(last->n));
    if (!op) return std::nullopt;
    return op->received_at;
}

bool is_wanted(const Record& organization, const ConsolidatedQuery& query) {
    if (text_of(organization.fields, "type") != "municipality") return false;
    if (!query.region.empty() && text_of(organization.fields, "region") != query.region) {
        return false;
    }
    if (!query.organizations) return true;
    const auto& wanted = *query.organizations;
    return std::find(wanted.begin(), wanted.end(), organization.id) != wanted.end();
}

}  // namespace

Result<ConsolidatedReport::Kept> ConsolidatedReport::compute(const SqliteStore& reader,
                                                             const Record& organization,
                                                             Date today) const {
    Kept kept;
    kept.today = today;
    std::vector<Record> records;
    std::optional<sync::StampedRecord> last;
    auto read =
        reader.changed_since({organization.id}, -1, [&](const sync::StampedRecord& stamped) {
            const bool is_enrollment = stamped.record.kind == "enrollment";
            if (is_enrollment && !stamped.record.deleted &&
                text_of(stamped.record.fields, "status") == "enrolled") {
                kept.is_enrolled = true;
            }
            records.push_back(stamped.record);
            kept.seq = stamped.seq;
            // What the server itself made, such as a conflict, is nobody's contact.
            if (is_written_by_people(stamped)) last = stamped;
            return true;
        });
    if (!read) return read.error();
    kept.summary = summarize_municipality(organization, records, catalog_, today,
                                          last ? written_at(reader, *last) : std::nullopt);
    return kept;
}

Result<ConsolidatedReport::Kept> ConsolidatedReport::row_for(const SqliteStore& reader,
                                                             const Record& organization,
                                                             Date today) {
    std::int64_t seq = 0;
    auto read = reader.database().each(
        "SELECT max(seq) FROM record WHERE organization = ?1",
        [&](const storage::Row& row) { seq = row.integer(0); }, organization.id);
    if (!read) return read.error();
    {
        const std::lock_guard lock{mutex_};
        const auto found = kept_.find(organization.id);
        if (found != kept_.end() && found->second.seq == seq && found->second.today == today) {
            return found->second;
        }
    }
    auto computed = compute(reader, organization, today);
    if (!computed) return computed;
    const std::lock_guard lock{mutex_};
    kept_[organization.id] = *computed;
    return computed;
}

Result<Json> ConsolidatedReport::make(const SqliteStore& reader, const ConsolidatedQuery& query,
                                      Instant now) {
    std::vector<Record> organizations;
    auto read = reader.each_of_kind({}, "organization", [&](const Record& organization) {
        if (is_wanted(organization, query)) organizations.push_back(organization);
    });
    if (!read) return read.error();
    const auto place = [&](const Record& organization) {
        const Region* region =
            catalog_.territory().find_region(text_of(organization.fields, "region"));
        return std::pair{region == nullptr ? std::int64_t{99} : region->order,
                         fold_for_search(text_of(organization.fields, "name"))};
    };
    std::sort(organizations.begin(), organizations.end(),
              [&](const Record& a, const Record& b) { return place(a) < place(b); });

    auto refusals =
        open_refusals(reader.database(), Instant{now.ms - refusal_days_counted * day_ms});
    if (!refusals) return refusals.error();
    std::vector<MunicipalitySummary> summaries;
    Json rows = Json::array();
    for (const Record& organization : organizations) {
        auto row = row_for(reader, organization, today_in_chile(now));
        if (!row) return row.error();
        const auto refused = refusals->find(organization.id);
        if (refused != refusals->end()) row->summary.open_refusals = refused->second;
        rows.push(row_to_json(row->summary, row->is_enrolled));
        summaries.push_back(std::move(row->summary));
    }
    Json report = Json::object();
    report.set("generated_at", now.ms)
        .set("rows", std::move(rows))
        .set("totals", totals_to_json(consolidated_totals(summaries)));
    return report;
}

}  // namespace minga::server
