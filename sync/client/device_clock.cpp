/// The part of the device's store that tells when something was written.
#include "sync/client/device_store.hpp"
#include "sync/client/setting_keys.hpp"

#include <algorithm>
#include <string>

namespace minga::sync {
namespace {

constexpr std::string_view server_time_setting = "server_time_ms";

}  // namespace

/// When an op is made, by a hybrid clock that people are shown and nothing is decided by: this
/// device's clock, put right by what it was off when the server last said the time, and in any case
/// after the op before and after all that the server had said by then.
Instant DeviceStore::next_moment() const {
    const std::int64_t now = clock_.now().ms + number_setting(skew_setting);
    return {std::max(
        {now, number_setting(made_at_setting) + 1, number_setting(server_time_setting) + 1})};
}

/// What was made before this answer was not made after it: where an op claims that, its clock was
/// not known to be wrong yet. What the op itself says stays; what this device shows of it does not.
Result<void> DeviceStore::take_server_time(Instant server_time) {
    if (server_time.ms <= 0) return {};
    auto done = put_setting(skew_setting, std::to_string(server_time.ms - clock_.now().ms));
    if (done) done = put_setting(server_time_setting, std::to_string(server_time.ms));
    if (!done || number_setting(made_at_setting) <= server_time.ms) return done;
    done = put_setting(made_at_setting, std::to_string(server_time.ms));
    if (!done) return done;
    return database_->run("UPDATE op SET made_at = ?1 WHERE made_at > ?1", server_time.ms);
}

}  // namespace minga::sync
