// Who takes part, who signed and who reviewed.
#include "shared/base/text.hpp"
#include "shared/rules/checks.hpp"
#include "shared/rules/next_cycle.hpp"
#include "shared/rules/selection.hpp"
#include "shared/rules/signing.hpp"

#include <algorithm>
#include <set>

namespace minga::checks {
namespace {

/// The names, folded, of those who reviewed one of the stages.
std::set<std::string> reviewers_of(const std::vector<Record>& reviews,
                                   const std::vector<std::string>& stages) {
    std::set<std::string> names;
    for (const Record& review : reviews) {
        const std::string& stage = text_of(review.fields, "stage");
        if (std::find(stages.begin(), stages.end(), stage) == stages.end()) continue;
        const std::string name = fold_for_search(trim(text_of(review.fields, "reviewer")));
        if (!name.empty()) names.insert(name);
    }
    return names;
}

bool is_signed_in(const Move& move, const Record& subject, std::string_view capacity) {
    const auto signatures = move.lookup.children(subject.id, "signature");
    return std::any_of(signatures.begin(), signatures.end(), [&](const Record& signature) {
        return capacity.empty() || signs_as(signature, capacity, move.catalog);
    });
}

/// A later cycle rests on what brought the organization in: where the signatures are on paper, its
/// enrollment names the agreement.
bool rests_on_an_earlier(const Check& check, const Move& move) {
    if (check.later_on.kind.empty()) return false;
    const auto cycle = cycle_of(move);
    if (!cycle || !previous_cycle(*cycle, move.lookup)) return false;
    const auto sources = sources_of(check.later_on, move);
    return std::any_of(sources.begin(), sources.end(), [&](const Record& source) {
        return has_all(source, check.later_all, move);
    });
}

}  // namespace

Finding positions_covered(const Check& check, const Move& move) {
    const auto sources = sources_of(check.of, move);
    if (sources.empty()) return {false};
    std::vector<Record> people = selected_records(check, move);
    people.erase(
        std::remove_if(people.begin(), people.end(),
                       [&](const Record& person) { return !is_as_asked(person, check, move); }),
        people.end());
    const auto listed = children_of(sources, check.records, move);
    const auto holds = [&](const std::vector<Record>& list, const Position& position,
                           bool excused) {
        return std::any_of(list.begin(), list.end(), [&](const Record& person) {
            return is_held_by(person, position, move.catalog) &&
                   (!excused || boolean_of(person.fields, check.excused));
        });
    };
    const bool is_diagnosis = check.called_to == "diagnosis";
    std::vector<std::string> missing;
    for (const Position& position : move.catalog.positions().all()) {
        if (!(is_diagnosis ? position.in_diagnosis : position.in_committee)) continue;
        if (holds(people, position, false)) continue;
        const bool may_lack =
            is_diagnosis ? position.diagnosis_may_lack : position.committee_may_lack;
        if (may_lack && !organization_flag(move, position.optional_flag)) continue;
        if (may_lack && !check.excused.empty() && holds(listed, position, true)) continue;
        missing.push_back(position.name);
    }
    return finding_of_missing(missing);
}

Finding is_signed(const Check& check, const Move& move) {
    if (rests_on_an_earlier(check, move)) return {};
    std::vector<Record> subjects;
    if (!check.document.empty()) subjects = documents_of(move, check);
    if (check.document.empty() || check.of.kind != "cycle" || !check.records.empty()) {
        for (Record& one : selected_records(check, move)) subjects.push_back(std::move(one));
    }
    return {std::any_of(subjects.begin(), subjects.end(), [&](const Record& subject) {
        return is_signed_in(move, subject, check.by);
    })};
}

Finding signed_by_all(const Check& check, const Move& move) {
    const SignedDocument* document = move.catalog.positions().find_signed_document(check.document);
    if (document == nullptr) return {false};
    // It may be signed as the assessment that it closes or as the document itself.
    std::vector<Record> subjects;
    if (!document->closes.empty()) {
        subjects = sources_of({"assessment", {{"type", {document->closes}}}}, move);
        if (subjects.empty()) return {false};
    }
    for (Record& one : documents_of(move, check)) subjects.push_back(std::move(one));
    std::vector<std::string> missing;
    for (const Signer& signer : document->signers) {
        if (!signer.optional_flag.empty() && !organization_flag(move, signer.optional_flag)) {
            continue;
        }
        const bool is_signed = std::any_of(
            subjects.begin(), subjects.end(),
            [&](const Record& subject) { return is_signed_in(move, subject, signer.capacity()); });
        if (!is_signed) missing.push_back(capacity_name(signer, move.catalog));
    }
    return finding_of_missing(missing);
}

Finding same_reviewers(const Check& check, const Move& move) {
    std::vector<Record> reviewed = sources_of({}, move);
    for (const RecordSource& source : {check.of, RecordSource{"plan"}}) {
        for (Record& one : sources_of(source, move)) reviewed.push_back(std::move(one));
    }
    const auto reviews = children_of(reviewed, "review", move);
    const auto these = reviewers_of(reviews, check.stages);
    const auto those = reviewers_of(reviews, check.among);
    return {!these.empty() &&
            std::includes(those.begin(), those.end(), these.begin(), these.end())};
}

Finding impartial(const Check& check, const Move& move) {
    const auto cycle = sources_of({}, move);
    std::set<std::string> members;
    if (!check.apart_from.empty()) {
        for (const Record& member : children_of(cycle, check.apart_from, move)) {
            members.insert(fold_for_search(trim(text_of(member.fields, "name"))));
        }
    }
    std::string detail;
    const auto say = [&](const std::string& text, std::string_view name) {
        if (!detail.empty()) detail += " ";
        detail += filled_in(text, "{name}", name);
    };
    for (const Record& one : selected_records(check, move)) {
        const std::string& declaration = text_of(one.fields, "declaration");
        std::string name{trim(text_of(one.fields, "validator"))};
        if (members.count(fold_for_search(name)) > 0) say(check.of_member, name);
        if (name.empty()) name = text_of(one.fields, "validator_user");
        if (declaration.empty()) {
            say(check.of_undeclared, name);
        } else if (declaration != "none") {
            say(check.of_conflict, name);
        }
    }
    return {detail.empty(), detail};
}

}  // namespace minga::checks
