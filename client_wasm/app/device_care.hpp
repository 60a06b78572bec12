/// What this device needs so that no work is lost on it: room, a place on the home screen, and a
/// way out for what was not sent in a long time.
#pragma once

#include "client_wasm/app/app_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minga::client {

/// What the browser gives this site, as it estimates it.
struct StorageRoom {
    std::int64_t used_bytes = 0;
    std::int64_t quota_bytes = 0;

    std::int64_t left_bytes() const { return quota_bytes - used_bytes; }
    /// Less than a tenth of it is left, or less than a few photos need.
    bool is_low() const;
};
/// Nothing where the browser does not tell.
std::optional<StorageRoom> storage_room(const Platform& platform);

enum class InstallState : std::uint8_t {
    unknown,    ///< The browser offers nothing; its menu may.
    offered,    ///< It asks the person when told to.
    by_hand,    ///< iPhone and iPad: only the person can do it.
    installed,  ///< This is the installed application.
};
InstallState install_state(const Platform& platform);

/// What was on the device of this person's work the last time, kept outside of what a browser
/// clears when it needs room: how many changes had not been sent. Nothing: no work was kept there.
std::optional<std::int64_t> kept_changes(const Platform& platform, std::string_view login);
void note_kept_changes(Platform& platform, std::string_view login, std::int64_t count);
void forget_kept_changes(Platform& platform, std::string_view login);

/// Whether work has been waiting so long without reaching the server that it should leave by a
/// file. `oldest`: when the oldest waiting change was made, by this device's clock.
bool needs_way_out(const SyncView& sync, Instant oldest, Instant now);
/// The part of it that costs nothing to ask.
bool is_out_of_reach(const SyncView& sync, Instant now);

/// The day on which "Inicio" offered to install Minga; "" before.
inline constexpr std::string_view install_offered_setting = "care.install_offered";
/// Whether it is to be offered today: once, to who came back after the first days.
bool is_install_due(AppState& app);

/// Whether "Inicio" has something to say about the device. Quick: it is asked in each frame.
bool has_home_care(AppState& app);

}  // namespace minga::client
