#include "server/bundles/device_keys.hpp"

#include "shared/base/text.hpp"

#include <algorithm>

namespace minga::server {
namespace {

using storage::Blob;
using storage::Row;

constexpr std::size_t device_name_bytes_max = 100;

template <std::size_t size>
Blob blob_of(const std::array<std::uint8_t, size>& bytes) {
    return {{reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

sync::PublicKey key_of(std::string_view bytes) {
    sync::PublicKey key{};
    if (bytes.size() == key.size()) std::copy(bytes.begin(), bytes.end(), key.begin());
    return key;
}

#define ENROLLED_KEYS                                                              \
    "SELECT lower(hex(sign)), user.id, login, device_name, enrolled_at, seen_at, " \
    "revoked_at IS NOT NULL FROM device_key JOIN user ON user.id = device_key.user "

EnrolledKey enrolled_key_of(const Row& row) {
    return {.sign = std::string{row.text(0)},
            .user = row.id(1),
            .login = std::string{row.text(2)},
            .device_name = std::string{row.text(3)},
            .enrolled_at = Instant{row.integer(4)},
            .seen_at = Instant{row.integer(5)},
            .is_revoked = row.integer(6) != 0};
}

}  // namespace

Result<void> enroll_device_key(storage::Database& database, const sync::PublicKeys& keys,
                               const Id& user, std::string_view device_name, Instant now) {
    Id owner = user;
    bool is_revoked = false;
    auto done = database.each(
        "SELECT user, revoked_at IS NOT NULL FROM device_key WHERE sign = ?1",
        [&](const Row& row) {
            owner = row.id(0);
            is_revoked = row.integer(1) != 0;
        },
        blob_of(keys.sign));
    if (done && !(owner == user)) {
        return make_error(ErrorCode::forbidden, "Las llaves de este equipo son de otra persona.",
                          "key");
    }
    if (done && is_revoked) {
        return make_error(ErrorCode::forbidden,
                          "Este equipo fue dado por perdido y sus archivos no se reciben. Si "
                          "apareció, avise a quien administra el servidor.",
                          "key");
    }
    std::string name{device_name.substr(0, device_name_bytes_max)};
    if (!is_valid_utf8(name)) name.clear();
    if (done) {
        done = database.run(
            "INSERT INTO device_key (sign, box, user, device_name, enrolled_at, seen_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?5) "
            "ON CONFLICT (sign) DO UPDATE SET box = excluded.box, seen_at = excluded.seen_at",
            blob_of(keys.sign), blob_of(keys.box), user, name, now.ms);
    }
    if (done) {
        done = database.run(
            "DELETE FROM device_key WHERE user = ?1 AND revoked_at IS NULL AND sign NOT IN "
            "(SELECT sign FROM device_key WHERE user = ?1 AND revoked_at IS NULL "
            " ORDER BY seen_at DESC, sign LIMIT ?2)",
            user, device_keys_per_person_max);
    }
    return done;
}

Result<std::optional<DeviceKey>> find_device_key(storage::Database& database,
                                                 const sync::PublicKey& sign) {
    std::optional<DeviceKey> found;
    std::string login;
    auto done = database.each(
        "SELECT box, login FROM device_key JOIN user ON user.id = device_key.user "
        "WHERE sign = ?1 AND revoked_at IS NULL",
        [&](const Row& row) {
            found.emplace();
            found->keys = {sign, key_of(row.blob(0))};
            login = row.text(1);
        },
        blob_of(sign));
    if (!done) return done.error();
    if (!found) return found;
    auto account = find_account(database, login);
    if (!account) return account.error();
    if (!*account) return std::optional<DeviceKey>{};
    found->account = **std::move(account);
    return found;
}

Result<std::vector<EnrolledKey>> list_device_keys(storage::Database& database,
                                                  std::string_view login) {
    std::vector<EnrolledKey> keys;
    auto done = database.each(
        ENROLLED_KEYS "WHERE ?1 = '' OR login = ?1 ORDER BY seen_at DESC, sign",
        [&](const Row& row) { keys.push_back(enrolled_key_of(row)); }, login);
    if (!done) return done.error();
    return keys;
}

Result<EnrolledKey> find_enrolled_key(storage::Database& database, std::string_view prefix) {
    const bool is_hexadecimal =
        prefix.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (prefix.size() < key_prefix_length_min || !is_hexadecimal) {
        return make_error(ErrorCode::usage,
                          "Indique al menos los primeros " + std::to_string(key_prefix_length_min) +
                              " signos de la llave, como la muestra «device list».",
                          "key");
    }
    std::vector<EnrolledKey> found;
    auto done = database.each(
        ENROLLED_KEYS "WHERE substr(lower(hex(sign)), 1, length(?1)) = ?1",
        [&](const Row& row) { found.push_back(enrolled_key_of(row)); }, prefix);
    if (!done) return done.error();
    if (found.empty()) {
        return make_error(
            ErrorCode::not_found,
            "Ningún equipo tiene una llave que comience con «" + std::string{prefix} + "».", "key");
    }
    if (found.size() > 1) {
        return make_error(
            ErrorCode::usage,
            "Varias llaves comienzan con «" + std::string{prefix} + "». Escriba más signos.",
            "key");
    }
    return found.front();
}

Result<void> revoke_device_key(storage::Database& database, const EnrolledKey& key,
                               const Revocation& revocation) {
    return database.run(
        "UPDATE device_key SET revoked_at = CASE WHEN ?2 THEN NULL ELSE ?3 END "
        "WHERE lower(hex(sign)) = ?1",
        key.sign, revocation.is_undone, revocation.now.ms);
}

}  // namespace minga::server
