#include "client_wasm/paper/papers.hpp"

#include "client_wasm/paper/forms.hpp"
#include "client_wasm/screens/plan_words.hpp"
#include "shared/rules/closed.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

using Parts = std::vector<PaperPart>;

void add_actions(Parts& parts, const PaperSource& source, const Record& plan) {
    for (const Record& action : actions_by_date(source, plan)) {
        parts.push_back(immediate_action_form(source, action));
    }
}

void add_lines(Parts& parts, const PaperSource& source, const Record& plan) {
    const auto lines = records_under(source, plan, "action_line");
    for (const Record* line : by_start(lines)) parts.push_back(action_line_form(source, *line));
}

Parts plan_parts(const PaperSource& source, const Record& plan) {
    Parts parts{focus_sheet(source, plan), areas_sheet(source, plan), priority_sheet(source, plan),
                immediate_actions_summary(source, plan)};
    add_actions(parts, source, plan);
    parts.push_back(line_register(source, plan));
    add_lines(parts, source, plan);
    parts.push_back(resources_sheet(source, plan));
    return parts;
}

Parts meeting_parts(const PaperSource& source, const Record& cycle) {
    auto meetings = records_under(source, cycle, "meeting");
    std::stable_sort(meetings.begin(), meetings.end(), [](const Record& a, const Record& b) {
        return text_of(a.fields, "date") < text_of(b.fields, "date");
    });
    Parts parts;
    for (const Record& meeting : meetings) parts.push_back(meeting_minutes(source, meeting));
    return parts;
}

/// A record that is not stored. Forms that belong to a cycle find it through this one.
Record blank_record(const Record& above) {
    Record blank;
    blank.organization = above.organization;
    if (above.kind == "cycle") assign(blank.fields, "cycle", Value{above.id.to_text()});
    return blank;
}

/// Where there is nothing of it yet, the empty form.
Parts or_blank(Parts parts, const PaperSource& source, const Record& above,
               PaperPart (*make)(const PaperSource&, const Record&)) {
    if (!parts.empty()) return parts;
    return {make(source, blank_record(above))};
}

Parts parts_of(const PaperSource& source, PaperKind kind, const Record& subject,
               std::span<const Record> cycles) {
    Parts parts;
    switch (kind) {
        case PaperKind::plan:
            return plan_parts(source, subject);
        case PaperKind::focus:
            return {focus_sheet(source, subject)};
        case PaperKind::immediate_action:
            return {immediate_action_form(source, subject)};
        case PaperKind::immediate_actions:
            add_actions(parts, source, subject);
            return or_blank(std::move(parts), source, subject, immediate_action_form);
        case PaperKind::immediate_summary:
            return {immediate_actions_summary(source, subject)};
        case PaperKind::areas:
            return {areas_sheet(source, subject)};
        case PaperKind::priority_matrix:
            return {priority_sheet(source, subject)};
        case PaperKind::action_line:
            return {action_line_form(source, subject)};
        case PaperKind::action_lines:
            add_lines(parts, source, subject);
            return or_blank(std::move(parts), source, subject, action_line_form);
        case PaperKind::line_register:
            return {line_register(source, subject)};
        case PaperKind::resources:
            return {resources_sheet(source, subject)};
        case PaperKind::follow_up:
            return {follow_up_summary(source, subject)};
        case PaperKind::diagnosis_act:
            return {diagnosis_act(source, subject), diagnosis_answers(source, subject)};
        case PaperKind::self_assessment:
            return {self_assessment_results(source, subject),
                    self_assessment_evidence(source, subject)};
        case PaperKind::feedback:
            return {feedback_report(source, subject), review_sheet(source, subject)};
        case PaperKind::meeting:
            return {meeting_minutes(source, subject)};
        case PaperKind::meetings:
            return or_blank(meeting_parts(source, subject), source, subject, meeting_minutes);
        case PaperKind::comparison:
            return {cycle_comparison(source, cycles)};
    }
    return parts;
}

