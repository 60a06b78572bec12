/// "Copiar del ciclo anterior": what of one cycle goes on in the next, and what stays behind and
/// why. Nothing is written here: the result says which records would be made, with which ids. The
/// ids are derived from the source and the new cycle, so that two people who copy the same without
/// a network copy it once, and who copies again adds nothing.
#pragma once

#include "shared/base/date.hpp"
#include "shared/rules/lookup.hpp"
#include "shared/schema/record.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

enum class CopyPart : std::uint8_t {
    committee,
    focus,
    areas,
    matrix,  ///< The criteria that tools are prioritized by, with the scores under each.
    tools,   ///< The choice of tools.
    lines,
    indicators,  ///< Of the plan as a whole.
    immediate_actions,
};

inline constexpr std::array copy_parts{
    CopyPart::committee, CopyPart::focus, CopyPart::areas,      CopyPart::matrix,
    CopyPart::tools,     CopyPart::lines, CopyPart::indicators, CopyPart::immediate_actions};

/// Why something is not copied.
enum class LeftBehind : std::uint8_t {
    no,             ///< It is copied.
    already_there,  ///< It was copied, or somebody wrote the same.
    finished,
    cancelled,
    not_chosen,  ///< An area that the plan does not improve, a tool that it does not take.
    empty,
};

/// "por haber terminado": of one thing or of several.
std::string_view left_behind_words(LeftBehind reason);

/// A record that is made in the new cycle or, for the focus, fields that the new plan takes.
struct CopiedRecord {
    Id id;
    Id source{};
    std::string kind;
    FieldMap fields;
    bool is_made = true;
};

/// One thing that a person chooses: a member, an area, a line with all that lies under it.
struct CopyItem {
    CopyPart part = CopyPart::committee;
    Id source{};
    std::string title{};
    LeftBehind left = LeftBehind::no;
    /// In the order in which they can be made; none where it is left behind.
    std::vector<CopiedRecord> records{};

    std::size_t activities = 0;  ///< Of a line: those that come along.
    std::size_t executed = 0;    ///< Of a line: those that were done and stay behind.
    bool loses_dates = false;    ///< Some month or day is over, or outside of the new plan.
    bool loses_money = false;    ///< Money of an activity that began: it may be spent.

    bool is_copied() const { return left == LeftBehind::no; }
};

/// A plan and its cycle; `plan` nil: there is none.
struct PlanPlace {
    Id cycle;
    Id plan;
};

/// All of `from`, part by part. `to.plan` need not exist yet: then it is where its records will
/// lie.
std::vector<CopyItem> plan_copy(const PlanPlace& from, const PlanPlace& to, Date today,
                                const Lookup& lookup);

/// The id under which a plan of that cycle is begun, so that two people begin one.
Id first_plan_id(const Id& cycle);
/// What such a plan says.
FieldMap first_plan_fields(const Id& cycle);

/// The newest plan of a cycle; nil where it has none.
Id plan_of_cycle(const Id& cycle, const Lookup& lookup);

}  // namespace minga
