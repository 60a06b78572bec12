/// The activities of a whole plan, over all its lines, and what they are filtered by. Internal to
/// the screen "plan/actividades".
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace minga::client {

enum class ActivityState : std::uint8_t { any, late, in_progress, programmed, executed };
/// Activities whose months hold that one.
enum class ActivityMonth : std::uint8_t { any, present, next };

struct ActivityFilter {
    ActivityState state = ActivityState::any;
    ActivityMonth month = ActivityMonth::any;
    std::string owner{};  ///< Or "".
    Id line{};            ///< Or nil.
    std::string words{};  ///< That name, line or owner must hold, however they are written.

    bool is_plain() const { return *this == ActivityFilter{}; }
    friend bool operator==(const ActivityFilter&, const ActivityFilter&) = default;
};

/// As a saved view keeps it, and back; what says nothing that is known is left out.
FieldMap fields_of(const ActivityFilter& filter);
ActivityFilter activity_filter_from(const FieldMap& fields);

/// Those of the lines that are not cancelled. What is done comes last; of the rest the one that
/// ends first comes first, and those without months last.
std::vector<const Record*> plan_activities(AppState& app, const Record& plan);

bool passes(AppState& app, const Record& activity, const ActivityFilter& filter);

/// The action line that the activity lies under, which is on this device.
const Record& line_of(AppState& app, const Record& activity);

/// What can be chosen from: everybody who owns one of them, in the order of the alphabet.
std::vector<std::string> activity_owners(std::span<const Record* const> activities);

}  // namespace minga::client
