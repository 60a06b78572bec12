#include "client_wasm/screens/comparison_model.hpp"

#include "shared/programs/catalog.hpp"

#include <algorithm>

namespace minga::client {
namespace {

/// The assessment of that kind with the most answers: a cycle has one, but two devices may have
/// begun it each.
std::optional<ComparedCycle> compared_cycle(const Record& cycle, InstrumentKind kind,
                                            const Lookup& lookup, const Catalog& catalog) {
    std::optional<ComparedCycle> best;
    for (const Record& assessment : lookup.children(cycle.id, "assessment")) {
        if (text_of(assessment.fields, "type") != assessment_type_key(kind)) continue;
        const Instrument* instrument = catalog.instrument(text_of(assessment.fields, "instrument"));
        if (instrument == nullptr) continue;
        auto answers = lookup.children(assessment.id, "answer");
        AssessmentScore score = score_answers(answers, *instrument, catalog.model());
        if (score.total.answered == 0) continue;
        if (best && score.total.answered <= best->score.total.answered) continue;
        best = {cycle.id, integer_of(cycle.fields, "number"), std::move(score), instrument,
                std::move(answers)};
    }
    return best;
}

}  // namespace

std::vector<ComparedCycle> compared_cycles(std::span<const Record> cycles, InstrumentKind kind,
                                           const Lookup& lookup, const Catalog& catalog) {
    std::vector<ComparedCycle> compared;
    for (const Record& cycle : cycles) {
        auto added = compared_cycle(cycle, kind, lookup, catalog);
        if (!added) continue;
        auto place = compared.begin();
        while (place != compared.end() && place->number <= added->number) ++place;
        compared.insert(place, *std::move(added));
    }
    return compared;
}

std::vector<ComparedGroup> compared_groups(const std::vector<ComparableGroup>& groups) {
    std::vector<ComparedGroup> compared;
    for (const ComparableGroup& group : groups) {
        compared.push_back({group.number, group.name, group.before, group.after});
    }
    return compared;
}

std::vector<ComparedGroup> compare_groups(const std::vector<GroupScore>& before,
                                          const std::vector<GroupScore>& after) {
    std::vector<ComparedGroup> groups;
    const std::size_t count = std::min(before.size(), after.size());
    for (std::size_t index = 0; index < count; ++index) {
        groups.push_back(
            {after[index].number, after[index].name, before[index].score, after[index].score});
    }
    return groups;
}

std::vector<ComparedGroup> ranked(const std::vector<ComparedGroup>& groups) {
    std::vector<ComparedGroup> sorted;
    for (const ComparedGroup& group : groups) {
        auto place = sorted.begin();
        // Shares of different maxima, without rounding.
        while (place != sorted.end() && place->after.obtained * group.after.maximum >=
                                            group.after.obtained * place->after.maximum) {
            ++place;
        }
        sorted.insert(place, group);
    }
    return sorted;
}

std::string change_text(std::int64_t change) {
    if (change == 0) return "0";
    return (change > 0 ? "+" : "−") + std::to_string(change > 0 ? change : -change);
}

}  // namespace minga::client
