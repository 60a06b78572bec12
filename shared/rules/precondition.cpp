#include "shared/rules/precondition.hpp"

#include "shared/programs/precondition_keys.hpp"
#include "shared/rules/next_cycle.hpp"
#include "shared/rules/precondition_parts.hpp"
#include "shared/rules/words.hpp"

#include <algorithm>
#include <array>

namespace minga {
namespace preconditions {
namespace {

/// The evaluator of the preconditions that ask for one document.
template <const char* type>
Finding has_document(const Move& move) {
    return {!documents_of(move, type).empty()};
}

/// Of those that count on in the cycles after.
template <const char* type>
Finding had_document(const Move& move) {
    return {!documents_so_far(move, type).empty()};
}

constexpr char diagnostic_act[] = "diagnostic_act";
constexpr char mayoral_decree[] = "mayoral_decree";
constexpr char work_plan[] = "work_plan";
constexpr char communication_strategy[] = "communication_strategy";
constexpr char commune_background[] = "commune_background";
constexpr char mayor_letter[] = "mayor_letter";
constexpr char feedback_report[] = "feedback_report";
constexpr char plan_validation_report[] = "plan_validation_report";
constexpr char funding_resolution[] = "funding_resolution";
constexpr char final_report[] = "final_report";

struct Row {
    std::string_view key;
    Evaluator evaluate;
};

// clang-format off
constexpr std::array rows{
    Row{"all_questions_answered",          all_questions_answered},
    Row{"minimum_participants",            minimum_participants},
    Row{"duration_recorded",               duration_recorded},
    Row{"act_described",                   act_described},
    Row{"act_attached",                    has_document<diagnostic_act>},
    Row{"act_signed",                      act_signed},
    Row{"diagnosis_closed",                diagnosis_closed},
    Row{"agreement_signed_by_mayor",       agreement_signed_by_mayor},
    Row{"agreement_signed_by_subdere",     agreement_signed_by_subdere},
    Row{"agreement_attached",              agreement_attached},
    Row{"two_counterparts",                two_counterparts},
    Row{"committee_led_by_mayor",          committee_led_by_mayor},
    Row{"counterparts_in_committee",       two_counterparts},
    Row{"committee_positions_covered",     committee_positions_covered},
    Row{"decree_issued",                   had_document<mayoral_decree>},
    Row{"work_plan_ready",                 has_document<work_plan>},
    Row{"communication_strategy_ready",    has_document<communication_strategy>},
    Row{"all_evidence_written",            all_evidence_written},
    Row{"all_scores_assigned",             all_scores_assigned},
    Row{"result_series_written",           result_series_written},
    Row{"committee_act_signed",            committee_act_signed},
    Row{"commune_background_attached",     has_document<commune_background>},
    Row{"mayor_letter_attached",           has_document<mayor_letter>},
    Row{"validators_assigned",             validators_assigned},
    Row{"no_conflict_of_interest",         no_conflict_of_interest},
    Row{"observations_written",            observations_written},
    Row{"observations_answered",           observations_answered},
    Row{"document_review_recorded",        document_review_recorded},
    Row{"interview_recorded",              interview_recorded},
    Row{"all_scores_validated",            all_scores_validated},
    Row{"feedback_complete",               feedback_complete},
    Row{"feedback_report_attached",        has_document<feedback_report>},
    Row{"results_disseminated",            results_disseminated},
    Row{"focus_written",                   focus_written},
    Row{"focus_reviewed",                  focus_reviewed},
    Row{"areas_selected",                  areas_selected},
    Row{"areas_suggested_count",           areas_suggested_count},
    Row{"matrix_complete",                 matrix_complete},
    Row{"one_action_line",                 one_action_line},
    Row{"lines_with_owner_and_dates",      lines_with_owner_and_dates},
    Row{"dates_consistent",                dates_consistent},
    Row{"monitoring_defined",              monitoring_defined},
    Row{"same_validators",                 same_validators},
    Row{"plan_validation_report_attached", has_document<plan_validation_report>},
    Row{"funding_request_signed",          funding_request_signed},
    Row{"project_evaluated",               project_evaluated},
    Row{"funding_resolution_attached",     has_document<funding_resolution>},
    Row{"validation_disseminated",         validation_disseminated},
    Row{"lines_closed",                    lines_closed},
    Row{"final_report_attached",           has_document<final_report>},
    Row{"reason_written",                  reason_written},
    Row{"verification_attached",           verification_attached},
    Row{"maintenance_owner_named",         maintenance_owner_named},
    Row{"line_has_activities",             line_has_activities},
    Row{"all_activities_executed",         all_activities_executed},
    Row{"execution_date_recorded",         execution_date_recorded},
};
// clang-format on

constexpr bool rows_match_keys() {
    if (rows.size() != programs::precondition_keys.size()) return false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].key != programs::precondition_keys[i]) return false;
    }
    return true;
}
static_assert(rows_match_keys(), "each key of precondition_keys.hpp has its evaluator, in order");

}  // namespace

