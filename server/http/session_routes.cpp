// POST /api/v1/session, DELETE /api/v1/session, GET /api/v1/me: who asks, and what they may see.

#include "server/http/problem.hpp"
#include "server/http/service.hpp"
#include "shared/base/text.hpp"
#include "shared/rules/permit.hpp"
#include "sync/server/server_session.hpp"
#include "sync/wire/actor_codec.hpp"

namespace minga::server {
namespace {

constexpr std::size_t login_bytes_max = 8 * 1024;

/// What a device may know of the home of a role.
Json home_to_json(const Id& id, const Lookup& store) {
    Json json = Json::object();
    json.set("id", id.to_text());
    const auto organization = store.find(id);
    if (!organization) return json;
    for (const std::string_view key : {"name", "type", "code", "region", "commune"}) {
        json.set(key, text_of(organization->fields, key));
    }
    return json;
}

/// The person as devices keep them (sync/wire/actor_codec.hpp), and what they may do.
Json me_to_json(const Actor& actor, const Service& service, const SqliteStore& store) {
    Json roles = Json::array();
    for (const RoleAssignment& held : actor.roles) {
        const Role* role = service.catalog.roles().find(held.role);
        Json json = Json::object();
        json.set("role", held.role).set("name", role == nullptr ? held.role : role->name);
        json.set("organization", home_to_json(held.organization, store));
        roles.push(std::move(json));
    }
    Json scopes = Json::array();
    for (const sync::Scope& scope : sync::readable_scopes(actor, service.catalog, store)) {
        scopes.push(scope.to_key());
    }
    Json capabilities = Json::array();
    capabilities.push("sync").push("bundles").push("export").push("consolidated");
    Json json = sync::actor_to_json(actor);
    json.set("roles", std::move(roles))
        .set("scopes", std::move(scopes))
        .set("sees_everything", sees_everything(actor, service.catalog))
        .set("server_time", service.clock.now().ms)
        .set("epoch", store.epoch())
        .set("server_key", service.keys.shown.to_text())
        .set("capabilities", std::move(capabilities));
    return json;
}

Error too_many_attempts() {
    return make_error(ErrorCode::too_many_requests,
                      "Hubo demasiados intentos de ingreso. Espere unos minutos y vuelva a "
                      "intentarlo.");
}

struct Credentials {
    std::string login;
    std::string password;
    std::string device_name;
};

Result<Credentials> read_credentials(HttpRequest& request) {
    if (request.content_type() != "application/json") return error_of_status(415);
    auto body = read_whole_body(request, login_bytes_max);
    if (!body) return body.error();
    auto json = parse_json(*body);
    if (!json) return json.error();
    const std::string& login = json->text_at("user");
    if (login.empty() || json->text_at("password").empty()) {
        return make_error(ErrorCode::malformed, "Escriba su usuario y su contraseña.",
                          login.empty() ? "user" : "password");
    }
    return Credentials{login, json->text_at("password"), json->text_at("device_name")};
}

/// The account that the credentials open. A wrong login, a wrong password and a disabled account
/// look and last the same.
Result<Account> check_credentials(Service& service, const Credentials& credentials) {
    auto login = checked_login(credentials.login);
    std::optional<Account> account;
    if (login) {
        const StorePool::Lease reader = service.stores.reader();
        auto found = find_account(reader->database(), *login);
        if (!found) return found.error();
        account = *std::move(found);
    }
    const bool is_open = account && !account->is_disabled;
    auto matches = service.passwords.check(
        credentials.password,
        is_open ? std::string_view{account->password_hash} : std::string_view{});
    if (!matches) return matches.error();
    if (!*matches) {
        return make_error(ErrorCode::bad_credentials,
                          "El usuario o la contraseña no son correctos, o la cuenta está "
                          "desactivada.");
    }
    return *std::move(account);
}

HttpResponse open(Service& service, Exchange& exchange) {
    HttpRequest& request = exchange.request;
    const ProblemOptions options{.request_id = request.id};
    auto credentials = read_credentials(request);
    if (!credentials) return problem_response(credentials.error(), options);
    const Instant now = service.clock.now();
    const std::string login_key = fold_for_search(trim(credentials->login)).substr(0, 100);
    auto wait_ms = service.login_limiter.wait_ms(login_key, now);
    if (!wait_ms) wait_ms = service.address_limiter.wait_ms(request.address, now);
    if (wait_ms) {
        return problem_response(too_many_attempts(),
                                {.request_id = request.id, .retry_seconds = *wait_ms / 1000 + 1});
    }
    auto account = check_credentials(service, *credentials);
    if (!account) {
        if (account.error().code == ErrorCode::bad_credentials) {
            service.login_limiter.add_failure(login_key, now);
            service.address_limiter.add_failure(request.address, now);
        }
        return problem_response(account.error(), options);
    }
    service.login_limiter.forget(login_key);
    const StorePool::Lease writer = service.stores.writer();
    auto token = open_session(writer->database(), account->id, credentials->device_name, now);
    if (!token) return problem_response(token.error(), options);
    Json json = Json::object();
    json.set("token", *token)
        .set("expires_at", now.ms + session_life_ms)
        .set("me", me_to_json(account->to_actor(), service, *writer));
    return HttpResponse::json(json, 201);
}

HttpResponse close(Service& service, Exchange& exchange) {
    const StorePool::Lease writer = service.stores.writer();
    auto closed = close_session(writer->database(), exchange.token);
    if (!closed) return problem_response(closed.error(), {.request_id = exchange.request.id});
    return {204, {}, {}, {}, false};
}

HttpResponse me(Service& service, Exchange& exchange) {
    const StorePool::Lease reader = service.stores.reader();
    return HttpResponse::json(me_to_json(exchange.session.account.to_actor(), service, *reader));
}

}  // namespace

void add_session_routes(Router& router, Service& service) {
    router.add({"POST", "/api/v1/session", false,
                [&service](Exchange& exchange) { return open(service, exchange); }});
    router.add({"DELETE", "/api/v1/session", true,
                [&service](Exchange& exchange) { return close(service, exchange); }});
    router.add({"GET", "/api/v1/me", true,
                [&service](Exchange& exchange) { return me(service, exchange); }});
}

}  // namespace minga::server
