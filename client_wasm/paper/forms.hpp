/// The forms and reports themselves, each a pure function of the records that it reads. A record
/// that is not stored (`is_blank`) gives the form to be filled in by hand.
#pragma once

#include "client_wasm/paper/paper.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace minga::client {

// --- The plan: forms 1 to 4 of its guide (seed 004), and what leads to them --------------------

/// Form 1: one immediate action.
PaperPart immediate_action_form(const PaperSource& source, const Record& action);
/// Those of the plan as both forms have them: the first that is due comes first.
std::vector<Record> actions_by_date(const PaperSource& source, const Record& plan);
/// Form 2: all of them.
PaperPart immediate_actions_summary(const PaperSource& source, const Record& plan);
/// Form 3: an action line with all that belongs to it.
PaperPart action_line_form(const PaperSource& source, const Record& line);
/// Form 4: the lines under their areas.
PaperPart line_register(const PaperSource& source, const Record& plan);
PaperPart focus_sheet(const PaperSource& source, const Record& plan);
PaperPart areas_sheet(const PaperSource& source, const Record& plan);
/// Annex 1.
PaperPart priority_sheet(const PaperSource& source, const Record& plan);
PaperPart resources_sheet(const PaperSource& source, const Record& plan);
/// "Resumen de Seguimiento de Líneas de Acción", with the months as columns.
PaperPart follow_up_summary(const PaperSource& source, const Record& plan);

// --- What comes before it (seed 002) -----------------------------------------------------------

PaperPart diagnosis_act(const PaperSource& source, const Record& assessment);
/// The answers, question by question.
PaperPart diagnosis_answers(const PaperSource& source, const Record& assessment);
PaperPart self_assessment_results(const PaperSource& source, const Record& assessment);
/// Evidence and score of each element.
PaperPart self_assessment_evidence(const PaperSource& source, const Record& assessment);
/// What whoever validated sends back: validated scores, strengths and opportunities.
PaperPart feedback_report(const PaperSource& source, const Record& assessment);
/// The rounds of the validation, also those of the plan, with observations and answers.
PaperPart review_sheet(const PaperSource& source, const Record& assessment);
/// The minutes of the committee, with who came.
PaperPart meeting_minutes(const PaperSource& source, const Record& meeting);
/// What the cycles of one institution achieved, beside each other.
PaperPart cycle_comparison(const PaperSource& source, std::span<const Record> cycles);

/// Scores by subcriterion and criterion with their sums, as the diagnosis and the self-assessment
/// end with. `group`: "Ámbito".
void write_scores(HtmlWriter& html, const AssessmentScore& score, std::string_view group);

}  // namespace minga::client
