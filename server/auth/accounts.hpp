/// People's accounts: logins, roles and sessions, in the tables `user`, `role` and `session`.
///
/// All functions take the connection to use; those that change something expect its write
/// transaction to be open, so that the caller can add the audit link beside it.
#pragma once

#include "server/auth/passwords.hpp"
#include "server/storage/sqlite_store.hpp"
#include "shared/rules/actor.hpp"

#include <optional>

namespace minga::server {

struct Account {
    Id id;
    std::string login;
    std::string name;
    std::string password_hash;
    bool is_disabled = false;
    std::vector<RoleAssignment> roles;
    bool shares_name = false;  ///< See `Actor`; `list_accounts` does not ask.

    Actor to_actor() const { return {id, login, name, roles, shares_name}; }
};

inline constexpr std::int64_t session_life_ms = std::int64_t{30} * 24 * 60 * 60 * 1000;
inline constexpr std::size_t login_length_max = 80;

/// A login as it is kept: trimmed, lower case. Letters, digits, point, hyphen, underscore and @.
Result<std::string> checked_login(std::string_view login);

Result<std::optional<Account>> find_account(storage::Database& database, std::string_view login);
Result<std::vector<Account>> list_accounts(storage::Database& database);

/// Fails with `already_exists` where the login is taken.
Result<void> add_account(storage::Database& database, const Account& account, Instant now);

/// Disabling also ends the person's sessions, and no bundle of their devices is taken any more.
/// Once enabled again, each device must sign in before its bundles count.
Result<void> set_disabled(storage::Database& database, const Id& user, bool is_disabled);

Result<void> add_role(storage::Database& database, const Id& user, const RoleAssignment& role);
/// Remembers that it was theirs: what they had not sent then goes to quarantine.
Result<void> remove_role(storage::Database& database, const Id& user, const RoleAssignment& role,
                         Instant now);

/// A session as its token finds it.
struct Session {
    Account account;
    Instant expires_at;
};

/// Opens a session and returns its token, which is kept only as its SHA-256.
Result<std::string> open_session(storage::Database& database, const Id& user,
                                 std::string_view device_name, Instant now);

/// The session of `token`, unless it expired or its person was disabled.
Result<std::optional<Session>> find_session(storage::Database& database, std::string_view token,
                                            Instant now);

/// Moves the session's end to a whole life from now.
Result<void> extend_session(storage::Database& database, std::string_view token, Instant now);
Result<void> close_session(storage::Database& database, std::string_view token);
/// Ends every session of a person.
Result<void> close_sessions(storage::Database& database, const Id& user);

}  // namespace minga::server