/// Of several parts, what all of them together are called.
std::string_view title_of(PaperKind kind) {
    switch (kind) {
        case PaperKind::plan:
            return "Plan de mejoras";
        case PaperKind::immediate_actions:
            return "Planilla 1. Acción de mejora inmediata (AMI)";
        case PaperKind::action_lines:
            return "Planilla 3. Registro de línea de acción";
        case PaperKind::diagnosis_act:
            return "Acta del diagnóstico";
        case PaperKind::self_assessment:
            return "Informe de autoevaluación";
        case PaperKind::meetings:
            return "Acta de reunión del Comité de Mejora";
        case PaperKind::focus:
        case PaperKind::immediate_action:
        case PaperKind::immediate_summary:
        case PaperKind::areas:
        case PaperKind::priority_matrix:
        case PaperKind::action_line:
        case PaperKind::line_register:
        case PaperKind::resources:
        case PaperKind::follow_up:
        case PaperKind::feedback:
        case PaperKind::meeting:
        case PaperKind::comparison:
            return {};
    }
    return {};
}

/// The report that comes back is what it will be once the programme takes no more feedback; until
/// then it says how far the validation is.
void take_delivery(Paper& paper, const PaperSource& source, const Record& assessment) {
    Record feedback = blank_record(assessment);
    feedback.kind = "feedback";
    feedback.fields = {{"cycle", value_of(assessment.fields, "cycle")}};
    Ancestry ancestry{feedback, source.records};
    paper.is_draft = closing_rules(ancestry, Action::edit, source.catalog).empty();
    const Record* cycle = ancestry.find("cycle");
    if (cycle == nullptr) return;
    Ancestry above{*cycle, source.records};
    const Machine* machine = machine_of(above, "state", source.catalog);
    const State* state =
        machine != nullptr ? machine->find_state(state_of(*machine, *cycle)) : nullptr;
    if (state != nullptr) paper.state = state->name;
}

/// Many in one paper are one in an empty one.
PaperKind single(PaperKind kind) {
    switch (kind) {
        case PaperKind::immediate_actions:
            return PaperKind::immediate_action;
        case PaperKind::action_lines:
            return PaperKind::action_line;
        case PaperKind::meetings:
            return PaperKind::meeting;
        default:
            return kind;
    }
}

}  // namespace

PaperSubject subject_of(PaperKind kind) {
    switch (kind) {
        case PaperKind::immediate_action:
            return PaperSubject::action;
        case PaperKind::action_line:
            return PaperSubject::line;
        case PaperKind::diagnosis_act:
            return PaperSubject::diagnosis;
        case PaperKind::self_assessment:
        case PaperKind::feedback:
            return PaperSubject::self_assessment;
        case PaperKind::meeting:
            return PaperSubject::meeting;
        case PaperKind::meetings:
        case PaperKind::comparison:
            return PaperSubject::cycle;
        case PaperKind::plan:
        case PaperKind::focus:
        case PaperKind::immediate_actions:
        case PaperKind::immediate_summary:
        case PaperKind::areas:
        case PaperKind::priority_matrix:
        case PaperKind::action_lines:
        case PaperKind::line_register:
        case PaperKind::resources:
        case PaperKind::follow_up:
            return PaperSubject::plan;
    }
    return PaperSubject::plan;
}

Paper make_paper(const PaperSource& source, PaperKind kind, const Record& subject,
                 std::span<const Record> cycles) {
    Paper paper = paper_about(source, subject, parts_of(source, kind, subject, cycles));
    const std::string_view title = title_of(kind);
    if (!title.empty()) paper.title = title;
    if (kind == PaperKind::feedback) take_delivery(paper, source, subject);
    return paper;
}

Paper make_blank_paper(const PaperSource& source, PaperKind kind, const Record& cycle) {
    const PaperKind one = single(kind);
    Record blank = blank_record(cycle);
    if (one == PaperKind::diagnosis_act) {
        // Who took part and what was said; the answers are given in Minga.
        const auto& instrument = source.catalog.current_instrument(InstrumentKind::diagnostic);
        assign(blank.fields, "instrument", Value{instrument.key()});
        return paper_about(source, cycle, {diagnosis_act(source, blank)});
    }
    return paper_about(source, cycle, parts_of(source, one, blank, {}));
}

}  // namespace minga::client
