#include "shared/rules/consolidated.hpp"

#include "shared/rules/closed.hpp"
#include "shared/rules/record_set.hpp"

#include <algorithm>

namespace minga {
namespace {

/// From the newest to the oldest.
std::vector<Record> cycles_of(const RecordSet& records) {
    std::vector<Record> cycles = records.all("cycle");
    std::stable_sort(cycles.begin(), cycles.end(), [](const Record& a, const Record& b) {
        return integer_of(a.fields, "number") > integer_of(b.fields, "number");
    });
    return cycles;
}

/// Whether the assessment has left the state that it began in.
bool is_handed_in(const Record& assessment, const RecordSet& records, const Catalog& catalog) {
    Ancestry ancestry = Ancestry::of(assessment, records);
    const Machine* machine = machine_of(ancestry, "state", catalog);
    return machine != nullptr && state_of(*machine, assessment) != machine->initial;
}

/// The diagnosis that speaks for the municipality: the newest that is answered, by its state or by
/// having every element; before there is one, the newest that has any answer, or just the newest. A
/// new cycle's diagnosis does not take the place of the last one when it is barely begun.
std::optional<Record> current_diagnosis(const std::vector<Record>& cycles, const RecordSet& records,
                                        const Catalog& catalog) {
    std::optional<Record> begun;
    std::optional<Record> newest;
    for (const Record& cycle : cycles) {
        for (const Record& assessment : records.children(cycle.id, "assessment")) {
            if (text_of(assessment.fields, "type") != "diagnostic") continue;
            const Instrument* instrument =
                catalog.instrument(text_of(assessment.fields, "instrument"));
            std::int64_t answered = 0;
            bool is_complete = is_handed_in(assessment, records, catalog);
            if (instrument != nullptr && !is_complete) {
                const auto answers = records.children(assessment.id, "answer");
                const Score total = score_answers(answers, *instrument, catalog.model()).total;
                answered = total.answered;
                is_complete = answered > 0 && total.missing == 0;
            }
            if (is_complete) return assessment;
            if (!begun && answered > 0) begun = assessment;
            if (!newest) newest = assessment;
        }
    }
    return begun ? begun : newest;
}

/// The plan that speaks for the municipality: the newest that is or was carried out; before there
/// is one, the newest. The plan of a next cycle does not take its place while it is being designed.
std::optional<Record> current_plan(const std::vector<Record>& cycles, const RecordSet& records,
                                   const Catalog& catalog) {
    std::optional<Record> first;
    for (const Record& cycle : cycles) {
        std::vector<Record> plans = records.children(cycle.id, "plan");
        const auto newest =
            std::max_element(plans.begin(), plans.end(), [](const Record& a, const Record& b) {
                return integer_of(a.fields, "version", 1) < integer_of(b.fields, "version", 1);
            });
        if (newest == plans.end()) continue;
        if (is_carried_out(*newest, records, catalog)) return *newest;
        if (!first) first = *newest;
    }
    return first;
}

void add_diagnosis(MunicipalitySummary& summary, const Record& assessment, const RecordSet& records,
                   const Catalog& catalog) {
    const Instrument* instrument = catalog.instrument(text_of(assessment.fields, "instrument"));
    if (instrument == nullptr) return;
    const auto answers = records.children(assessment.id, "answer");
    summary.diagnosis = score_answers(answers, *instrument, catalog.model()).total;
    summary.diagnosis_state = text_of(assessment.fields, "state");
}

void add_plan(MunicipalitySummary& summary, const Record& plan, const RecordSet& records,
              const Catalog& catalog, Date today) {
    const PlanProgress progress = plan_progress(plan, records, catalog, today);
    summary.has_plan = true;
    summary.plan_state = text_of(plan.fields, "state");
    summary.activities = progress.activities;
    summary.funds = progress.funds;
    summary.lines = std::count_if(progress.lines.begin(), progress.lines.end(),
                                  [](const LineProgress& line) { return !line.is_cancelled; });
    summary.late_lines = progress.late_lines;
    summary.missing_follow_ups = progress.missing_follow_ups;
}

}  // namespace

MunicipalitySummary summarize_municipality(const Record& organization,
                                           std::span<const Record> records, const Catalog& catalog,
                                           Date today, std::optional<Instant> last_change) {
    RecordSet own;
    for (const Record& record : records) {
        if (record.organization == organization.id) own.put(record);
    }
    MunicipalitySummary summary;
    summary.organization = organization.id;
    summary.code = text_of(organization.fields, "code");
    summary.name = text_of(organization.fields, "name");
    summary.region = text_of(organization.fields, "region");
    summary.commune = text_of(organization.fields, "commune");
    summary.last_change = last_change;

    const std::vector<Record> cycles = cycles_of(own);
    if (!cycles.empty()) {
        summary.cycle_number = integer_of(cycles.front().fields, "number");
        summary.cycle_state = text_of(cycles.front().fields, "state");
    }
    if (const auto diagnosis = current_diagnosis(cycles, own, catalog)) {
        add_diagnosis(summary, *diagnosis, own, catalog);
    }
    if (const auto plan = current_plan(cycles, own, catalog)) {
        add_plan(summary, *plan, own, catalog, today);
    }
    for (const Record& conflict : own.all("conflict")) {
        if (text_of(conflict.fields, "status") == "open") ++summary.open_conflicts;
    }
    return summary;
}

ConsolidatedTotals consolidated_totals(std::span<const MunicipalitySummary> summaries) {
    ConsolidatedTotals totals;
    for (const MunicipalitySummary& summary : summaries) {
        ++totals.municipalities;
        if (summary.diagnosis && summary.diagnosis->answered > 0) {
            ++totals.with_diagnosis;
            totals.diagnosis = totals.diagnosis + *summary.diagnosis;
        }
        totals.with_plan += summary.has_plan ? 1 : 0;
        totals.activities = totals.activities + summary.activities;
        totals.funds = totals.funds + summary.funds;
        totals.late_lines += summary.late_lines;
        totals.open_conflicts += summary.open_conflicts;
        totals.open_refusals += summary.open_refusals;
    }
    return totals;
}

}  // namespace minga
