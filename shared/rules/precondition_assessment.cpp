#include "shared/base/text.hpp"
#include "shared/rules/precondition_parts.hpp"

#include <algorithm>
#include <set>

namespace minga::preconditions {
namespace {

/// The elements that the assessment's instrument asks about, of those that `counts` names, for
/// which no answer is one that `holds`.
template <class Counts, class Holds>
Finding every_element(const Move& move, std::string_view type, Counts counts, Holds holds) {
    const auto assessment = assessment_of(move, type);
    if (!assessment) return {false};
    const Instrument* instrument =
        move.catalog.instrument(text_of(assessment->fields, "instrument"));
    if (instrument == nullptr) return {false};
    std::set<std::string> written;
    for (const Record& answer : children_of(assessment, "answer", move)) {
        if (holds(answer, *instrument)) written.insert(text_of(answer.fields, "element"));
    }
    std::vector<std::string> missing;
    for (const std::string& element : instrument->elements()) {
        if (counts(element) && written.count(element) == 0) missing.push_back(element);
    }
    if (missing.empty()) return {};
    return {false, missing_list(missing)};
}

/// Those that have no value in `field`.
Finding every_element_has(const Move& move, std::string_view type, std::string_view field) {
    return every_element(
        move, type, [](const std::string&) { return true; },
        [&](const Record& answer, const Instrument&) {
            return !is_empty(value_of(answer.fields, field));
        });
}

/// Whether somebody took part in that position or in its function. Who is marked as absent did not.
bool is_covered(const Position& position, const std::vector<Record>& participants,
                const Catalog& catalog) {
    return std::any_of(participants.begin(), participants.end(), [&](const Record& person) {
        const auto* attended = std::get_if<bool>(&value_of(person.fields, "attended"));
        if (attended != nullptr && !*attended) return false;
        for (const std::string_view field : {"position", "function"}) {
            if (catalog.positions().match(text_of(person.fields, field)) == &position) return true;
        }
        return false;
    });
}

}  // namespace

Finding all_questions_answered(const Move& move) {
    return every_element_has(move, "diagnostic", "level");
}

Finding all_evidence_written(const Move& move) {
    return every_element_has(move, "self_assessment", "evidence");
}

Finding all_scores_assigned(const Move& move) {
    return every_element_has(move, "self_assessment", "score");
}

Finding all_scores_validated(const Move& move) {
    return every_element_has(move, "self_assessment", "validated_score");
}

Finding result_series_written(const Move& move) {
    const auto is_result = [&](const std::string& key) {
        const Element* element = move.catalog.model().find_element(key);
        return element != nullptr && element->type == ElementType::result;
    };
    const auto has_series = [&](const Record& answer, const Instrument& instrument) {
        const auto figures = move.lookup.children(answer.id, "figure");
        const auto with_value = std::count_if(
            figures.begin(), figures.end(),
            [](const Record& figure) { return !is_empty(value_of(figure.fields, "value")); });
        return with_value >= instrument.results_years();
    };
    return every_element(move, "self_assessment", is_result, has_series);
}

Finding minimum_participants(const Move& move) {
    const auto assessment = assessment_of(move, "diagnostic");
    if (!assessment) return {false};
    const auto participants = children_of(assessment, "participant", move);
    std::vector<std::string> missing;
    for (const Position& position : move.catalog.positions().all()) {
        if (!position.in_diagnosis || is_covered(position, participants, move.catalog)) continue;
        const bool lacks_it =
            position.diagnosis_may_lack && !organization_flag(move, position.optional_flag);
        if (!lacks_it) missing.push_back(position.name);
    }
    if (missing.empty()) return {};
    return {false, missing_list(missing)};
}

Finding duration_recorded(const Move& move) {
    const auto assessment = assessment_of(move, "diagnostic");
    return {assessment && !text_of(assessment->fields, "date").empty() &&
            integer_of(assessment->fields, "duration_minutes") > 0};
}

Finding act_described(const Move& move) {
    const auto assessment = assessment_of(move, "diagnostic");
    return {assessment && (!text_of(assessment->fields, "description").empty() ||
                           !text_of(assessment->fields, "observations").empty())};
}

Finding act_signed(const Move& move) {
    const auto assessment = assessment_of(move, "diagnostic");
    const SignedDocument* act = move.catalog.positions().find_signed_document("diagnostic_act");
    if (!assessment || act == nullptr) return {false};
    const auto acts = documents_of(move, "diagnostic_act");
    std::vector<std::string> missing;
    for (const Signer& signer : act->signers) {
        if (!signer.optional_flag.empty() && !organization_flag(move, signer.optional_flag)) {
            continue;
        }
        // The act may be signed as the assessment that it closes or as the document itself.
        const bool is_signed = is_signed_by(move, *assessment, signer.position) ||
                               std::any_of(acts.begin(), acts.end(), [&](const Record& document) {
                                   return is_signed_by(move, document, signer.position);
                               });
        if (!is_signed) missing.push_back(move.catalog.positions().find(signer.position)->name);
    }
    if (missing.empty()) return {};
    return {false, missing_list(missing)};
}

Finding diagnosis_closed(const Move& move) {
    const auto assessment = assessment_of(move, "diagnostic");
    return {assessment && text_of(assessment->fields, "state") == "closed"};
}

Finding committee_act_signed(const Move& move) {
    const auto acts = documents_of(move, "committee_act");
    const bool act_is_signed = std::any_of(acts.begin(), acts.end(), [&](const Record& act) {
        return !move.lookup.children(act.id, "signature").empty();
    });
    const auto assessment = assessment_of(move, "self_assessment");
    return {act_is_signed || !children_of(assessment, "signature", move).empty()};
}

}  // namespace minga::preconditions
