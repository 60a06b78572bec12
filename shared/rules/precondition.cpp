#include "shared/rules/precondition.hpp"

#include "shared/rules/checks.hpp"

namespace minga {

Finding find_out(const Check& check, const Move& move) {
    switch (check.kind) {
        case CheckKind::document:
            return checks::document(check, move);
        case CheckKind::record:
            return checks::record(check, move);
        case CheckKind::records:
            return checks::records(check, move);
        case CheckKind::every:
            return checks::every(check, move);
        case CheckKind::every_element:
            return checks::every_element(check, move);
        case CheckKind::every_subcriterion:
            return checks::every_subcriterion(check, move);
        case CheckKind::positions_covered:
            return checks::positions_covered(check, move);
        case CheckKind::is_signed:
            return checks::is_signed(check, move);
        case CheckKind::signed_by_all:
            return checks::signed_by_all(check, move);
        case CheckKind::same_reviewers:
            return checks::same_reviewers(check, move);
        case CheckKind::impartial:
            return checks::impartial(check, move);
        case CheckKind::within_months:
            return checks::within_months(check, move);
        case CheckKind::matrix:
            return checks::matrix(check, move);
    }
    return {false};
}

Finding find_precondition(std::string_view key, const Move& move) {
    const Precondition* precondition = move.catalog.workflow().find_precondition(key);
    MINGA_ASSERT(precondition != nullptr &&
                 "a workflow is loaded only with preconditions that it defines");
    return find_out(precondition->check, move);
}

std::string Unmet::in_words() const {
    return detail.empty() ? precondition->text : precondition->text + " " + detail;
}

std::vector<Unmet> unmet_preconditions(const Transition& transition, const Move& move) {
    std::vector<Unmet> unmet;
    for (const std::string& key : transition.preconditions) {
        Finding finding = find_precondition(key, move);
        if (finding.holds) continue;
        unmet.push_back(
            {move.catalog.workflow().find_precondition(key), std::move(finding.detail)});
    }
    return unmet;
}

}  // namespace minga