std::optional<Record> cycle_of(const Move& move) {
    Ancestry ancestry{move.record, move.lookup};
    const Record* cycle = ancestry.find("cycle");
    return cycle == nullptr ? std::nullopt : std::optional{*cycle};
}

std::optional<Record> assessment_of(const Move& move, std::string_view type) {
    if (move.record.kind == "assessment") {
        return text_of(move.record.fields, "type") == type ? std::optional{move.record}
                                                           : std::nullopt;
    }
    for (Record& assessment : children_of(cycle_of(move), "assessment", move)) {
        if (text_of(assessment.fields, "type") == type) return std::move(assessment);
    }
    return std::nullopt;
}

std::optional<Record> plan_of(const Move& move) {
    Ancestry ancestry{move.record, move.lookup};
    if (const Record* plan = ancestry.find("plan")) return *plan;
    std::optional<Record> newest;
    for (Record& plan : children_of(cycle_of(move), "plan", move)) {
        if (!newest ||
            integer_of(plan.fields, "version", 1) > integer_of(newest->fields, "version", 1)) {
            newest = std::move(plan);
        }
    }
    return newest;
}

std::vector<Record> children_of(const std::optional<Record>& parent, std::string_view kind,
                                const Move& move) {
    return parent ? move.lookup.children(parent->id, kind) : std::vector<Record>{};
}

std::vector<Record> documents_of(const Move& move, std::string_view type) {
    std::vector<Record> documents = children_of(cycle_of(move), "document", move);
    documents.erase(std::remove_if(documents.begin(), documents.end(),
                                   [&](const Record& document) {
                                       return text_of(document.fields, "type") != type;
                                   }),
                    documents.end());
    return documents;
}

std::vector<Record> documents_so_far(const Move& move, std::string_view type) {
    std::vector<Record> documents;
    for (auto cycle = cycle_of(move); cycle; cycle = previous_cycle(*cycle, move.lookup)) {
        for (Record& document : children_of(cycle, "document", move)) {
            if (text_of(document.fields, "type") == type) documents.push_back(std::move(document));
        }
    }
    return documents;
}

bool organization_flag(const Move& move, std::string_view flag) {
    const auto organization = move.lookup.find(move.record.organization);
    return organization && boolean_of(organization->fields, flag);
}

bool is_signed_by(const Move& move, const Record& subject, std::string_view capacity) {
    const auto signatures = move.lookup.children(subject.id, "signature");
    return std::any_of(signatures.begin(), signatures.end(), [&](const Record& signature) {
        const std::string& function = text_of(signature.fields, "function");
        const Position* position = move.catalog.positions().match(function);
        return function == capacity || (position != nullptr && position->key == capacity);
    });
}

std::string missing_list(const std::vector<std::string>& missing) {
    constexpr std::size_t named_max = 10;
    std::vector<std::string> named = missing;
    if (named.size() > named_max) {
        named.resize(named_max);
        named.push_back(std::to_string(missing.size() - named_max) + " más");
    }
    return (missing.size() == 1 ? "Falta: " : "Faltan: ") + enumerated(named) + ".";
}

}  // namespace preconditions

Finding find_precondition(std::string_view key, const Move& move) {
    for (const auto& row : preconditions::rows) {
        if (row.key == key) return row.evaluate(move);
    }
    MINGA_ASSERT(false && "the workflow is loaded only with preconditions that are known");
    return {false};
}

std::vector<Unmet> unmet_preconditions(const Transition& transition, const Move& move) {
    std::vector<Unmet> unmet;
    for (const std::string& key : transition.preconditions) {
        Finding finding = find_precondition(key, move);
        if (finding.holds) continue;
        unmet.push_back(
            {move.catalog.workflow().find_precondition(key), std::move(finding.detail)});
    }
    return unmet;
}

}  // namespace minga
