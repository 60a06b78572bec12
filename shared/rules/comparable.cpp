#include "shared/rules/comparable.hpp"

#include "shared/rules/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace minga {
namespace {

/// What one element of an instrument gives.
Score score_of(std::string_view element, const AnswersByElement& answers,
               const Instrument& instrument) {
    const Record* answer = answers.find(element);
    const auto points = answer == nullptr ? std::nullopt : points_of(*answer, instrument);
    return {points.value_or(0), instrument.element_maximum(), points ? 1 : 0, points ? 0 : 1};
}

/// The elements of an instrument by what the programme calls them.
std::map<std::string_view, std::string_view> common_elements(const Instrument& instrument) {
    std::map<std::string_view, std::string_view> found;
    for (const std::string& element : instrument.elements()) {
        const std::string_view common = instrument.common_element(element);
        if (!common.empty()) found.emplace(common, element);
    }
    return found;
}

ComparableGroup* find_group(std::vector<ComparableGroup>& groups, std::string_view key) {
    for (ComparableGroup& group : groups) {
        if (group.key == key) return &group;
    }
    return nullptr;
}

void drop_empty(std::vector<ComparableGroup>& groups) {
    groups.erase(std::remove_if(groups.begin(), groups.end(),
                                [](const ComparableGroup& group) { return group.shared == 0; }),
                 groups.end());
}

/// The names of the subcriteria none of whose elements is among `shared`.
std::vector<std::string> without(const Instrument& instrument, const Model& model,
                                 const std::set<std::string_view>& shared) {
    std::set<std::string_view> sharing;
    for (const std::string& key : instrument.elements()) {
        const Element* element = model.find_element(key);
        if (element != nullptr && shared.count(key) > 0) sharing.insert(element->subcriterion);
    }
    std::vector<std::string> names;
    for (const Subcriterion& one : model.subcriteria()) {
        if (sharing.count(one.key) == 0) names.push_back(one.name);
    }
    return names;
}

std::string questions(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " pregunta" : " preguntas");
}

}  // namespace

Comparable compare_answers(const Answered& before, const Answered& after, const Model& programme) {
    Comparable result;
    const Model& model = after.instrument.model_in(programme);
    for (const Subcriterion& one : model.subcriteria()) {
        result.subcriteria.push_back({one.key, one.number, one.name, {}, {}});
    }
    for (const Criterion& one : model.criteria()) {
        result.criteria.push_back({one.key, one.number, one.name, {}, {}});
    }
    const auto earlier = common_elements(before.instrument);
    const AnswersByElement answers_before{before.answers};
    const AnswersByElement answers_after{after.answers};
    std::set<std::string_view> shared_before;
    std::set<std::string_view> shared_after;
    for (const std::string& key : after.instrument.elements()) {
        const Element* element = model.find_element(key);
        if (element == nullptr) continue;
        const Subcriterion* scope = model.find_subcriterion(element->subcriterion);
        const auto same = earlier.find(after.instrument.common_element(key));
        for (ComparableGroup* group : {find_group(result.subcriteria, scope->key),
                                       find_group(result.criteria, scope->criterion)}) {
            if (same == earlier.end()) {
                ++group->left_out;
                continue;
            }
            ++group->shared;
            group->before =
                group->before + score_of(same->second, answers_before, before.instrument);
            group->after = group->after + score_of(key, answers_after, after.instrument);
        }
        if (same == earlier.end()) continue;
        shared_before.insert(same->second);
        shared_after.insert(key);
    }
    for (const ComparableGroup& group : result.criteria) {
        result.before = result.before + group.before;
        result.after = result.after + group.after;
    }
    drop_empty(result.criteria);
    drop_empty(result.subcriteria);
    result.shared = static_cast<std::int64_t>(shared_after.size());
    const auto count = [](const Instrument& instrument) {
        return static_cast<std::int64_t>(instrument.elements().size());
    };
    result.only_before = count(before.instrument) - result.shared;
    result.only_after = count(after.instrument) - result.shared;
    result.gone = without(before.instrument, before.instrument.model_in(programme), shared_before);
    result.added = without(after.instrument, model, shared_after);
    return result;
}

std::vector<std::string> comparison_words(const Comparable& comparable, std::string_view before,
                                          std::string_view after) {
    if (comparable.is_whole()) return {};
    const std::string first{before};
    const std::string second{after};
    if (comparable.shared == 0) {
        return {
            "Los dos instrumentos no tienen preguntas en común: estos resultados no se pueden "
            "comparar."};
    }
    std::vector<std::string> words{
        comparable.shared == 1
            ? "Son instrumentos distintos: se compara la única pregunta que ambos tienen."
            : "Son instrumentos distintos: se comparan las " + questions(comparable.shared) +
                  " que ambos tienen."};
    const auto left_out = [&](std::int64_t count, const std::string& of) {
        if (count == 0) return;
        words.push_back((count == 1
                             ? "No se compara 1 pregunta que solo está en "
                             : "No se comparan " + questions(count) + " que solo están en ") +
                        of + ".");
    };
    left_out(comparable.only_before, first);
    left_out(comparable.only_after, second);
    const auto untouched = [&](const std::vector<std::string>& names, const std::string& of) {
        if (names.empty()) return;
        words.push_back("Sin nada que comparar en " + of + ": " + enumerated(names) + ".");
    };
    untouched(comparable.gone, first);
    untouched(comparable.added, second);
    return words;
}

}  // namespace minga
