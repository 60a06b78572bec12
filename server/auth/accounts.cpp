#include "server/auth/accounts.hpp"

#include "server/auth/secure_random.hpp"
#include "shared/base/hash.hpp"
#include "shared/base/text.hpp"

namespace minga::server {
namespace {

using storage::Row;

constexpr std::size_t token_bytes = 20;  // Nobody guesses 160 bits, and they travel each time.
constexpr std::size_t device_name_bytes_max = 200;

Result<void> read_roles(storage::Database& database, Account& account) {
    return database.each(
        "SELECT role, organization FROM role WHERE user = ?1 ORDER BY role, organization",
        [&](const Row& row) {
            account.roles.push_back({std::string{row.text(0)}, row.id(1)});
        },
        account.id);
}

/// Whether somebody else who may sign in and holds a role where the person does has their name.
Result<void> read_namesakes(storage::Database& database, Account& account) {
    const std::string name = fold_for_search(trim(account.name));
    return database.each(
        "SELECT DISTINCT user.name FROM role AS own "
        "JOIN role AS other ON other.organization = own.organization AND other.user <> own.user "
        "JOIN user ON user.id = other.user WHERE own.user = ?1 AND disabled = 0",
        [&](const Row& row) {
            const bool is_same = fold_for_search(trim(row.text(0))) == name;
            account.shares_name = account.shares_name || is_same;
        },
        account.id);
}

Account account_of(const Row& row) {
    Account account;
    account.id = row.id(0);
    account.login = row.text(1);
    account.name = row.text(2);
    account.password_hash = row.text(3);
    account.is_disabled = row.integer(4) != 0;
    return account;
}

}  // namespace

Result<std::string> checked_login(std::string_view login) {
    std::string checked;
    for (const char c : trim(login)) {
        checked += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const bool is_plain =
        checked.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_@") == std::string::npos;
    if (checked.empty() || checked.size() > login_length_max || !is_plain) {
        return make_error(ErrorCode::usage,
                          "El nombre de usuario lleva solo letras sin tilde, números, punto, guion "
                          "y @, hasta 80 caracteres.",
                          "user");
    }
    return checked;
}

Result<std::optional<Account>> find_account(storage::Database& database, std::string_view login) {
    std::optional<Account> found;
    auto done = database.each(
        "SELECT id, login, name, password, disabled FROM user WHERE login = ?1",
        [&](const Row& row) { found = account_of(row); }, login);
    if (done && found) done = read_roles(database, *found);
    if (done && found) done = read_namesakes(database, *found);
    if (!done) return done.error();
    return found;
}

Result<std::vector<Account>> list_accounts(storage::Database& database) {
    std::vector<Account> accounts;
    auto done = database.each("SELECT id, login, name, password, disabled FROM user ORDER BY login",
                              [&](const Row& row) { accounts.push_back(account_of(row)); });
    for (Account& account : accounts) {
        if (done) done = read_roles(database, account);
    }
    if (!done) return done.error();
    return accounts;
}

Result<void> add_account(storage::Database& database, const Account& account, Instant now) {
    auto held = find_account(database, account.login);
    if (!held) return held.error();
    if (*held) {
        return make_error(ErrorCode::already_exists,
                          "Ya existe el usuario «" + account.login + "».", "user");
    }
    auto done = database.run(
        "INSERT INTO user (id, login, name, password, disabled, created_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        account.id, account.login, account.name, account.password_hash, account.is_disabled,
        now.ms);
    for (const RoleAssignment& role : account.roles) {
        if (done) done = add_role(database, account.id, role);
    }
    return done;
}

Result<void> set_disabled(storage::Database& database, const Id& user, bool is_disabled) {
    auto done = database.run("UPDATE user SET disabled = ?2 WHERE id = ?1", user, is_disabled);
    if (done && is_disabled) done = close_sessions(database, user);
    if (done && !is_disabled) {
        done = database.run("DELETE FROM device_key WHERE user = ?1 AND revoked_at IS NULL", user);
    }
    return done;
}

Result<void> add_role(storage::Database& database, const Id& user, const RoleAssignment& role) {
    auto done = database.run(
        "INSERT INTO role (user, role, organization) VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO NOTHING",
        user, role.role, role.organization);
    if (!done) return done;
    return database.run("DELETE FROM former_role WHERE user = ?1 AND organization = ?2", user,
                        role.organization);
}

Result<void> remove_role(storage::Database& database, const Id& user, const RoleAssignment& role,
                         Instant now) {
    auto done = database.run("DELETE FROM role WHERE user = ?1 AND role = ?2 AND organization = ?3",
                             user, role.role, role.organization);
    if (!done || database.changes() == 0) return done;
    return database.run(
        "INSERT INTO former_role (user, role, organization, ended_at) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (user, organization, role) DO UPDATE SET ended_at = excluded.ended_at",
        user, role.role, role.organization, now.ms);
}

Result<std::string> open_session(storage::Database& database, const Id& user,
                                 std::string_view device_name, Instant now) {
    const std::string token = random_hex(token_bytes);
    std::string name{device_name.substr(0, device_name_bytes_max)};
    if (!is_valid_utf8(name)) name.clear();
    auto done = database.run("DELETE FROM session WHERE expires_at <= ?1", now.ms);
    if (done) {
        done = database.run(
            "INSERT INTO session (token_hash, user, device_name, created_at, expires_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5)",
            sha256_hex(token), user, name, now.ms, now.ms + session_life_ms);
    }
    if (!done) return done.error();
    return token;
}

Result<std::optional<Session>> find_session(storage::Database& database, std::string_view token,
                                            Instant now) {
    std::optional<Session> found;
    auto done = database.each(
        "SELECT user.id, login, name, '', disabled, expires_at FROM session "
        "JOIN user ON user.id = session.user "
        "WHERE token_hash = ?1 AND expires_at > ?2 AND disabled = 0",
        [&](const Row& row) {
            found = Session{account_of(row), Instant{row.integer(5)}};
        },
        sha256_hex(token), now.ms);
    if (done && found) done = read_roles(database, found->account);
    if (done && found) done = read_namesakes(database, found->account);
    if (!done) return done.error();
    return found;
}

Result<void> extend_session(storage::Database& database, std::string_view token, Instant now) {
    return database.run("UPDATE session SET expires_at = ?2 WHERE token_hash = ?1",
                        sha256_hex(token), now.ms + session_life_ms);
}

Result<void> close_session(storage::Database& database, std::string_view token) {
    return database.run("DELETE FROM session WHERE token_hash = ?1", sha256_hex(token));
}

Result<void> close_sessions(storage::Database& database, const Id& user) {
    return database.run("DELETE FROM session WHERE user = ?1", user);
}

}  // namespace minga::server
