/// The only list of all record types. Everything that must know them all goes through here.
#pragma once

#include "shared/records/action_line.hpp"
#include "shared/records/activity.hpp"
#include "shared/records/answer.hpp"
#include "shared/records/assessment.hpp"
#include "shared/records/committee_member.hpp"
#include "shared/records/conflict.hpp"
#include "shared/records/cycle.hpp"
#include "shared/records/dissemination.hpp"
#include "shared/records/document.hpp"
#include "shared/records/enrollment.hpp"
#include "shared/records/feedback.hpp"
#include "shared/records/figure.hpp"
#include "shared/records/follow_up.hpp"
#include "shared/records/funding_request.hpp"
#include "shared/records/good_practice.hpp"
#include "shared/records/immediate_action.hpp"
#include "shared/records/improvement_area.hpp"
#include "shared/records/indicator.hpp"
#include "shared/records/line_actor.hpp"
#include "shared/records/measurement.hpp"
#include "shared/records/meeting.hpp"
#include "shared/records/observation.hpp"
#include "shared/records/organization.hpp"
#include "shared/records/participant.hpp"
#include "shared/records/plan.hpp"
#include "shared/records/priority_criterion.hpp"
#include "shared/records/priority_score.hpp"
#include "shared/records/review.hpp"
#include "shared/records/signature.hpp"
#include "shared/records/tool_choice.hpp"
#include "shared/records/validator_assignment.hpp"

#include <array>
#include <tuple>

namespace minga {

// clang-format off
using AllRecords = std::tuple<
    Organization,
    Enrollment,
    Cycle,
    Document,
    CommitteeMember,
    Meeting,
    Assessment,
    Participant,
    Answer,
    Signature,
    Feedback,
    Review,
    Observation,
    Plan,
    ImmediateAction,
    ImprovementArea,
    PriorityCriterion,
    PriorityScore,
    ToolChoice,
    ActionLine,
    LineActor,
    Activity,
    Indicator,
    Measurement,
    FollowUp,
    FundingRequest,
    Dissemination,
    GoodPractice,
    Conflict,
    Figure,
    ValidatorAssignment>;
// clang-format on

namespace schema {

template <class... Rs>
constexpr std::array<RecordInfo, sizeof...(Rs)> describe_all(std::tuple<Rs...>*) {
    return {record_info<Rs>...};
}

/// Every record type, in the order of their tags.
inline constexpr auto all_record_infos = describe_all(static_cast<AllRecords*>(nullptr));

constexpr bool tags_and_keys_are_unique() {
    for (std::size_t i = 0; i < all_record_infos.size(); ++i) {
        for (std::size_t j = i + 1; j < all_record_infos.size(); ++j) {
            if (all_record_infos[i].tag == all_record_infos[j].tag) return false;
            if (all_record_infos[i].key == all_record_infos[j].key) return false;
        }
    }
    return true;
}
static_assert(tags_and_keys_are_unique());

/// The record type with that key, or nullptr.
constexpr const RecordInfo* find_record_info(std::string_view key) {
    for (const RecordInfo& info : all_record_infos) {
        if (info.key == key) return &info;
    }
    return nullptr;
}

constexpr bool references_resolve() {
    for (const RecordInfo& info : all_record_infos) {
        for (const FieldInfo& f : info.fields) {
            const std::string_view kind = f.options.refers_to;
            if (!kind.empty() && kind != "*" && find_record_info(kind) == nullptr) return false;
        }
    }
    return true;
}
static_assert(references_resolve());

}  // namespace schema

/// The id of a record whose kind has a natural key, or nullopt-like nil where a part is missing.
/// Two people who make the same thing on two devices make one record.
Id natural_id(const schema::RecordInfo& info, const FieldMap& fields);

/// The id under which a device makes a new record of a kind with a meeting key; nil where the kind
/// has none or a part is missing.
Id meeting_id(const schema::RecordInfo& info, const FieldMap& fields);

}  // namespace minga
