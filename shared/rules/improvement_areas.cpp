#include "shared/rules/improvement_areas.hpp"

#include <algorithm>
#include <set>

namespace minga {
namespace {

bool is_selected_record(const Record& area) {
    return !area.deleted && boolean_of(area.fields, "selected");
}

AreaScores scores_of(const Record& assessment, const Lookup& lookup, const Catalog& catalog) {
    AreaScores found;
    const Instrument* instrument = catalog.instrument(text_of(assessment.fields, "instrument"));
    if (instrument == nullptr) return found;
    found.assessment = assessment.id;
    const auto answers = lookup.children(assessment.id, "answer");
    if (instrument->kind() == InstrumentKind::self_assessment) {
        found.score = score_answers(answers, *instrument, catalog.model(), ScoreSource::validated);
        found.source = AreaScoreSource::validated;
        if (found.score.total.answered > 0) return found;
    }
    found.score = score_answers(answers, *instrument, catalog.model());
    found.source = instrument->kind() == InstrumentKind::diagnostic ? AreaScoreSource::diagnosis
                                                                    : AreaScoreSource::own;
    if (found.score.total.answered == 0) found.source = AreaScoreSource::none;
    return found;
}

/// Below 0 where `a` is weaker. Shares are compared without rounding.
std::int64_t compare_shares(const Score& a, const Score& b) {
    return a.obtained * b.maximum - b.obtained * a.maximum;
}

}  // namespace

std::int64_t selected_areas(std::span<const Record> areas) {
    std::set<std::string_view> chosen;
    for (const Record& area : areas) {
        if (is_selected_record(area)) chosen.insert(text_of(area.fields, "subcriterion"));
    }
    return static_cast<std::int64_t>(chosen.size());
}

AreaScores area_scores(const Record& plan, const Lookup& lookup, const Catalog& catalog) {
    AreaScores best;
    const auto cycle = Id::parse(text_of(plan.fields, "cycle"));
    if (!cycle) return best;
    for (const Record& assessment : lookup.children(*cycle, "assessment")) {
        AreaScores found = scores_of(assessment, lookup, catalog);
        if (found.source > best.source) best = std::move(found);
    }
    return best;
}

bool AreaCandidate::is_selected() const {
    return area != nullptr && is_selected_record(*area);
}

std::vector<AreaCandidate> area_candidates(const AreaScores& scores, std::span<const Record> areas,
                                           const Catalog& catalog) {
    std::vector<AreaCandidate> candidates;
    for (const Subcriterion& subcriterion : catalog.model().subcriteria()) {
        AreaCandidate candidate;
        candidate.subcriterion = &subcriterion;
        if (const GroupScore* group = scores.score.find_subcriterion(subcriterion.key)) {
            candidate.score = group->score;
        }
        for (const Record& area : areas) {
            if (area.deleted || text_of(area.fields, "subcriterion") != subcriterion.key) continue;
            if (candidate.area != nullptr) ++candidate.twins;
            if (candidate.area == nullptr ||
                (!candidate.is_selected() && is_selected_record(area))) {
                candidate.area = &area;
            }
        }
        candidates.push_back(candidate);
    }
    if (scores.source == AreaScoreSource::none) return candidates;
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const AreaCandidate& a, const AreaCandidate& b) {
                         return compare_shares(a.score, b.score) < 0;
                     });
    return candidates;
}

}  // namespace minga
