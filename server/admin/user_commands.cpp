// minga-server user add | list | disable | role

#include "server/admin/commands.hpp"
#include "server/admin/opened_store.hpp"
#include "server/auth/accounts.hpp"
#include "server/auth/secure_random.hpp"
#include "server/platform/wall_clock.hpp"
#include "shared/base/text.hpp"
#include "shared/programs/embedded.hpp"

#include <cstdlib>
#include <iostream>

namespace minga::server {
namespace {

std::string read_password() {
    if (const char* given = std::getenv("MINGA_PASSWORD")) return given;
    std::string password;
    std::getline(std::cin, password);
    if (password.ends_with('\r')) password.pop_back();
    return password;
}

/// The role in the organization that the options name, both checked.
Result<RoleAssignment> checked_role(const UserOptions& options, const SqliteStore& store) {
    const Roles& roles = embedded_catalog().roles();
    const Role* role = roles.find(options.role);
    if (role == nullptr) {
        std::vector<std::string> keys;
        for (const Role& one : roles.all()) keys.push_back(one.key);
        return make_error(
            ErrorCode::usage,
            "No existe el rol «" + options.role + "». Los roles son: " + join(keys, ", ") + ".",
            "role");
    }
    auto organization = find_organization(store, options.organization);
    if (!organization) return organization.error();
    return RoleAssignment{role->key, organization->id};
}

Result<Account> existing_account(SqliteStore& store, const std::string& written) {
    auto login = checked_login(written);
    if (!login) return login.error();
    auto account = find_account(store.database(), *login);
    if (!account) return account.error();
    if (!*account) {
        return make_error(ErrorCode::not_found, "No existe el usuario «" + *login + "».", "user");
    }
    return **std::move(account);
}

AuditEvent event_about(std::string name, const Id& user) {
    return {std::move(name), {{"user", user.to_text()}}};
}

}  // namespace

Result<void> add_user(const UserOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto login = checked_login(options.login);
    if (!login) return login.error();
    const std::string_view name = trim(options.name);
    if (name.empty() || !is_valid_utf8(name)) {
        return make_error(ErrorCode::usage, "Indique el nombre de la persona con --name.", "name");
    }
    auto role = checked_role(options, **store);
    if (!role) return role.error();
    auto hash = hash_password(read_password(), HashCost::standard);
    if (!hash) return hash.error();
    SecureRandom random;
    const Instant now = WallClock{}.now();
    const Account account{.id = new_id(now, random),
                          .login = *login,
                          .name = std::string{name},
                          .password_hash = *hash,
                          .roles = {*role}};
    auto done = in_transaction(**store, [&]() -> Result<void> {
        auto added = add_account((*store)->database(), account, now);
        if (!added) return added;
        return append_event(**store, event_about("user_added", account.id), now);
    });
    if (done) std::cout << "Usuario creado: " << account.login << '\n';
    return done;
}

Result<void> list_users(const UserOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto accounts = list_accounts((*store)->database());
    if (!accounts) return accounts.error();
    for (const Account& account : *accounts) {
        std::cout << account.login << '\t' << account.name << '\t'
                  << (account.is_disabled ? "desactivado" : "activo");
        for (const RoleAssignment& held : account.roles) {
            const Role* role = embedded_catalog().roles().find(held.role);
            const auto home = (*store)->find(held.organization);
            std::cout << '\t' << (role == nullptr ? held.role : role->name) << ", "
                      << (home ? text_of(home->fields, "name") : held.organization.to_text());
        }
        std::cout << '\n';
    }
    return {};
}

Result<void> disable_user(const UserOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto account = existing_account(**store, options.login);
    if (!account) return account.error();
    const bool is_disabled = !options.is_reversed;
    auto done = in_transaction(**store, [&]() -> Result<void> {
        auto changed = set_disabled((*store)->database(), account->id, is_disabled);
        if (!changed) return changed;
        return append_event(
            **store, event_about(is_disabled ? "user_disabled" : "user_enabled", account->id),
            WallClock{}.now());
    });
    if (done) {
        std::cout << "Usuario " << (is_disabled ? "desactivado: " : "activado: ") << account->login
                  << '\n';
    }
    return done;
}

Result<void> change_role(const UserOptions& options) {
    auto store = open_store(options.data);
    if (!store) return store.error();
    auto account = existing_account(**store, options.login);
    if (!account) return account.error();
    auto role = checked_role(options, **store);
    if (!role) return role.error();
    auto done = in_transaction(**store, [&]() -> Result<void> {
        storage::Database& database = (*store)->database();
        const Instant now = WallClock{}.now();
        auto changed = options.is_reversed ? remove_role(database, account->id, *role, now)
                                           : add_role(database, account->id, *role);
        if (!changed) return changed;
        AuditEvent event =
            event_about(options.is_reversed ? "role_removed" : "role_added", account->id);
        event.details.emplace_back("role", role->role);
        event.details.emplace_back("organization", role->organization.to_text());
        return append_event(**store, event, now);
    });
    if (done) {
        std::cout << (options.is_reversed ? "Rol retirado: " : "Rol asignado: ") << account->login
                  << ", " << role->role << '\n';
    }
    return done;
}

}  // namespace minga::server
