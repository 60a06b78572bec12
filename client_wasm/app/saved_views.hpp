/// Filters under a name, kept on this device with the person's records.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

struct SavedView {
    std::string name;
    FieldMap filter;

    friend bool operator==(const SavedView&, const SavedView&) = default;
};

inline constexpr std::size_t saved_views_max = 12;
inline constexpr std::int32_t view_name_length_max = 40;

/// Those of a list ("consolidado", "bandeja"), in order of their names. What cannot be read is
/// none.
std::vector<SavedView> saved_views(const AppState& app, std::string_view list);
/// Keeps it; one of the same name is replaced. Says in Spanish why it cannot be kept, or "".
std::string save_view(AppState& app, std::string_view list, SavedView view);
void remove_view(AppState& app, std::string_view list, std::string_view name);

}  // namespace minga::client
