/// The evaluators by theme, and what they share. Internal to precondition.cpp and its parts.
#pragma once

#include "shared/rules/ancestry.hpp"
#include "shared/rules/precondition.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace minga::preconditions {

using Evaluator = Finding (*)(const Move&);

/// The cycle that the record is or lies under.
std::optional<Record> cycle_of(const Move& move);
/// The assessment of that type: the record itself, or the one of its cycle.
std::optional<Record> assessment_of(const Move& move, std::string_view type);
/// The plan: the record itself, what it lies under, or the newest version of its cycle.
std::optional<Record> plan_of(const Move& move);
std::vector<Record> children_of(const std::optional<Record>& parent, std::string_view kind,
                                const Move& move);
/// The documents of the cycle of that type. A document counts as attached from the moment its
/// record exists; its file may follow over a better link.
std::vector<Record> documents_of(const Move& move, std::string_view type);
/// The same of this cycle and those before it: what brought the organization into the programme
/// and formed its committee goes on counting in the next cycle.
std::vector<Record> documents_so_far(const Move& move, std::string_view type);
/// A flag of the record's organization.
bool organization_flag(const Move& move, std::string_view flag);
/// Whether some signature on `subject` is in that capacity: a position's key or name, or a role.
bool is_signed_by(const Move& move, const Record& subject, std::string_view capacity);
/// "Faltan: 3, 14 y 20 (y 12 más)."
std::string missing_list(const std::vector<std::string>& missing);

Finding all_questions_answered(const Move& move);
Finding minimum_participants(const Move& move);
Finding duration_recorded(const Move& move);
Finding act_described(const Move& move);
Finding act_signed(const Move& move);
Finding diagnosis_closed(const Move& move);
Finding all_evidence_written(const Move& move);
Finding all_scores_assigned(const Move& move);
Finding all_scores_validated(const Move& move);
Finding result_series_written(const Move& move);
Finding committee_act_signed(const Move& move);

Finding agreement_signed_by_mayor(const Move& move);
Finding agreement_signed_by_subdere(const Move& move);
Finding agreement_attached(const Move& move);
Finding two_counterparts(const Move& move);
Finding committee_led_by_mayor(const Move& move);
Finding committee_positions_covered(const Move& move);
Finding results_disseminated(const Move& move);
Finding validation_disseminated(const Move& move);
Finding reason_written(const Move& move);

Finding validators_assigned(const Move& move);
Finding no_conflict_of_interest(const Move& move);
Finding observations_written(const Move& move);
Finding observations_answered(const Move& move);
Finding document_review_recorded(const Move& move);
Finding interview_recorded(const Move& move);
Finding feedback_complete(const Move& move);
Finding same_validators(const Move& move);

Finding focus_written(const Move& move);
Finding focus_reviewed(const Move& move);
Finding areas_selected(const Move& move);
Finding areas_suggested_count(const Move& move);
Finding matrix_complete(const Move& move);
Finding one_action_line(const Move& move);
Finding lines_with_owner_and_dates(const Move& move);
Finding dates_consistent(const Move& move);
Finding monitoring_defined(const Move& move);
Finding funding_request_signed(const Move& move);
Finding project_evaluated(const Move& move);
Finding lines_closed(const Move& move);
Finding verification_attached(const Move& move);
Finding maintenance_owner_named(const Move& move);
Finding line_has_activities(const Move& move);
Finding all_activities_executed(const Move& move);
Finding execution_date_recorded(const Move& move);

}  // namespace minga::preconditions
