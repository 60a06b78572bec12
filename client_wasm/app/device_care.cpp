#include "client_wasm/app/device_care.hpp"

#include "client_wasm/app/account.hpp"
#include "client_wasm/widgets/format.hpp"

namespace minga::client {
namespace {

/// What the page tells of itself; it is not among what is stored.
constexpr std::string_view room_fact = "page_storage";
constexpr std::string_view install_fact = "page_install";

constexpr std::int64_t low_bytes = std::int64_t{50} * 1024 * 1024;
constexpr std::int64_t low_share = 10;
constexpr std::int64_t wait_ms_max = std::int64_t{3} * 24 * 60 * 60 * 1000;

std::string kept_preference(std::string_view login) {
    return "kept." + database_name(login);
}

}  // namespace

bool StorageRoom::is_low() const {
    return left_bytes() < low_bytes || left_bytes() < quota_bytes / low_share;
}

std::optional<StorageRoom> storage_room(const Platform& platform) {
    const std::string told = platform.preference(room_fact);
    const std::size_t space = told.find(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto used = parse_integer(std::string_view{told}.substr(0, space));
    const auto quota = parse_integer(std::string_view{told}.substr(space + 1));
    if (!used || !quota || *quota <= 0) return std::nullopt;
    return StorageRoom{*used, *quota};
}

InstallState install_state(const Platform& platform) {
    const std::string told = platform.preference(install_fact);
    if (told == "offered") return InstallState::offered;
    if (told == "by_hand") return InstallState::by_hand;
    return told == "installed" ? InstallState::installed : InstallState::unknown;
}

std::optional<std::int64_t> kept_changes(const Platform& platform, std::string_view login) {
    return parse_integer(platform.preference(kept_preference(login)));
}

void note_kept_changes(Platform& platform, std::string_view login, std::int64_t count) {
    if (kept_changes(platform, login) == count) return;
    platform.set_preference(kept_preference(login), std::to_string(count));
}

void forget_kept_changes(Platform& platform, std::string_view login) {
    platform.set_preference(kept_preference(login), "");
}

bool needs_way_out(const SyncView& sync, Instant oldest, Instant now) {
    const bool is_old = oldest.ms > 0 && now.ms - oldest.ms > wait_ms_max;
    return is_old && is_out_of_reach(sync, now);
}

bool is_out_of_reach(const SyncView& sync, Instant now) {
    return sync.pending > 0 && now.ms - sync.last_sync.ms > wait_ms_max;
}

bool is_install_due(AppState& app) {
    const InstallState state = install_state(app.platform());
    if (state != InstallState::offered && state != InstallState::by_hand) return false;
    constexpr std::string_view first_setting = "care.first_day";
    constexpr std::int32_t first_days = 2;
    const std::string first = app.setting(first_setting);
    if (first.empty()) {
        app.set_setting(first_setting, app.today().to_text());
        return false;
    }
    const std::string offered = app.setting(install_offered_setting);
    if (!offered.empty()) return offered == app.today().to_text();
    const auto day = Date::parse(first);
    return day && app.today().days - day->days >= first_days;
}

bool has_home_care(AppState& app) {
    if (app.account.cleared_changes || is_out_of_reach(app.sync(), app.now())) return true;
    const auto room = storage_room(app.platform());
    return (room && room->is_low()) || is_install_due(app);
}

}  // namespace minga::client
