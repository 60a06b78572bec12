// minga-server device list | revoke

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/bundles/device_keys.hpp"
#include "server/platform/wall_clock.hpp"

#include <iostream>

namespace minga::server {
namespace {

/// As many signs of a key as tell it from any other.
constexpr std::size_t shown_key_length = 16;

}  // namespace

Result<void> list_devices(const DeviceOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    std::string login;
    if (!options.login.empty()) {
        auto checked = checked_login(options.login);
        if (!checked) return checked.error();
        login = *std::move(checked);
    }
    auto keys = list_device_keys((*store)->database(), login);
    if (!keys) return keys.error();
    for (const EnrolledKey& key : *keys) {
        std::cout << key.sign.substr(0, shown_key_length) << '\t' << key.login << '\t'
                  << (key.is_revoked ? "retirado" : "activo") << '\t' << key.enrolled_at.to_text()
                  << '\t' << key.seen_at.to_text() << '\t' << key.device_name << '\n';
    }
    return {};
}

Result<void> revoke_device(const DeviceOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto key = find_enrolled_key((*store)->database(), options.key);
    if (!key) return key.error();
    auto done = in_transaction(**store, [&]() -> Result<void> {
        storage::Database& database = (*store)->database();
        const Revocation revocation{.is_undone = options.is_reversed, .now = WallClock{}.now()};
        auto changed = revoke_device_key(database, *key, revocation);
        // Whoever found the device has its session too.
        if (changed && !options.is_reversed) changed = close_sessions(database, key->user);
        if (!changed) return changed;
        return append_event(**store,
                            {options.is_reversed ? "device_restored" : "device_revoked",
                             {{"user", key->user.to_text()}, {"key", key->sign}}},
                            revocation.now);
    });
    if (!done) return done;
    const std::string shown = key->sign.substr(0, shown_key_length);
    if (options.is_reversed) {
        std::cout << "Equipo repuesto: " << shown << ", de " << key->login << '\n';
    } else {
        std::cout << "Equipo retirado: " << shown << ", de " << key->login
                  << ". Sus archivos ya no se reciben; se cerraron las sesiones de la persona, que "
                     "debe ingresar de nuevo en sus otros equipos.\n";
    }
    return {};
}

}  // namespace minga::server
