#include "shared/rules/scoring.hpp"

#include "shared/programs/keyed.hpp"

namespace minga {
namespace {

GroupScore* find_group(std::vector<GroupScore>& groups, std::string_view key) {
    for (GroupScore& group : groups) {
        if (group.key == key) return &group;
    }
    return nullptr;
}

}  // namespace

Score operator+(const Score& a, const Score& b) {
    return {a.obtained + b.obtained, a.maximum + b.maximum, a.answered + b.answered,
            a.missing + b.missing};
}

const GroupScore* AssessmentScore::find_subcriterion(std::string_view key) const {
    return programs::find_keyed(subcriteria, key);
}

const GroupScore* AssessmentScore::find_criterion(std::string_view key) const {
    return programs::find_keyed(criteria, key);
}

std::optional<std::int64_t> points_of(const Record& answer, const Instrument& instrument,
                                      ScoreSource source) {
    const bool is_diagnostic = instrument.kind() == InstrumentKind::diagnostic;
    const std::string_view field = is_diagnostic                      ? "level"
                                   : source == ScoreSource::validated ? "validated_score"
                                                                      : "score";
    const auto* number = std::get_if<std::int64_t>(&value_of(answer.fields, field));
    if (number == nullptr) return std::nullopt;
    if (!is_diagnostic) return *number;
    const Question* question = instrument.find_question(text_of(answer.fields, "element"));
    if (question == nullptr) return std::nullopt;
    for (const Alternative& alternative : question->alternatives) {
        if (alternative.level == *number) return alternative.points;
    }
    return std::nullopt;
}

AnswersByElement::AnswersByElement(std::span<const Record> answers) {
    for (const Record& answer : answers) {
        if (answer.kind != "answer" || answer.deleted) continue;
        answers_[text_of(answer.fields, "element")] = &answer;
    }
}

const Record* AnswersByElement::find(std::string_view element) const {
    const auto found = answers_.find(element);
    return found == answers_.end() ? nullptr : found->second;
}

AssessmentScore score_answers(std::span<const Record> answers, const Instrument& instrument,
                              const Model& programme, ScoreSource source) {
    const Model& model = instrument.model_in(programme);
    const AnswersByElement by_element{answers};
    AssessmentScore result;
    for (const Subcriterion& s : model.subcriteria()) {
        result.subcriteria.push_back({s.key, s.number, s.name, {}, s.criterion});
    }
    for (const Criterion& c : model.criteria()) {
        result.criteria.push_back({c.key, c.number, c.name, {}});
    }
    for (const std::string& key : instrument.elements()) {
        const Element* element = model.find_element(key);
        GroupScore* group =
            element == nullptr ? nullptr : find_group(result.subcriteria, element->subcriterion);
        if (group == nullptr) continue;
        const Record* answer = by_element.find(key);
        const auto points =
            answer == nullptr ? std::nullopt : points_of(*answer, instrument, source);
        group->score = group->score + Score{points.value_or(0), instrument.element_maximum(),
                                            points ? 1 : 0, points ? 0 : 1};
        if (!points) result.missing.push_back(key);
        if (answer != nullptr && boolean_of(answer->fields, "doubtful")) {
            result.doubtful.push_back(key);
        }
    }
    for (const GroupScore& group : result.subcriteria) {
        const Subcriterion* subcriterion = model.find_subcriterion(group.key);
        GroupScore* criterion = find_group(result.criteria, subcriterion->criterion);
        criterion->score = criterion->score + group.score;
        result.total = result.total + group.score;
    }
    return result;
}

}  // namespace minga
