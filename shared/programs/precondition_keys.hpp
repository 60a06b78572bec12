/// The preconditions that the rules know how to evaluate (rules/precondition.cpp). A programme that
/// names another is not loaded: a condition that nobody checks would pass unseen.
#pragma once

#include <array>
#include <string_view>

namespace minga::programs {

// clang-format off
inline constexpr std::array<std::string_view, 56> precondition_keys{
    "all_questions_answered",
    "minimum_participants",
    "duration_recorded",
    "act_described",
    "act_attached",
    "act_signed",
    "diagnosis_closed",
    "agreement_signed_by_mayor",
    "agreement_signed_by_subdere",
    "agreement_attached",
    "two_counterparts",
    "committee_led_by_mayor",
    "counterparts_in_committee",
    "committee_positions_covered",
    "decree_issued",
    "work_plan_ready",
    "communication_strategy_ready",
    "all_evidence_written",
    "all_scores_assigned",
    "result_series_written",
    "committee_act_signed",
    "commune_background_attached",
    "mayor_letter_attached",
    "validators_assigned",
    "no_conflict_of_interest",
    "observations_written",
    "observations_answered",
    "document_review_recorded",
    "interview_recorded",
    "all_scores_validated",
    "feedback_complete",
    "feedback_report_attached",
    "results_disseminated",
    "focus_written",
    "focus_reviewed",
    "areas_selected",
    "areas_suggested_count",
    "matrix_complete",
    "one_action_line",
    "lines_with_owner_and_dates",
    "dates_consistent",
    "monitoring_defined",
    "same_validators",
    "plan_validation_report_attached",
    "funding_request_signed",
    "project_evaluated",
    "funding_resolution_attached",
    "validation_disseminated",
    "lines_closed",
    "final_report_attached",
    "reason_written",
    "verification_attached",
    "maintenance_owner_named",
    "line_has_activities",
    "all_activities_executed",
    "execution_date_recorded",
};
// clang-format on

constexpr bool has_evaluator(std::string_view key) {
    for (const std::string_view known : precondition_keys) {
        if (known == key) return true;
    }
    return false;
}

}  // namespace minga::programs
