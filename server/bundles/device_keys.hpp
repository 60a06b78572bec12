/// Whose bundles are whose: the public keys of devices, each of one person who showed, signed in,
/// that they hold them. In the table `device_key`.
#pragma once

#include "server/auth/accounts.hpp"
#include "sync/bundle/keys.hpp"

namespace minga::server {

/// A person has at most so many; the one that was longest unused gives way.
inline constexpr std::int64_t device_keys_per_person_max = 50;

struct DeviceKey {
    sync::PublicKeys keys;
    Account account;  ///< As it is now, with today's roles.
};

/// Takes the keys as `user`'s. Fails with `forbidden` where they are another person's, or were
/// revoked: a lost device does not enroll itself again.
Result<void> enroll_device_key(storage::Database& database, const sync::PublicKeys& keys,
                               const Id& user, std::string_view device_name, Instant now);

/// Whose key signed; nullopt where nobody enrolled it, or it was revoked.
Result<std::optional<DeviceKey>> find_device_key(storage::Database& database,
                                                 const sync::PublicKey& sign);

/// Enrolled keys as an operator sees them.
struct EnrolledKey {
    std::string sign;  ///< Hexadecimal.
    Id user;
    std::string login;
    std::string device_name;
    Instant enrolled_at;
    Instant seen_at;
    bool is_revoked = false;
};

inline constexpr std::size_t key_prefix_length_min = 8;

/// Of one login, or of all where it is "". Those seen last come first.
Result<std::vector<EnrolledKey>> list_device_keys(storage::Database& database,
                                                  std::string_view login);

/// The key that begins with these hexadecimal digits. Fails with `usage` where they are too few or
/// fit several, and with `not_found`.
Result<EnrolledKey> find_enrolled_key(storage::Database& database, std::string_view prefix);

/// From now on nothing signed with the key is taken, and its device cannot enroll it again; or
/// both are so no more.
struct Revocation {
    bool is_undone = false;
    Instant now;
};
Result<void> revoke_device_key(storage::Database& database, const EnrolledKey& key,
                               const Revocation& revocation);

}  // namespace minga::server
