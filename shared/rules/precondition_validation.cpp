#include "shared/base/text.hpp"
#include "shared/rules/precondition_parts.hpp"

#include <algorithm>
#include <set>

namespace minga::preconditions {
namespace {

/// The reviews of what the move is about: the plan when the plan moves, the self-assessment
/// otherwise. A cycle's own reviews count for both.
std::vector<Record> reviews_of(const Move& move) {
    std::vector<Record> reviews = children_of(cycle_of(move), "review", move);
    const bool about_plan = move.record.kind == "plan" || move.to.starts_with("plan");
    const auto subject = about_plan ? plan_of(move) : assessment_of(move, "self_assessment");
    for (Record& review : children_of(subject, "review", move)) {
        reviews.push_back(std::move(review));
    }
    return reviews;
}

std::vector<Record> observations_of(const Move& move) {
    std::vector<Record> observations;
    for (const Record& review : reviews_of(move)) {
        for (Record& observation : move.lookup.children(review.id, "observation")) {
            observations.push_back(std::move(observation));
        }
    }
    return observations;
}

bool has_review(const Move& move, std::string_view stage) {
    const auto reviews = reviews_of(move);
    return std::any_of(reviews.begin(), reviews.end(), [&](const Record& review) {
        return text_of(review.fields, "stage") == stage &&
               (!text_of(review.fields, "decision").empty() ||
                !text_of(review.fields, "comments").empty());
    });
}

/// The reviewers' names, folded, of those stages in the whole cycle.
std::set<std::string> reviewers_of(const Move& move,
                                   std::initializer_list<std::string_view> stages) {
    std::set<std::string> names;
    std::vector<Record> reviews = children_of(cycle_of(move), "review", move);
    for (const auto& subject : {assessment_of(move, "self_assessment"), plan_of(move)}) {
        for (Record& review : children_of(subject, "review", move)) {
            reviews.push_back(std::move(review));
        }
    }
    if (move.record.kind == "plan") {
        for (const Record& assessment : children_of(cycle_of(move), "assessment", move)) {
            for (Record& review : move.lookup.children(assessment.id, "review")) {
                reviews.push_back(std::move(review));
            }
        }
    }
    for (const Record& review : reviews) {
        const std::string& stage = text_of(review.fields, "stage");
        if (std::find(stages.begin(), stages.end(), stage) == stages.end()) continue;
        const std::string name = fold_for_search(trim(text_of(review.fields, "reviewer")));
        if (!name.empty()) names.insert(name);
    }
    return names;
}

}  // namespace

Finding validators_assigned(const Move& move) {
    return {!children_of(cycle_of(move), "validator_assignment", move).empty()};
}

Finding no_conflict_of_interest(const Move& move) {
    std::set<std::string> members;
    for (const Record& member : children_of(cycle_of(move), "committee_member", move)) {
        members.insert(fold_for_search(trim(text_of(member.fields, "name"))));
    }
    std::string detail;
    for (const Record& one : children_of(cycle_of(move), "validator_assignment", move)) {
        const std::string& declaration = text_of(one.fields, "declaration");
        std::string name{trim(text_of(one.fields, "validator"))};
        if (members.count(fold_for_search(name)) > 0) {
            detail += name + " integra el Comité de Mejora. ";
        }
        if (name.empty()) name = text_of(one.fields, "validator_user");
        if (declaration.empty()) {
            detail += "Falta la declaración de " + name + ". ";
        } else if (declaration != "none") {
            detail += name + " declaró un conflicto de interés: asigne a otra persona. ";
        }
    }
    if (detail.empty()) return {};
    detail.pop_back();
    return {false, detail};
}

Finding observations_written(const Move& move) {
    const auto observations = observations_of(move);
    return {std::any_of(observations.begin(), observations.end(), [](const Record& observation) {
        return !text_of(observation.fields, "text").empty();
    })};
}

Finding observations_answered(const Move& move) {
    const auto observations = observations_of(move);
    const auto open = std::count_if(observations.begin(), observations.end(), [](const Record& o) {
        return text_of(o.fields, "response").empty() && !boolean_of(o.fields, "resolved");
    });
    if (open == 0) return {};
    return {false, "Sin respuesta: " + std::to_string(open) + "."};
}

Finding document_review_recorded(const Move& move) {
    return {has_review(move, "document")};
}

Finding interview_recorded(const Move& move) {
    return {has_review(move, "interview")};
}

Finding feedback_complete(const Move& move) {
    std::set<std::string> covered;
    for (const Record& feedback : children_of(cycle_of(move), "feedback", move)) {
        if (text_of(feedback.fields, "text").empty()) continue;
        covered.insert(text_of(feedback.fields, "subcriterion"));
    }
    std::vector<std::string> missing;
    for (const Subcriterion& subcriterion : move.catalog.model().subcriteria()) {
        if (covered.count(subcriterion.key) == 0) missing.push_back(subcriterion.name);
    }
    if (missing.empty()) return {};
    return {false, missing_list(missing)};
}

Finding same_validators(const Move& move) {
    const auto of_assessment = reviewers_of(move, {"document", "interview"});
    const auto of_plan = reviewers_of(move, {"plan"});
    return {!of_plan.empty() && std::includes(of_assessment.begin(), of_assessment.end(),
                                              of_plan.begin(), of_plan.end())};
}

}  // namespace minga::preconditions
