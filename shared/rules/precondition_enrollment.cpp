#include "shared/rules/precondition_parts.hpp"

#include <algorithm>

namespace minga::preconditions {
namespace {

Finding agreement_signed_by(const Move& move, std::string_view capacity) {
    const auto agreements = documents_so_far(move, "agreement");
    return {std::any_of(agreements.begin(), agreements.end(), [&](const Record& agreement) {
        return is_signed_by(move, agreement, capacity);
    })};
}

bool is_named(const Record& member) {
    return !text_of(member.fields, "name").empty() && !boolean_of(member.fields, "not_applicable");
}

bool holds(const Record& member, const Position& position, const Catalog& catalog) {
    return catalog.positions().match(text_of(member.fields, "position")) == &position ||
           catalog.positions().match(text_of(member.fields, "function")) == &position;
}

std::size_t dated_disseminations(const Move& move) {
    const auto all = children_of(cycle_of(move), "dissemination", move);
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const Record& one) {
        return !text_of(one.fields, "date").empty();
    }));
}

}  // namespace

Finding agreement_signed_by_mayor(const Move& move) {
    return agreement_signed_by(move, "mayor");
}

Finding agreement_signed_by_subdere(const Move& move) {
    return agreement_signed_by(move, "subdere");
}

Finding agreement_attached(const Move& move) {
    const auto agreements = documents_so_far(move, "agreement");
    return {std::any_of(agreements.begin(), agreements.end(), [](const Record& agreement) {
        return !text_of(agreement.fields, "number").empty() &&
               !text_of(agreement.fields, "date").empty();
    })};
}

Finding two_counterparts(const Move& move) {
    const auto members = children_of(cycle_of(move), "committee_member", move);
    const auto count = std::count_if(members.begin(), members.end(), [](const Record& member) {
        return is_named(member) && boolean_of(member.fields, "is_counterpart");
    });
    if (count == move.catalog.positions().counterparts()) return {};
    return {false, "Hay " + std::to_string(count) + "."};
}

Finding committee_led_by_mayor(const Move& move) {
    const Position* leader =
        move.catalog.positions().find(move.catalog.positions().committee_leader());
    const auto members = children_of(cycle_of(move), "committee_member", move);
    return {std::any_of(members.begin(), members.end(), [&](const Record& member) {
        return is_named(member) && holds(member, *leader, move.catalog);
    })};
}

Finding committee_positions_covered(const Move& move) {
    const auto members = children_of(cycle_of(move), "committee_member", move);
    std::vector<std::string> missing;
    for (const Position& position : move.catalog.positions().all()) {
        if (!position.in_committee) continue;
        const bool covered = std::any_of(members.begin(), members.end(), [&](const Record& member) {
            const bool excused =
                position.committee_may_lack && boolean_of(member.fields, "not_applicable");
            return holds(member, position, move.catalog) && (is_named(member) || excused);
        });
        const bool lacks_it =
            position.committee_may_lack && !organization_flag(move, position.optional_flag);
        if (!covered && !lacks_it) missing.push_back(position.name);
    }
    if (missing.empty()) return {};
    return {false, missing_list(missing)};
}

Finding results_disseminated(const Move& move) {
    return {dated_disseminations(move) >= 1};
}

// The first dissemination of a cycle is that of the self-assessment; the next, of the validation.
Finding validation_disseminated(const Move& move) {
    return {dated_disseminations(move) >= 2};
}

/// Where a record has a place of its own for the reason, there; for a cycle, in a document titled
/// with it.
Finding reason_written(const Move& move) {
    if (move.record.kind == "funding_request") {
        return {!text_of(move.record.fields, "resolution").empty()};
    }
    if (move.record.kind == "action_line") {
        return {!text_of(move.record.fields, "description").empty()};
    }
    const auto notes = documents_of(move, "other");
    return {std::any_of(notes.begin(), notes.end(),
                        [](const Record& note) { return !text_of(note.fields, "title").empty(); })};
}

}  // namespace minga::preconditions
