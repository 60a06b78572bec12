#include "client_wasm/screens/precondition_places.hpp"

#include <array>

namespace minga::client {
namespace {

struct Row {
    std::string_view precondition;
    std::string_view route;
};

// clang-format off
constexpr std::array rows{
    Row{"all_questions_answered",          "diagnostico"},
    Row{"diagnosis_closed",                "diagnostico/acta"},
    Row{"minimum_participants",            "diagnostico/acta"},
    Row{"duration_recorded",               "diagnostico/acta"},
    Row{"act_described",                   "diagnostico/acta"},
    Row{"act_signed",                      "firmas"},
    Row{"act_attached",                    "documentos"},
    Row{"agreement_attached",              "documentos"},
    Row{"decree_issued",                   "documentos"},
    Row{"work_plan_ready",                 "documentos"},
    Row{"communication_strategy_ready",    "documentos"},
    Row{"commune_background_attached",     "documentos"},
    Row{"mayor_letter_attached",           "documentos"},
    Row{"feedback_report_attached",        "documentos"},
    Row{"plan_validation_report_attached", "documentos"},
    Row{"funding_resolution_attached",     "documentos"},
    Row{"final_report_attached",           "documentos"},
    Row{"two_counterparts",                "comite"},
    Row{"committee_led_by_mayor",          "comite"},
    Row{"committee_positions_covered",     "comite"},
    Row{"results_disseminated",            "comite/difusion"},
    Row{"validation_disseminated",         "comite/difusion"},
    Row{"all_evidence_written",            "evaluacion"},
    Row{"all_scores_assigned",             "evaluacion"},
    Row{"result_series_written",           "evaluacion"},
    Row{"all_scores_validated",            "validacion/puntajes"},
    Row{"agreement_signed_by_mayor",       "firmas"},
    Row{"agreement_signed_by_subdere",     "firmas"},
    Row{"committee_act_signed",            "firmas"},
    Row{"validators_assigned",             "validacion/personas"},
    Row{"no_conflict_of_interest",         "validacion/personas"},
    Row{"document_review_recorded",        "validacion/revisiones"},
    Row{"interview_recorded",              "validacion/revisiones"},
    Row{"observations_written",            "validacion/revisiones"},
    Row{"observations_answered",           "validacion/revisiones"},
    Row{"same_validators",                 "validacion/revisiones"},
    Row{"feedback_complete",               "validacion/retroalimentacion"},
    Row{"focus_written",                   "plan/foco"},
    Row{"focus_reviewed",                  "plan/foco"},
    Row{"areas_selected",                  "plan/areas"},
    Row{"areas_suggested_count",           "plan/areas"},
    Row{"matrix_complete",                 "plan/matriz"},
    Row{"one_action_line",                 "plan"},
    Row{"lines_with_owner_and_dates",      "plan"},
    Row{"dates_consistent",                "plan"},
    Row{"monitoring_defined",              "plan"},
    Row{"funding_request_signed",          "plan/financiamiento"},
    Row{"project_evaluated",               "plan/financiamiento"},
    Row{"lines_closed",                    "plan"},
};
// clang-format on

}  // namespace

std::string_view place_of_precondition(std::string_view precondition) {
    for (const Row& row : rows) {
        if (row.precondition == precondition) return row.route;
    }
    return {};
}

}  // namespace minga::client
